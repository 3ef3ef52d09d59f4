"""What a site can choose, from the environment and .env; the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from corpus.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("embedded", "elasticsearch")
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")
SECRETS = ("database_url", "broker_url", "elasticsearch_password", "elasticsearch_api_key")
_SWITCHES, _YES, _NO = {"log_json"}, ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_NUMBERS = {"port", "max_file_mb", "reranker_depth", "elasticsearch_timeout", "elasticsearch_shards"}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field is the variable VANKIEN_<NAME> (see .env.example)."""

    data_dir: Path = ROOT / "var"
    model_dir: Path = ROOT / "var" / "model"
    model: str = "default"
    reranker: str = ""
    reranker_depth: int = 50
    engine: str = "embedded"
    database_url: str = ""
    elasticsearch_url: str = "http://127.0.0.1:9200"
    elasticsearch_index: str = "vankien"
    elasticsearch_api_key: str = field(default="", repr=False)
    elasticsearch_user: str = ""
    elasticsearch_password: str = field(default="", repr=False)
    elasticsearch_ca: str = ""
    elasticsearch_timeout: int = 10
    elasticsearch_shards: int = 1
    broker_url: str = ""
    max_file_mb: int = 200
    host: str = "127.0.0.1"
    port: int = 5000
    trusted_hosts: str = ""
    log_json: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names the pages answer to; empty: any.

        A page that only this machine reaches answers to this machine's own names, so that no foreign site can borrow one (DNS rebinding).
        """
        if self.trusted_hosts:
            return tuple(name.strip() for name in self.trusted_hosts.split(",") if name.strip())
        return OWN_NAMES if self.host in OWN_NAMES else ()

    @property
    def catalog_url(self) -> str:
        """SQLAlchemy URL of the catalog: the one configured, else SQLite in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'catalog.sqlite'}"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read VANKIEN_* from the environment, then from .env in the root; raise SettingsError on a bad value.

        A secret may lie in a file that VANKIEN_<NAME>_FILE names (Docker, systemd credentials).
        """
        values = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None} if environ is None else {}
        values.update(os.environ if environ is None else environ)
        given = {name: values[key] for name in cls.__slots__ if (key := f"VANKIEN_{name.upper()}") in values and values[key]}
        given |= {name: _secret(name, path) for name in SECRETS if (path := values.get(f"VANKIEN_{name.upper()}_FILE"))}
        return cls(**{name: _convert(name, value) for name, value in given.items()})


def _secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("bad_setting", f"Không đọc được tệp mà VANKIEN_{name.upper()}_FILE chỉ tới ({path}): {error}.") from error


def _convert(name: str, value: str) -> Any:
    if name.endswith("_dir"):
        return Path(value).expanduser().absolute()
    if name in _SWITCHES:
        if value.lower() not in _YES + _NO:
            raise SettingsError("bad_setting", f"VANKIEN_{name.upper()} phải là 1 hoặc 0, không phải «{value}».")
        return value.lower() in _YES
    if name in _NUMBERS:
        if not value.isdigit():
            raise SettingsError("bad_setting", f"VANKIEN_{name.upper()} phải là một số, không phải «{value}».")
        return int(value)
    if name == "engine" and value not in ENGINES:
        raise SettingsError("bad_setting", f"VANKIEN_ENGINE phải là một trong {', '.join(ENGINES)}, không phải «{value}».")
    return value
