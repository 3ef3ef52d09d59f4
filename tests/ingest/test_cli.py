"""`python -m ingest` as other programs and people call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.command import main
from tests.ingest.fakes import FakeEncoder, write

HEADER = {
    *("type", "symbol", "issued", "issuer", "place", "subject", "signer", "signer_title", "authority", "recipients"),
    *("secrecy", "urgency", "author", "newspaper"),
}


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of its own, and an encoder without a model."""
    monkeypatch.setenv("VANKIEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(pipeline, "open_encoder", lambda _: FakeEncoder())
    return tmp_path / "var"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The JSON objects printed, one a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_json_is_one_result_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The four fields of interfaces.md, in the order given; 0 when all were read."""
    paths = [str(write(tmp_path / f"{number}.txt", number)) for number in (2, 1)]
    assert main(["--json", *paths]) == 0
    found = lines(capsys)
    assert [(set(line), line["path"], line["status"], line["error"]) for line in found] == [
        ({"path", "status", "document", "error"}, path, "indexed", None) for path in paths
    ]
    assert main(["--json", paths[0]]) == 0
    assert lines(capsys) == [{**found[0], "status": "unchanged"}]


def test_failure_has_code_and_message_and_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One unread file among good ones makes the exit status 1, and only that."""
    good = write(tmp_path / "a.txt")
    assert main(["--json", str(tmp_path / "khong-co.pdf"), str(good)]) == 1
    failed, done = lines(capsys)
    assert failed["error"] == {"code": "missing", "message": failed["error"]["message"]}  # type: ignore[index]
    assert "khong-co.pdf" in str(failed["error"])
    assert (failed["status"], failed["document"], done["status"]) == ("failed", None, "indexed")


def test_people_get_one_line_a_file_in_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mark, the path, and what was understood or why not; the sum at the end."""
    assert main([str(write(tmp_path / "a.txt")), str(tmp_path / "b.txt")]) == 1
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()
    assert first.startswith(f"✓ {tmp_path}/a.txt — 1/TB-CĐX · Thông báo · 2024-03-05 · ")
    assert second.startswith(f"✗ {tmp_path}/b.txt — Không thấy tệp")
    assert printed.err.splitlines()[-1].endswith("1 mới, 0 không đổi, 1 lỗi.")


def test_inspect_prints_what_is_understood_and_writes_nothing(tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The object of interfaces.md; spans say where in the text each value stands."""
    assert main(["--inspect", str(write(tmp_path / "a.txt"))]) == 0
    [found] = lines(capsys)
    text, header = str(found["text"]), found["header"]
    assert (found["path"], found["ok"], found["error"], found["format"], found["pages"]) == (
        str(tmp_path / "a.txt"),
        True,
        None,
        "txt",
        None,
    )
    assert isinstance(header, dict)
    assert set(header) == HEADER
    assert header["symbol"]["value"] == "1/TB-CĐX"
    assert text[slice(*header["symbol"]["span"])] == "1/TB-CĐX"
    assert header["author"] is None
    assert {"kind", "marker", "heading", "level", "span", "page"} <= set(found["sections"][0])  # type: ignore[index]
    directive = found["directives"][0]  # type: ignore[index]
    assert {"kind", "text", "span", "heading_path", "owners", "inherited_owners", "partners", "deadlines", "targets"} <= set(directive)
    assert (directive["text"], found["citations"]) == (text[slice(*directive["span"])], [])
    assert (found["warnings"], isinstance(found["furniture"], list)) == ([], True)
    assert not data_dir.exists()


def test_inspect_goes_on_after_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for every path, in order; ok is false with the reason, and the exit status 1."""
    (tmp_path / "rong.pdf").write_bytes(b"")
    assert main(["--inspect", str(tmp_path / "rong.pdf"), str(write(tmp_path / "a.txt"))]) == 1
    bad, good = lines(capsys)
    assert (bad["ok"], bad["error"]["code"], bad["text"], good["ok"]) == (False, "empty", None, True)  # type: ignore[index]
    assert set(bad) == set(good)


@pytest.mark.parametrize("call", [[], ["--json"], ["--inspect"], ["--khong-co", "a"], ["--password"], ["--js", "a"]])
def test_wrong_call_is_status_2(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to do, or an option that does not exist: one Vietnamese sentence and the usage."""
    with pytest.raises(SystemExit) as ended:
        main(call)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Lỗi: ")


def test_bad_setting_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A setting that cannot be is a wrong call; a store that cannot be opened is a failure; neither is a traceback."""
    path = str(write(tmp_path / "a.txt"))
    monkeypatch.setenv("VANKIEN_DATABASE_URL", "nonsense")
    assert main([path]) == 1
    monkeypatch.setenv("VANKIEN_ENGINE", "nonsense")
    assert main([path]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [line.startswith("Lỗi: ") for line in errors] == [True, True]


def test_again_with_reread_reads_everything_from_the_originals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--again --reread` needs no path and no file, only the store."""
    path = write(tmp_path / "a.txt")
    main([str(path)])
    path.unlink()
    assert main(["--again", "--reread"]) == 0
    first, *_, last = capsys.readouterr().err.splitlines()[-2:]
    assert first == "Đọc lại 1 văn bản từ bản gốc…"
    assert last.startswith("Xong 1 văn bản trong ")


def test_help_is_fast_and_vietnamese() -> None:
    """Asking for help loads neither model nor database: well under half a second of the processor, however busy the machine."""
    code = (
        "import sys; sys.argv = ['ingest', '--help']\n"
        "try:\n  import runpy; runpy.run_module('ingest', run_name='__main__')\n"
        "except SystemExit: print({'numpy', 'sqlalchemy', 'celery'} & set(sys.modules))"
    )
    before = os.times()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
    assert "thư mục" in done.stdout
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 2


def test_queue_that_does_not_exist_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It and those there are are named; the broker is not even asked."""
    monkeypatch.setenv("VANKIEN_BROKER_URL", "redis://127.0.0.1:9/0")
    assert main(["--worker", "--queues", "reading,ocr"]) == 2
    said = capsys.readouterr().err
    assert "«ocr»" in said
    assert "reading, encoding, indexing" in said
