"""A few rounds of benchmarks.crashes: whatever is killed in the middle of an ingest, nothing is lost and nothing comes twice."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.settings import ROOT

ROUNDS = 3


@pytest.mark.slow
@pytest.mark.parametrize("catalog", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def test_what_is_killed_in_the_middle_is_whole_in_the_end(catalog: str) -> None:
    """Workers, the command and, on PostgreSQL, connections."""
    command = [sys.executable, "-m", "benchmarks.crashes", "--times", str(ROUNDS), "--catalog", catalog]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "left out" in done.stdout:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count(": whole") >= ROUNDS  # a strike that came too late is followed by another round
