"""What the desk sees while Elasticsearch is down: a notice that asks again by itself, and everything that needs no index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.settings import Settings
from corpus.store import open_store
from indices import open_index
from indices.elastic import connection
from search.searcher import Searcher
from tests.ingest.fakes import FakeEncoder
from tests.webapp.conftest import NOTICE
from webapp import create_app
from webapp.services import Services


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A site whose catalog is here and whose Elasticsearch is not."""
    monkeypatch.setattr(connection, "_REFUSED", 0.0)
    settings = Settings(data_dir=tmp_path / "var", engine="elasticsearch", elasticsearch_url="http://127.0.0.1:9")
    store, index = open_store(settings), open_index(settings)
    store.put_file("a.txt", NOTICE.encode())
    services = Services(settings, store=store, searcher=Searcher(index, FakeEncoder()), wake=lambda ids: None)
    yield create_app(settings, services=services).test_client()
    index.close()
    store.close()


def test_question_gets_a_notice_that_asks_again(client: FlaskClient) -> None:
    """503 in Vietnamese, naming the server, never a traceback; browser and program are told when to come back."""
    answer = client.get("/?q=công đoàn")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert '<meta http-equiv="refresh" content="10">' in answer.text
    assert "không nối được tới máy chủ" in answer.text
    assert "Trang tự thử lại" in answer.text
    assert "Traceback" not in answer.text


def test_part_of_a_page_asks_again_for_itself(client: FlaskClient) -> None:
    """HTMX gets the notice alone, which fills the same element once there is an answer."""
    answer = client.get("/?q=công+đoàn&page=2", headers={"HX-Request": "true", "HX-Target": "section#ket-qua"})
    assert answer.status_code == 503
    assert '<section class="empty error" role="alert" hx-get="/?q=' in answer.text
    assert 'hx-trigger="every 10s" hx-target="#ket-qua"' in answer.text
    assert "<html" not in answer.text


def test_program_is_told_when_to_come_back(client: FlaskClient) -> None:
    """Problem details with the code, and Retry-After."""
    answer = client.get("/api/v1/search?q=công đoàn")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.json and answer.json["code"] == "down"


@pytest.mark.parametrize("path", ["/", "/van-ban", "/nhiem-vu", "/con-thieu", "/tai-len", "/healthz"])
def test_what_needs_no_index_stays_up(client: FlaskClient, path: str) -> None:
    """The catalog, tasks and uploads go on; they do not reload themselves."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'http-equiv="refresh"' not in answer.text


def test_other_errors_do_not_ask_again(client: FlaskClient) -> None:
    """What is not there will not be there in ten seconds."""
    answer = client.get("/khong-co")
    assert "Retry-After" not in answer.headers
    assert 'http-equiv="refresh"' not in answer.text
