"""Where settings come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.settings import ROOT, Settings


def test_every_setting_is_in_the_example() -> None:
    """.env.example names every variable, so that nobody has to read code."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [name for name in Settings.__slots__ if f"# VANKIEN_{name.upper()}=" not in example] == []


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    """The file wins over nothing and loses its line end; no secret shows when settings are printed."""
    secret = tmp_path / "password"
    secret.write_text("bí mật\n", encoding="utf-8")
    settings = Settings.from_env({"VANKIEN_ELASTICSEARCH_PASSWORD_FILE": str(secret)})
    assert settings.elasticsearch_password == "bí mật"
    assert "bí mật" not in repr(settings)


def test_a_secret_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The variable and the path are said."""
    with pytest.raises(SettingsError, match="VANKIEN_DATABASE_URL_FILE"):
        Settings.from_env({"VANKIEN_DATABASE_URL_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(("name", "value"), [("PORT", "năm"), ("ENGINE", "solr")])
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    """The message names the variable and shows the value."""
    with pytest.raises(SettingsError, match=f"VANKIEN_{name}.*{value}"):
        Settings.from_env({f"VANKIEN_{name}": value})


@pytest.mark.parametrize(
    ("environ", "hosts"),
    [
        ({}, ("localhost", "127.0.0.1", "[::1]", "::1")),
        ({"VANKIEN_HOST": "0.0.0.0"}, ()),
        ({"VANKIEN_HOST": "0.0.0.0", "VANKIEN_TRUSTED_HOSTS": "van-kien.example, kho.example"}, ("van-kien.example", "kho.example")),
    ],
)
def test_the_names_a_page_answers_to(environ: dict[str, str], hosts: tuple[str, ...]) -> None:
    """A local page only to local names, an open one to those the site names, or to any."""
    assert Settings.from_env(environ).hosts == hosts
