"""Who writes: a name that tells another writer on the same machine at once whether its owner has died."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def holder() -> str:
    """A new name for a writer of this process: machine, space of process ids, process and when it started, and a number."""
    pid = os.getpid()
    return "/".join([_machine(), str(pid), _started(pid), uuid.uuid4().hex[:8]])


def is_dead(name: str) -> bool:
    """Whether the writer is known to have died; False for one of another machine, which only its silence can tell."""
    *machine, pid, started, _ = name.split("/")
    return "/".join(machine) == _machine() and started != "" and _started(int(pid)) != started


def _machine() -> str:
    """The host and the space of process ids: two containers may share a name, not both."""
    try:
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - the link names no file
    except OSError:
        space = ""
    return f"{socket.gethostname()}/{space}"


def _started(pid: int) -> str:
    """When a process started, in ticks; "" if there is none (or no /proc)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
