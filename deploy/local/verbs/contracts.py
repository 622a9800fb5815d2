"""Write event schemas, OpenAPI documents and broker bindings from the code. --check only compares."""

import importlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from deploy.local.infra import topology
from deploy.local.machine.atomic_files import write_text
from deploy.local.machine.places import ROOT
from deploy.local.machine.service_list import SERVICES, has, present
from deploy.local.machine.spawn import spawn
from deploy.local.supervise import preload_modules, service_processes
from deploy.local.verbs import options

OPENAPI = ROOT / "frontend" / "openapi"


def main(argv: list[str]) -> int:
    parser = options.parser("contracts", __doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args(argv)
    preload_modules.everything()
    from lendkit.contracts import publish

    code = publish.main(["--check"] if arguments.check else [])
    expected = {
        topology.FILE: _definitions,
        **{OPENAPI / f"{service}.json": _openapi(service) for service in present()},
    }
    stale = [path for path, make in expected.items() if not _settle(path, make(), arguments.check)]
    findings = [f"{path.relative_to(ROOT)} is out of date: run ./dev contracts" for path in stale]
    findings += unbound(json.loads(_definitions())["bindings"])
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings or code else 0


def _settle(path: Path, text: str, check: bool) -> bool:
    """Is the file as it should be? Without `check` it is made so."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    if check:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text)
    print(f"wrote {path.relative_to(ROOT)}")
    return True


def _openapi(service: str) -> Callable[[], str]:
    """In a fork that has the imports already, since each service is a process of its own."""

    def make() -> str:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "openapi.json"
            pid = spawn(lambda: service_processes.run(service, ["openapi"]), log=output, env=dict(os.environ))
            _, status = os.waitpid(pid, 0)
            written = output.read_text(encoding="utf-8")
        if status:
            raise SystemExit(f"{service} cannot describe itself:\n{written}")
        return written

    return make


def _definitions() -> str:
    current = json.loads(topology.FILE.read_text(encoding="utf-8"))
    return text({**current, "bindings": bindings(current["bindings"])})


def bindings(current: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dead letters of every queue, then each queue's event types by name, as the services' HANDLERS have them."""
    queues = [name for name in topology.queues() if not name.endswith(".dlq")]
    rows = [_binding("lend.dead", f"{queue}.dlq", queue) for queue in queues]
    for service in SERVICES:
        queue = f"{service}.events"
        if has(service, "consumers"):
            rows += [_binding(topology.EVENTS, queue, key) for key in sorted(handled(service))]
        else:
            rows += [row for row in current if row["destination"] == queue and row["source"] == topology.EVENTS]
    return rows


def handled(service: str) -> set[str]:
    """The event types that it takes, and the heartbeats of every owner it hears from."""
    types = set(importlib.import_module(f"{service}.consumers").HANDLERS)
    return types | {f"{kind.split('.')[0]}.heartbeat.v1" for kind in types}


def unbound(rows: Iterable[dict[str, Any]]) -> list[str]:
    """A type that is published and bound nowhere would be refused by the broker as unroutable."""
    from lendkit.contracts import CATALOGUE

    keys = {row["routing_key"] for row in rows}
    types = sorted(kind for kind in CATALOGUE if not kind.endswith(".heartbeat.v1"))
    return [f"no service handles {kind}" for kind in types if kind not in keys]


def text(definitions: dict[str, Any]) -> str:
    """One line per entry, so that a change reads well."""
    sections = [
        f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(row)}" for row in rows) + "\n  ]"
        for name, rows in definitions.items()
    ]
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _binding(source: str, queue: str, key: str) -> dict[str, Any]:
    return {
        "source": source, "vhost": "lend", "destination": queue, "destination_type": "queue",
        "routing_key": key, "arguments": {},
    }  # fmt: skip
