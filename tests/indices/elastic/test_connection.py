"""Reaching Elasticsearch: TLS, users and keys, several hosts, and what is said when it cannot be reached."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from corpus.settings import Settings
from indices import open_index
from indices.elastic import connection
from indices.protocol import IndexFailure
from tests.indices.contract import asking, fill, ids, towards
from tests.servers.elasticsearch import PASSWORD, Node, certificate

DOWN = Settings(engine="elasticsearch", elasticsearch_url="http://127.0.0.1:9")
server = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]


def failure(settings: Settings) -> IndexFailure:
    """What a question gets from an index that cannot be reached."""
    index = open_index(settings)
    with pytest.raises(IndexFailure) as caught:
        index.match(asking("công đoàn"))
    index.close()
    return caught.value


def administrator(settings: Settings) -> Elasticsearch:
    """A client of the running node that may do everything."""
    return Elasticsearch(settings.elasticsearch_url, basic_auth=("admin", PASSWORD), ca_certs=settings.elasticsearch_ca)


def test_server_that_is_down_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening works, so that the page can be shown; a question says in Vietnamese what is wrong and what to look at."""
    monkeypatch.setattr(connection, "_REFUSED", 0.0)
    said = failure(DOWN)
    assert said.code == "down"
    assert "http://127.0.0.1:9" in said.message
    assert "VANKIEN_ELASTICSEARCH_URL" in said.message


def test_message_keeps_the_password_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before the @ of an address is shown to nobody."""
    monkeypatch.setattr(connection, "_REFUSED", 0.0)
    said = failure(replace(DOWN, elasticsearch_url="http://ai:bi-mat@127.0.0.1:9"))
    assert "127.0.0.1:9" in said.message
    assert "bi-mat" not in said.message


@pytest.mark.parametrize(
    "changes",
    [
        {"elasticsearch_url": "127.0.0.1"},
        {"elasticsearch_url": ""},
        {"elasticsearch_url": "https://127.0.0.1:9", "elasticsearch_ca": "/khong/co.pem"},
        {"elasticsearch_index": "Chữ Hoa"},
    ],
)
def test_setting_that_cannot_be_used_is_named(changes: dict[str, str]) -> None:
    """An address without a port, no address, a CA file that is not there, a name Elasticsearch does not take."""
    with pytest.raises(IndexFailure, match="VANKIEN_ELASTICSEARCH_") as caught:
        open_index(replace(DOWN, **changes))  # type: ignore[arg-type]
    assert caught.value.code == "bad_setting"


@pytest.fixture
def stranger() -> Iterator[str]:
    """A web server that is no Elasticsearch."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_server_that_is_no_elasticsearch_is_refused(stranger: str) -> None:
    """The address of something else is told apart from a server that is down."""
    assert failure(replace(DOWN, elasticsearch_url=stranger)).code == "not_elasticsearch"


class TestServer:
    """On the real server, which speaks TLS and asks who is there."""

    pytestmark = server

    def test_tls_and_password(self, elastic: Settings) -> None:
        """With its CA and a user's password all of the index works."""
        index = open_index(elastic)
        fill(index, ["a"])
        assert ids(index.match(asking("thành lập công đoàn cơ sở")))[0] == "a:0"
        index.close()

    def test_api_key_of_its_own_index_is_enough(self, elastic: Settings) -> None:
        """A key that may do everything with this index and nothing else serves for reading and writing."""
        name = elastic.elasticsearch_index
        rights = {"vankien": {"indices": [{"names": [name, f"{name}-*"], "privileges": ["all"]}]}}
        with administrator(elastic) as client:
            key = client.security.create_api_key(name="vankien", role_descriptors=rights)["encoded"]
        keyed = replace(elastic, elasticsearch_api_key=key, elasticsearch_user="", elasticsearch_password="")
        index = open_index(keyed)
        fill(index, ["a"])
        assert ids(index.nearest(towards(2)[0], limit=1)) == ["a:2"]
        index.close()
        assert failure(replace(keyed, elasticsearch_index="cua-nguoi-khac")).code == "forbidden"

    def test_wrong_ca_is_told(self, elastic: Settings, tmp_path: Path) -> None:
        """A certificate that our CA file did not sign: no question is sent, and the message names the setting."""
        certificate(tmp_path / "other.key", tmp_path / "other.pem")
        said = failure(replace(elastic, elasticsearch_ca=str(tmp_path / "other.pem")))
        assert said.code == "tls"
        assert "VANKIEN_ELASTICSEARCH_CA" in said.message

    def test_wrong_password_is_told(self, elastic: Settings) -> None:
        """The server says no: the message names the settings, not the password."""
        said = failure(replace(elastic, elasticsearch_password="sai-mat-khau"))
        assert said.code == "unauthorized"
        assert "sai-mat-khau" not in str(said)

    def test_another_host_answers_for_one_that_is_down(self, elastic: Settings) -> None:
        """Of several hosts one is enough."""
        both = replace(elastic, elasticsearch_url=f"https://127.0.0.1:9,{elastic.elasticsearch_url}")
        index = open_index(both)
        fill(index, ["a"])
        assert all(len(index.match(asking("đoàn viên", words=1.0))) == 2 for _ in range(6))
        index.close()

    def test_killed_server_is_told_and_nothing_is_lost(self, elastic: Settings, elasticsearch: Node) -> None:
        """kill -9: a question gets a sentence within two seconds; back again, the same index answers what was committed."""
        index = open_index(elastic)
        fill(index, ["a"])
        index.put([], towards())
        elasticsearch.kill()
        with pytest.raises(IndexFailure, match="không nối được") as caught:
            index.match(asking("đoàn viên", words=1.0))
        assert caught.value.code == "down"
        elasticsearch.start()
        assert len(index.match(asking("đoàn viên", words=1.0))) == 2
        assert index.documents() == {"a": 4}
        index.close()
