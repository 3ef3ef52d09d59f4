"""Real Redis and RabbitMQ servers for the tests, each in a folder and on ports of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.archive import Unavailable

PACKAGES = {"redis": "redis-server", "rabbitmq": "rabbitmq-server"}
_RABBIT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the one in /usr/sbin changes to a user of its own
_PATIENCE = 300.0  # seconds a server may take to answer: RabbitMQ ten on an idle machine, eighty on a busy one


@dataclass
class Broker:
    """One broker, started and stopped as often as a test likes; its messages survive only in RabbitMQ."""

    kind: str
    folder: Path
    port: int
    more_ports: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """As VANKIEN_BROKER_URL wants it."""
        return f"redis://127.0.0.1:{self.port}/0" if self.kind == "redis" else f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def start(self) -> None:
        """Run it, and wait until it answers; raises Unavailable with the end of its log."""
        with (self.folder / "out.log").open("ab") as log:
            command, environment = (_redis if self.kind == "redis" else _rabbitmq)(self)
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=environment, start_new_session=True)
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                said = (self.folder / "out.log").read_text(encoding="utf-8", errors="replace")[-1000:]
                self.kill()
                raise Unavailable(f"{PACKAGES[self.kind]} did not start: {said}")
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def remove(self) -> None:
        """End it, with the name server that Erlang leaves behind, and forget its folder."""
        self.kill()
        if self.kind == "rabbitmq":
            self._end_names()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_names(self) -> None:
        """Erlang's name server ends only once it has noticed that its node is gone."""
        command = [shutil.which("epmd") or "epmd", "-port", str(self.more_ports[1]), "-kill"]
        for _ in range(50):
            said = subprocess.run(command, check=False, capture_output=True, text=True)
            if "Killed" in said.stdout or "cannot connect" in said.stdout + said.stderr:
                return
            time.sleep(0.1)

    def _answers(self) -> bool:
        """Whether it speaks its protocol: PONG from Redis, the start of a connection from RabbitMQ."""
        greeting = b"PING\r\n" if self.kind == "redis" else b"AMQP\x00\x00\x09\x01"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(greeting)
                return bool(connection.recv(1))
        except OSError:
            return False


def broker(kind: str) -> Broker:
    """A broker ("redis" or "rabbitmq") ready to start. Raises Unavailable where its Debian package is not installed."""
    if not (shutil.which("redis-server") if kind == "redis" else _RABBIT.exists()):
        raise Unavailable(f"no {kind} here; as root: apt-get install {PACKAGES[kind]}")
    port, *more = _free_ports(3)
    return Broker(kind, Path(tempfile.mkdtemp(prefix=f"{kind}-")), port, more)


def _redis(one: Broker) -> tuple[list[str], dict[str, str]]:
    options = {"port": str(one.port), "bind": "127.0.0.1", "save": "", "dir": str(one.folder)}
    return ["redis-server", *(part for name, value in options.items() for part in (f"--{name}", value))], {"PATH": os.defpath}


def _rabbitmq(one: Broker) -> tuple[list[str], dict[str, str]]:
    distribution, names = one.more_ports
    plugins = one.folder / "plugins"
    plugins.write_text("[].\n", encoding="ascii")
    return [str(_RABBIT)], {
        "PATH": f"{os.defpath}:/usr/sbin:/sbin",
        "HOME": str(one.folder),
        "LANG": "C.UTF-8",
        "RABBITMQ_NODENAME": f"vankien-{one.port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(one.port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "ERL_EPMD_PORT": str(names),
        "RABBITMQ_MNESIA_BASE": str(one.folder / "data"),
        "RABBITMQ_LOG_BASE": str(one.folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
        "RABBITMQ_CONF_ENV_FILE": str(one.folder / "none"),
        "RABBITMQ_CONFIG_FILE": str(one.folder / "none"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none",  # the tests share the processors with it
    }


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
