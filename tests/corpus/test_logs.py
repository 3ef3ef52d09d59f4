"""How the program speaks to its log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from corpus.errors import SettingsError
from corpus.logs import about, configure
from corpus.settings import Settings

log = logging.getLogger("tests.logs")


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Other tests find the root logger as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def test_each_line_is_one_object_with_the_document_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    """Also for a message of several lines, and with its traceback inside."""
    configure(Settings(log_json=True))
    with about("0123abcd"):
        log.warning("đọc %d trang\nxong", 12)
    try:
        raise ValueError("hỏng")
    except ValueError:
        log.exception("không đọc được")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    shown = [first[name] for name in ("level", "logger", "message", "document")]
    assert shown == ["WARNING", "tests.logs", "đọc 12 trang\nxong", "0123abcd"]
    assert first["time"].endswith("+00:00")
    assert "document" not in second
    assert "ValueError: hỏng" in second["error"]


def test_without_the_setting_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Time, level, logger, message."""
    configure(Settings())
    log.warning("xong")
    assert capsys.readouterr().err.endswith("WARNING tests.logs: xong\n")


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("true", True), ("0", False)])
def test_the_setting_is_a_switch(value: str, expected: bool) -> None:
    """1 or 0, in the words people use."""
    assert Settings.from_env({"VANKIEN_LOG_JSON": value}).log_json is expected


def test_a_switch_that_is_neither_is_refused() -> None:
    """The variable is named."""
    with pytest.raises(SettingsError, match=r"VANKIEN_LOG_JSON.*có"):
        Settings.from_env({"VANKIEN_LOG_JSON": "có"})
