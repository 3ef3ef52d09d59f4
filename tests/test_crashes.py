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
    _proved("--times", str(ROUNDS), "--catalog", catalog, rounds=ROUNDS)


@pytest.mark.slow
@pytest.mark.server
@pytest.mark.xdist_group("elasticsearch")
def test_elasticsearch_killed_in_the_middle_is_whole_in_the_end() -> None:
    """The server under the index, started again on its data, then the worker; ingest goes on by itself."""
    _proved("--times", "2", "--catalog", "sqlite", "--engine", "elasticsearch", rounds=2)


def _proved(*options: str, rounds: int) -> None:
    """The rounds end well; what cannot be had here is told and left out."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.crashes", *options], cwd=ROOT, capture_output=True, text=True, check=False)
    if "left out" in done.stdout:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count(": whole") >= rounds  # a strike that came too late is followed by another round
