"""The nodes the tests start: one that cannot start is told with its reason, and nothing of it stays."""

from __future__ import annotations

import pytest

from tests.servers import archive, elasticsearch
from tests.servers.archive import Unavailable

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("elasticsearch")]


def made(**changes: bool) -> elasticsearch.Node:
    """A node that has not been started."""
    try:
        return elasticsearch.node(**changes)
    except Unavailable as exc:
        pytest.skip(f"no Elasticsearch: {exc}")


def test_node_that_ends_at_once_says_why() -> None:
    """A heap no machine has: the tests that need the server are skipped with Java's own words, in seconds."""
    one = made()
    (one.folder / "config" / "jvm.options").write_text("-Xmx900000g\n-Xms900000g\n")
    with pytest.raises(Unavailable, match="ended at once with status"):
        one.start()
    assert not one.folder.exists()


def test_slow_node_is_given_up_after_the_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not answer in time is ended, and its folder goes."""
    monkeypatch.setattr(elasticsearch, "_PATIENCE", 0.5)
    one = made()
    with pytest.raises(Unavailable, match="did not answer within"):
        one.start()
    assert one.process is None
    assert not one.folder.exists()


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Java: which programs are missing, and the packages that have them."""
    monkeypatch.setattr(archive.shutil, "which", lambda name: None)
    with pytest.raises(Unavailable, match=r"no java, openssl.* here; as root: apt-get install"):
        archive.home()
