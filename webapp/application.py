"""Puts the application together: settings, services, guards, pages and API."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask

from corpus.settings import Settings
from webapp import api, errors, health, pages, security
from webapp.services import Services

MB = 1024 * 1024
PASTED = 4 * MB
"""How much text one form may bring besides files: a draft of 500,000 characters in UTF-8 fits."""
YEAR = 365 * 24 * 3600
FILES_AT_ONCE = 4
"""How many files of the largest size one request may bring."""


def build(settings: Settings | None = None, *, services: Services | None = None) -> Flask:
    """The application on the data directory the settings name; nothing is opened before the first request."""
    settings = settings or Settings.from_env()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = FILES_AT_ONCE * settings.max_file_mb * MB + MB
    app.config["MAX_FORM_PARTS"] = 500
    app.config["MAX_FORM_MEMORY_SIZE"] = PASTED
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR  # the address of a static file changes with the file
    app.config["TRUSTED_HOSTS"] = list(settings.hosts) or None
    app.extensions["services"] = services or Services(settings)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_defaults(partial(_stamp, app))
    security.register(app)
    errors.register(app)
    health.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint, url_prefix="/api/v1")
    return app


def _stamp(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    """Put the time of the last change into the address of a static file, so that browsers may keep it."""
    if endpoint == "static" and "filename" in values and app.static_folder:
        path = Path(app.static_folder, values["filename"])
        values["v"] = format(int(path.stat().st_mtime), "x") if path.exists() else None
