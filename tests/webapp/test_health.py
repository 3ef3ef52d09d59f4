"""What machines ask: alive, ready, metrics."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from indices.protocol import IndexFailure
from tests.webapp.conftest import Site
from webapp.services import Services


def test_a_working_site_is_ready(client: FlaskClient, notice: str) -> None:
    """Every part answers."""
    assert client.get("/healthz").json == {"status": "ok"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "parts": {"catalog": "ok", "index": "ok", "model": "ok"}})


def test_a_site_without_its_index_lives_but_is_not_ready(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A balancer sends nobody here, and the reason is said; nobody restarts the process."""

    def gone(_: Services) -> int:
        raise IndexFailure("unreachable", "Không nối được tới Elasticsearch.")

    monkeypatch.setattr(Services, "index_count", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json and answer.json["parts"]["index"] == "Không nối được tới Elasticsearch."
    assert client.get("/healthz").status_code == 200
    assert "vankien_documents" in client.get("/metrics").text


def test_metrics_count_documents_and_answers(client: FlaskClient, notice: str) -> None:
    """Documents by state, passages of the index, answers by endpoint."""
    client.get("/")
    text = client.get("/metrics").text
    assert 'vankien_documents{state="indexed"} 2.0' in text
    assert "vankien_index_records " in text
    assert 'vankien_requests_total{endpoint="pages.search.home",status="200"} 1.0' in text


def test_a_local_page_answers_to_local_names_only(site: Site) -> None:
    """Another name that leads here is a foreign site's trick (DNS rebinding)."""
    client = site.app.test_client()
    assert client.get("/healthz", headers={"Host": "127.0.0.1:5000"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/api/v1/documents", headers={"Host": "evil.example"}).mimetype == "application/problem+json"
