"""compose.yaml and Dockerfile agree with each other and with the settings (there is no Docker engine where tests run)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from corpus.settings import ROOT, SECRETS, Settings

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICES = sorted(COMPOSE["services"])


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_limited_and_watched(name: str) -> None:
    """Memory is limited, health is checked (the web's check lies in the image), it comes back after a crash."""
    service = COMPOSE["services"][name]
    assert re.fullmatch(r"\d+[gm]", service["mem_limit"])
    assert "healthcheck" in service or (name == "web" and "HEALTHCHECK" in DOCKERFILE)
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_exists(name: str) -> None:
    """Secrets, volumes and services it depends on are declared; what it waits for has a health check."""
    service = COMPOSE["services"][name]
    assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
    volumes = {mount.split(":")[0] for mount in service.get("volumes", ())}
    assert volumes <= set(COMPOSE["volumes"])
    assert all("healthcheck" in COMPOSE["services"][other] for other in service.get("depends_on", ()))


@pytest.mark.parametrize("name", ["web", "worker"])
def test_variables_are_settings(name: str) -> None:
    """Every VANKIEN_ variable is one that settings.py reads, and no secret stands in the file."""
    given = COMPOSE["services"][name]["environment"]
    known = {f"VANKIEN_{field.upper()}" for field in Settings.__slots__} | {f"VANKIEN_{field.upper()}_FILE" for field in SECRETS}
    assert set(given) <= known
    assert not {f"VANKIEN_{field.upper()}" for field in SECRETS} - {"VANKIEN_BROKER_URL"} & set(given)


def test_image_holds_every_package_and_runs_as_nobody() -> None:
    """All our packages are copied, the model is in the image, and the process is not root."""
    for package in ("corpus", "indices", "ingest", "search", "webapp"):
        assert f"COPY {package}/" in DOCKERFILE
        assert f"!{package}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert "indices.model" in DOCKERFILE
    assert re.search(r"^USER (?!root)\w+$", DOCKERFILE, re.MULTILINE)
