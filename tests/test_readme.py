"""The README is true: its examples run, its tree is the tree, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from corpus.settings import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\$ \.venv/bin/python (.+)$", README, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.model
def test_examples_run_one_after_the_other(tmp_path: Path) -> None:
    """Each command line of the README succeeds in a fresh data directory and prints something."""
    environ = {**os.environ, "VANKIEN_DATA_DIR": str(tmp_path), "VANKIEN_MODEL_DIR": str(Settings.from_env().model_dir)}
    assert len(EXAMPLES) >= 4
    for example in EXAMPLES:
        command = [str(ROOT / ".venv" / "bin" / "python"), *shlex.split(example)]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{example}: {done.stderr[-500:]}"
        assert done.stdout.strip(), example


def test_the_tree_names_every_folder_of_ours() -> None:
    """One line a folder, no folder forgotten, none that is not there."""
    named = set(re.findall(r"^(\w+)/ +\w", README, re.MULTILINE))
    here = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert named == here - {"var", "node_modules"}


def test_links_lead_somewhere() -> None:
    """Every relative link and image is a file of the repository."""
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
