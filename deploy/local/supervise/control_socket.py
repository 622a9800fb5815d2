"""The supervisor's socket: one line of JSON in, one line of JSON out."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = dict[str, Any]


class NotRunning(RuntimeError):
    """No supervisor answers for this data folder."""


def ask(path: Path, **request: Any) -> Answer:
    """Send one request to the running stack; raises NotRunning, or RuntimeError with the supervisor's reason."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(15)
        try:
            client.connect(str(path))
            client.sendall(json.dumps(request).encode() + b"\n")
            line = client.makefile("rb").readline()
        except (FileNotFoundError, ConnectionError, TimeoutError) as exc:
            raise NotRunning(f"no stack answers at {path}") from exc
    if not line:
        raise NotRunning(f"the stack at {path} closed the connection")
    answer: Answer = json.loads(line)
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer


def listen(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    os.chmod(path, 0o600)
    server.listen(16)
    server.setblocking(False)
    return server


def serve_one(server: socket.socket, handle: Callable[[Answer], Answer]) -> None:
    """Answer one waiting client; a client that says nothing for a second is sent away."""
    try:
        client, _ = server.accept()
    except BlockingIOError:
        return
    with client:
        client.settimeout(1)
        try:
            request = json.loads(client.makefile("rb").readline(65536))
            answer = handle(request)
        except (ValueError, KeyError, OSError) as exc:
            answer = {"error": str(exc) or type(exc).__name__}
        try:
            client.sendall(json.dumps(answer).encode() + b"\n")
        except OSError:
            return
