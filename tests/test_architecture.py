"""The promises of docs/how-it-works.md that a tool can keep: where things lie and what is not loaded."""

from __future__ import annotations

import importlib
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "ingest", "indices", "search", "webapp")
HEAVY = ("torch", "sentence_transformers", "transformers", "openvino", "pyvi", "sqlalchemy", "trafilatura", "numpy")


@pytest.mark.parametrize("name", PACKAGES)
def test_our_packages_are_the_ones_under_the_root(name: str) -> None:
    """The five names are generic: an installed package of the same name must never be the one imported."""
    module = importlib.import_module(name)
    assert Path(str(module.__file__)).resolve().parent == ROOT / name


def test_no_installed_distribution_ships_one_of_our_names() -> None:
    """A distribution with a top-level package of our name would shadow ours for some users."""
    shipped = importlib.metadata.packages_distributions()
    assert not set(PACKAGES) & set(shipped)


@pytest.mark.parametrize("command", ["search", "ingest", "webapp", "indices", "search.evaluation", "ingest.evaluation", "indices.training"])
def test_help_loads_nothing_heavy(command: str) -> None:
    """`--help` answers at once: no model, no database, no tokeniser is imported for it."""
    code = (
        "import sys, runpy\n"
        f"sys.argv = ['{command}', '--help']\n"
        "try:\n"
        f"    runpy.run_module('{command}', run_name='__main__')\n"
        "except SystemExit as stop:\n"
        "    assert not stop.code, stop.code\n"
        f"print('LOADED', [m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "LOADED []" in done.stdout, done.stdout[-300:]


def test_every_module_says_what_it_is_responsible_for() -> None:
    """Each module opens with a docstring; its first line is one sentence."""
    files = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]
    silent = [str(path.relative_to(ROOT)) for path in files if not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))]
    assert files
    assert not silent
