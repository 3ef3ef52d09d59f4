"""The server told to end: it ends by itself, with status 0, and its log is what the settings ask for."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from corpus.settings import ROOT, Settings
from corpus.store import open_store

PATIENCE = 120.0


def answers(url: str) -> bool:
    """Whether the server is up."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.slow
def test_sigterm_ends_the_server_with_status_0(tmp_path: Path) -> None:
    """Nothing stays claimed, and each line of the log is a JSON object."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    environment = {"VANKIEN_DATA_DIR": str(tmp_path / "var"), "VANKIEN_MODEL_DIR": str(tmp_path / "none"), "VANKIEN_LOG_JSON": "1"}
    settings = Settings(data_dir=tmp_path / "var")
    store = open_store(settings)
    store.put_file("/a.txt", "Không có mô hình nên phải chờ.".encode())
    command = [sys.executable, "-m", "webapp", "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env={"PATH": os.defpath, "LANG": "C.UTF-8", **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=PATIENCE)[1].decode()
    finally:
        server.kill()
    assert server.returncode == 0, said
    assert [json.loads(line)["level"] for line in said.splitlines()]
    assert len(store.waiting()) == 1
    store.close()
