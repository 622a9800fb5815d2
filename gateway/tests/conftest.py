"""The real nginx before one echoing upstream that plays all seven services."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from deploy.local.infra.nginx import Nginx
from deploy.local.machine.places import Places
from deploy.local.machine.ports import NAMES, free

DOWN = "finance"


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked; `/slow/` in the path sleeps, `/own/` answers with a problem of its own."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        heard = {"method": self.command, "path": self.path, "headers": dict(self.headers), "size": 0}
        heard["size"] = len(self.rfile.read(length))
        status = 503 if "/own/" in self.path else 200
        body = json.dumps(heard).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Request-Id", "from-the-service")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        return


@dataclass
class Gateway:
    base: str
    port: int
    log: Path

    def get(self, path: str, **kwargs: Any) -> requests.Response:
        return self.call("GET", path, **kwargs)

    def call(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        return requests.request(method, f"{self.base}{path}", allow_redirects=False, timeout=10, **kwargs)

    def raw(self, text: str) -> str:
        """Send bytes as they are; what comes back until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(text.encode())
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


@pytest.fixture(scope="session")
def upstream() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def gateway(upstream: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    places = Places(tmp_path_factory.mktemp("gateway"))
    places.make()
    spa = places.data / "dist"
    (spa / "assets").mkdir(parents=True)
    (spa / "index.html").write_text("<!doctype html><title>Lend</title>", encoding="utf-8")
    (spa / "assets" / "app-1a2b3c.js").write_text("export {}", encoding="utf-8")
    unused = (port for port in range(29000, 32000) if free(port))
    port = next(unused)
    ports = {**dict.fromkeys(NAMES, upstream), "gateway": port, DOWN: next(unused)}
    nginx = Nginx(places, ports, spa)
    nginx.prepare()
    process = nginx.process()
    process.start()
    _await(port)
    yield Gateway(nginx.base_url, port, places.log("access"))
    process.stop()
    while not process.ended():
        time.sleep(0.05)


def _await(port: int) -> None:
    deadline = time.monotonic() + 10
    while free(port):
        assert time.monotonic() < deadline, "nginx does not listen"
        time.sleep(0.05)
