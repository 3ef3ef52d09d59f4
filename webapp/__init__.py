"""The web application: pages for people, an API for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from corpus.settings import Settings
    from webapp.services import Services


def create_app(settings: Settings | None = None, *, services: Services | None = None) -> Flask:
    """The application on the data directory the settings name; nothing is opened before the first request."""
    from webapp.application import build  # so that `python -m webapp --help` loads neither database nor tokeniser

    return build(settings, services=services)
