"""Starts, kills and stops real Elasticsearch nodes on this machine, with or without TLS and users."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.archive import Unavailable, home

USER, PASSWORD = "admin", "mat-khau-thu"
_HASHED = "$2a$10$Vk3n0sT9mQeR7uYwLpZxAO/zuHEQ34iG2n0/tnq35xvorfDhwgbn."  # bcrypt of PASSWORD
_ACCOUNT = "nobody"  # Elasticsearch refuses to run as root
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # up in half the time, for tests; slower answers later on
_PATIENCE = 400.0  # seconds a node may take to answer: ten alone, minutes where everything else runs too


@dataclass
class Node:
    """One node: its folder (config, data, logs), its ports, and the process once it runs; `measured` ones run at full speed."""

    name: str
    folder: Path
    port: int
    transport: int
    secure: bool
    heap_mb: int
    lines: Sequence[str] = ()
    measured: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"

    @property
    def ca(self) -> Path:
        """The certificate that signs its answers (with TLS)."""
        return self.folder / "config" / "http.pem"

    def start(self, *, wait: bool = True) -> None:
        """Run it, and by default wait until it answers; raises Unavailable with the end of its log."""
        log = (self.folder / "out.log").open("ab")
        account = {"user": _ACCOUNT, "group": pwd.getpwnam(_ACCOUNT).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        self.process = subprocess.Popen(
            _command(self),
            cwd=_reachable_home(),
            stdout=log,
            stderr=log,
            env=_environment(self),
            start_new_session=True,
            preexec_fn=_end_with_parent,
            **account,
        )
        log.close()
        if wait:
            self.wait()

    def wait(self) -> None:
        """Until it answers, whatever it answers."""
        deadline = time.monotonic() + _PATIENCE
        while not self.answers():
            ended = self.process.poll() if self.process else 0
            if ended is not None or time.monotonic() > deadline:
                said = (self.folder / "out.log").read_text(encoding="utf-8", errors="replace").strip()[-500:]
                self.remove()
                how = f"did not answer within {_PATIENCE:.0f} s" if ended is None else f"ended at once with status {ended}"
                raise Unavailable(f"the server {how}: {said}")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether HTTP gets any answer."""
        context = ssl._create_unverified_context() if self.secure else None
        try:
            with urllib.request.urlopen(self.url, timeout=2, context=context):
                return True
        except urllib.error.HTTPError as exc:
            return exc.code != 503
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9 of the server and its launcher, as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an administrator would."""
        self._signal(signal.SIGTERM)

    def remove(self) -> None:
        """End it and forget its data."""
        self._signal(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
            self.process.wait(30)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process = None


def node(name: str = "one", *, secure: bool = False, heap_mb: int = 512, measured: bool = False) -> Node:
    """A node ready to start, alone unless its `lines` (of elasticsearch.yml) say otherwise. Raises Unavailable."""
    _reachable_home()
    folder = Path(tempfile.mkdtemp(prefix=f"elasticsearch-{name}-"))
    port, transport = _free_ports(2)
    made = Node(name, folder, port, transport, secure, heap_mb, measured=measured)
    _configure(made)
    return made


def cluster(size: int, *, heap_mb: int = 512) -> list[Node]:
    """Nodes that will find each other; start all of them without waiting, then wait."""
    names = [f"node{n}" for n in range(1, size + 1)]
    nodes = [node(name, heap_mb=heap_mb) for name in names]
    seeds = ", ".join(f'"127.0.0.1:{one.transport}"' for one in nodes)
    for one in nodes:
        one.lines = (f"discovery.seed_hosts: [{seeds}]", f"cluster.initial_master_nodes: [{', '.join(names)}]")
        _configure(one)
    return nodes


def _configure(node: Node) -> None:
    config, source = node.folder / "config", _reachable_home() / "config"
    shutil.copytree(source, config, dirs_exist_ok=True)
    options = (source / "jvm.options").read_text(encoding="utf-8").splitlines()
    kept = [line for line in options if not any(word in line for word in ("file=gc.log", "ErrorFile", "UseG1GC"))]
    heap = [f"-Xms{node.heap_mb}m", f"-Xmx{node.heap_mb}m", *([] if node.measured else _QUICK)]
    (config / "jvm.options").write_text("\n".join([*kept, *heap]) + "\n", encoding="utf-8")
    (config / "elasticsearch.yml").write_text("\n".join(_settings(node)) + "\n", encoding="utf-8")
    if node.secure:
        _secure(config)
    _hand_over(node.folder)


def _settings(node: Node) -> list[str]:
    lines = [
        "cluster.name: vankien-tests",
        f"node.name: {node.name}",
        "network.host: 127.0.0.1",
        f"http.port: {node.port}",
        f"transport.port: {node.transport}",
        f"path.data: {node.folder}/data",
        f"path.logs: {node.folder}/logs",
        f"path.repo: ['{node.folder}/snapshots']",
        "cluster.routing.allocation.disk.threshold_enabled: false",
        f"xpack.security.enabled: {str(node.secure).lower()}",
        *(node.lines or ["discovery.type: single-node"]),
    ]
    if node.secure:
        names = {"enabled": "true", "key": "http.key", "certificate": "http.pem"}
        lines += [f"xpack.security.http.ssl.{name}: {value}" for name, value in names.items()]
        lines.append("xpack.security.authc.api_key.enabled: true")
    return lines


def _secure(config: Path) -> None:
    """A certificate of its own, and one user."""
    certificate(config / "http.key", config / "http.pem")
    (config / "users").write_text(f"{USER}:{_HASHED}\n", encoding="ascii")
    (config / "users_roles").write_text(f"superuser:{USER}\n", encoding="ascii")


def certificate(key: Path, pem: Path) -> None:
    """A self-signed certificate for 127.0.0.1, good for two days."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
               "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", str(key), "-out", str(pem)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def _hand_over(folder: Path) -> None:
    """As root, give the folder to the account the server runs under."""
    for name in ("data", "logs", "tmp", "snapshots"):
        (folder / name).mkdir(exist_ok=True)
    if os.geteuid() == 0:
        account = pwd.getpwnam(_ACCOUNT)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid)


def _reachable_home() -> Path:
    """The unpacked server, where the account it runs under may read it."""
    found = home()
    if os.geteuid() != 0 or _readable(found):
        return found
    copy = Path(tempfile.gettempdir()) / "vankien-servers" / found.name
    if not copy.exists():
        shutil.copytree(found, copy)
    return copy


def _readable(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (folder, *folder.parents))


def _environment(node: Node) -> dict[str, str]:
    return {"ES_TMPDIR": str(node.folder / "tmp"), "PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(node.folder)}


def _command(node: Node) -> list[str]:
    """What the script bin/elasticsearch, which the archive lacks, would run."""
    root = _reachable_home()
    properties = {
        "cli.name": "server",
        "cli.script": "./bin/elasticsearch",
        "cli.libs": "lib/tools/server-cli",
        "es.path.home": str(root),
        "es.path.conf": str(node.folder / "config"),
        "es.distribution.type": "tar",
    }
    java = [shutil.which("java") or "java", "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"]
    start = [*java, *(f"-D{name}={value}" for name, value in properties.items())]
    return [*start, "-cp", f"{root}/lib/*:{root}/lib/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"]


def _end_with_parent() -> None:
    """Have Linux end the launcher, which ends the server, when the tests are killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
