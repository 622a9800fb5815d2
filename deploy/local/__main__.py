"""`python -m deploy.local VERB …`: the table of verbs. Each is a module with `main(argv)`."""

import difflib
import importlib
import sys
from collections.abc import Callable
from functools import partial

VERBS: dict[str, tuple[str, str]] = {
    "up": ("up", "start the whole system (--watch, --docker, --detach, --fresh, --port N, --data DIR)"),
    "down": ("down", "stop it; the data stays"),
    "status": ("status", "every process: state, restarts, memory"),
    "logs": ("logs", "what they log (NAME, -f)"),
    "kill": ("process_actions", "SIGKILL a process or one of its children: kill parties-background/relay"),
    "stop": ("process_actions", "stop a process; it stays down"),
    "start": ("process_actions", "start a process that was stopped"),
    "restart": ("process_actions", "restart a process with the service's new code"),
    "psql": ("psql", "a database shell: psql SERVICE"),
    "job": ("job", "run a job of a service now: job finance overdue --today 2026-12-01"),
    "migrate": ("migrate", "bring the running stack's databases to their newest revision (SERVICE…)"),
    "bus": ("bus", "events that wait or failed between the services: show, retry, discard, rebuild"),
    "seed": ("seed", "fill in a large, deterministic loan book: seed --applications 1000"),
    "verify": ("verify", "prove that nothing is lost or doubled between the services"),
    "test": ("test", "run all tests; test unit, test PATH…, test --changed, test slow"),
    "check": ("check", "lint, types, import rules, contracts (--fast: lint and types)"),
    "fix": ("fix", "format, and fix what the linters can"),
    "lock": ("lock", "lock the dependencies of pyproject.toml, and write the requirements files"),
    "contracts": ("contracts", "write event schemas, OpenAPI documents and broker bindings from the code (--check)"),
    "new": ("new", "write the files of a new event, endpoint, job or screen, with tests that pass"),
    "bench": ("bench", "measure our endpoints beside a peer's; bench live: latency of updates; bench start: start-up"),
}
_SHARED = {"process_actions"}


def main(argv: list[str]) -> int:
    verb = argv[0] if argv else ""
    if verb in ("", "help", "-h", "--help"):
        print("./dev VERB, one of:\n")
        for name, (_, summary) in VERBS.items():
            print(f"  {name:<10} {summary}")
        print("\n./dev VERB --help says more about each.")
        return 0
    if verb not in VERBS:
        print(f"./dev {verb}: unknown verb.{_nearest(verb)} ./dev help lists them all.", file=sys.stderr)
        return 2
    return _verb(verb)(argv[1:])


def _nearest(verb: str) -> str:
    names = difflib.get_close_matches(verb, VERBS, n=1)
    return f" Did you mean {names[0]}?" if names else ""


def _verb(verb: str) -> Callable[[list[str]], int]:
    name = VERBS[verb][0]
    run: Callable[..., int] = importlib.import_module(f"deploy.local.verbs.{name}").main
    return partial(run, verb) if name in _SHARED else run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
