"""What a machine asks of this process: does it live (/healthz), can it answer (/readyz), how is it doing (/metrics)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from flask import Blueprint, Flask, Response, g, jsonify, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from corpus.errors import VanKienError
from webapp.services import Services, services

blueprint = Blueprint("health", __name__)
SECONDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 1, 3, 10)
TEXT = "text/plain; version=0.0.4; charset=utf-8"


def register(app: Flask) -> None:
    """Answer the three addresses and time every request."""
    registry = CollectorRegistry()
    labels = ("endpoint", "status")
    times = Histogram("vankien_request_seconds", "Time to answer, by endpoint.", ("endpoint",), buckets=SECONDS, registry=registry)
    answers = Counter("vankien_requests", "Answers, by endpoint and status.", labels, registry=registry)
    registry.register(_Catalog(lambda: app.extensions["services"]))
    app.extensions["metrics"] = registry
    app.before_request(_start)
    app.after_request(_stop(times, answers))
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 while the process answers at all."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when catalog, index and model can answer, else 503; for each part "ok" or what to do, in Vietnamese."""
    parts = {name: _state(check) for name, check in _checks(services()).items()}
    fine = all(state == "ok" for state in parts.values())
    return jsonify(status="ok" if fine else "unavailable", parts=parts), 200 if fine else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus' text form."""
    from flask import current_app

    return Response(generate_latest(current_app.extensions["metrics"]), content_type=TEXT)


class _Catalog(Collector):
    """Documents by state and records of the index, looked up when they are asked for."""

    def __init__(self, of: Callable[[], Services]) -> None:
        self._of = of

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge for the catalog, one for the index; a part that cannot answer is left out."""
        documents = GaugeMetricFamily("vankien_documents", "Documents of the catalog, by state.", labels=("state",))
        for state, count in _or_nothing(lambda: self._of().store.counts()).items():
            documents.add_metric([state], count)
        yield documents
        held = _or_nothing(lambda: {"": self._of().index_count()})
        yield from (GaugeMetricFamily("vankien_index_records", "Passages in the index.", value=count) for count in held.values())

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of the catalog when the collector is registered."""
        return []


def _checks(ours: Services) -> dict[str, Callable[[], object]]:
    return {"catalog": ours.counts, "index": ours.index_count, "model": lambda: ours.searcher}


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except VanKienError as error:
        return error.message
    return "ok"


def _or_nothing(ask: Callable[[], dict[str, int]]) -> dict[str, int]:
    try:
        return ask()
    except VanKienError:
        return {}


def _start() -> None:
    g.began = time.perf_counter()


def _stop(times: Histogram, answers: Counter) -> Callable[[Response], Response]:
    def stop(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        if "began" in g:
            times.labels(endpoint).observe(time.perf_counter() - g.began)
        answers.labels(endpoint, str(response.status_code)).inc()
        return response

    return stop
