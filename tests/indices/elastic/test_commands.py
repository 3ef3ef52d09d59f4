"""The commands of an administrator against a real Elasticsearch: rebuild, status, repair, prune, and the measuring of search."""

from __future__ import annotations

import importlib
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.settings import Settings
from corpus.store import Store, open_store
from indices import __main__ as commands
from indices import encoder, open_index
from search.evaluation import __main__ as evaluation
from tests.indices.contract import record
from tests.indices.test_rebuild import CountingEncoder, keep

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]
ARTICLES = ("Người lao động được nghỉ lễ, hưởng nguyên lương.", "Việc kết hôn phải được đăng ký.", "Đoàn viên đóng đoàn phí hằng tháng.")
QUESTIONS = {"q1": ("nghỉ lễ hưởng lương", "a0"), "q2": ("đoàn viên đóng đoàn phí", "a2")}


@pytest.fixture(autouse=True)
def site(elastic: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment a site would have, the password in a file, and an encoder that needs no model."""
    secret = tmp_path / "password"
    secret.write_text(elastic.elasticsearch_password + "\n")
    for name in ("data_dir", "engine", "elasticsearch_url", "elasticsearch_index", "elasticsearch_user", "elasticsearch_ca"):
        monkeypatch.setenv(f"VANKIEN_{name.upper()}", str(getattr(elastic, name)))
    monkeypatch.setenv("VANKIEN_ELASTICSEARCH_PASSWORD_FILE", str(secret))
    monkeypatch.setattr(encoder, "open_encoder", lambda settings: CountingEncoder())


@pytest.fixture
def store(elastic: Settings) -> Iterator[Store]:
    """The catalog, with one document in the index, as it thinks, and one waiting."""
    opened = open_store(elastic)
    opened.advance(keep(opened, "a.txt", "phát triển đoàn viên", "chăm lo Tết"), "indexed")
    keep(opened, "b.txt", "đại hội công đoàn")
    yield opened
    opened.close()


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and what was said."""
    status = commands.main([command])
    return status, capsys.readouterr().out


def test_rebuild_status_and_prune_say_what_is_there(store: Store, elastic: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Out of step before the first rebuild; after the second the old version is named, kept, and goes when told."""
    alias = elastic.elasticsearch_index
    status, said = run("status", capsys)
    assert status == 1
    assert "thiếu hoặc cũ 1" in said
    assert run("rebuild", capsys) == (0, "Đã dựng lại chỉ mục: 2 tài liệu, 3 đoạn.\n")
    assert run("rebuild", capsys)[0] == 0
    status, said = run("status", capsys)
    assert status == 0
    old, current = said.splitlines()[:2]
    assert "bản cũ, 3 đoạn" in old
    assert "đang dùng, 3 đoạn" in current
    assert "Chỉ mục (elasticsearch): 2 tài liệu, 3 đoạn" in said
    assert run("prune", capsys) == (0, f"Đã xoá 1 bản cũ: {old.partition(':')[0]}.\n")
    assert run("prune", capsys) == (0, "Đã xoá 0 bản cũ.\n")
    assert old.startswith(f"{alias}-")
    index = open_index(elastic)
    assert sum(index.documents().values()) == 3
    index.close()


def test_repair_mends_what_differs(store: Store, elastic: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that is missing in the index comes back, one the catalog does not know goes."""
    assert run("rebuild", capsys)[0] == 0
    [lost] = [entry.id for entry in store.entries(state="indexed")]
    index = open_index(elastic)
    index.delete([lost])
    index.put([record("stranger")], CountingEncoder().encode_passages(["x"]))
    index.commit()
    status, said = run("status", capsys)
    assert status == 1
    assert "thiếu hoặc cũ 1, thừa 1 tài liệu" in said
    assert run("repair", capsys)[0] == 0
    assert run("status", capsys)[0] == 0
    index.refresh()
    assert index.documents()[lost] == 2
    assert "stranger" not in index.documents()
    index.close()


def test_search_is_measured_on_the_server(elastic: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m search.evaluation FOLDER --engine elasticsearch`: the same numbers as on the embedded engine, from an index of its own."""
    folder = tmp_path / "folder"
    folder.mkdir()
    with lzma.open(folder / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"_id": f"a{n}", "title": "", "text": text}) + "\n" for n, text in enumerate(ARTICLES))
    (folder / "queries.jsonl").write_text("".join(json.dumps({"_id": id, "text": text}) + "\n" for id, (text, _) in QUESTIONS.items()))
    (folder / "qrels.tsv").write_text("".join(f"{id}\t{article}\t1\n" for id, (_, article) in QUESTIONS.items()))
    reports = {}
    for engine in ("elasticsearch", "embedded"):
        assert evaluation.main([str(folder), "--engine", engine, "--json"]) == 0
        reports[engine] = json.loads(capsys.readouterr().out)
    report = reports["elasticsearch"]
    assert (report["engine"], report["queries"], report["passages"]) == ("elasticsearch", 2, 3)
    assert report["runs"]["lexical"]["ndcg@10"] == 1
    for name, run_ in report["runs"].items():
        worth = {measure: value for measure, value in run_.items() if not measure.endswith("_ms")}
        assert worth == {measure: reports["embedded"]["runs"][name][measure] for measure in worth}, name


def test_upgrade_builds_anew_only_what_lacks_a_field(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A version with all fields is left alone; once this release has one more, the command builds the next version."""
    monkeypatch.setenv("VANKIEN_MODEL", CountingEncoder.name)
    run("rebuild", capsys)
    assert run("upgrade", capsys) == (0, "")
    module = importlib.import_module("indices.elastic.versions")  # the package has a function of that name
    monkeypatch.setattr(module, "TEXT_FIELDS", ("words", "invented"))
    status, said = run("upgrade", capsys)
    assert status == 0
    assert "đã dựng lại: 2 tài liệu, 3 đoạn" in said
