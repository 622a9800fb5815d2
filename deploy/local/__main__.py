"""`python -m deploy.local VERB …`: the table of verbs. Each is a module with `main(argv)`."""

import importlib
import sys
from collections.abc import Callable
from functools import partial

VERBS: dict[str, tuple[str, str]] = {
    "up": ("up", "bring up the whole system (--docker, --detach, --fresh, --port N, --data DIR)"),
    "down": ("down", "end it; the data stays"),
    "status": ("status", "every process: state, restarts, memory"),
    "logs": ("logs", "what they log (NAME, -f)"),
    "kill": ("process_actions", "SIGKILL to a process, or a child of it: kill parties-background/relay"),
    "stop": ("process_actions", "end a process; it stays down"),
    "start": ("process_actions", "start a process that was stopped"),
    "restart": ("process_actions", "end a process and start it again with the service's new code"),
    "psql": ("psql", "a database shell: psql SERVICE"),
    "job": ("job", "run a job of a service now: job finance overdue --today 2026-12-01"),
    "migrate": ("migrate", "bring the running stack's databases to their newest revision (SERVICE…)"),
    "bus": ("bus", "what waits and failed between the services: show, retry, discard, rebuild"),
    "seed": ("seed", "fill a large, deterministic book: seed --applications 1000"),
    "verify": ("verify", "prove that nothing is lost or doubled between the services"),
    "test": ("test", "set up, check, and run all tests; test slow: in containers"),
    "check": ("check", "lint, types, import rules, contracts"),
    "fix": ("fix", "format, and mend what the linters can"),
    "lock": ("lock", "lock what pyproject.toml asks for, and write the lists that are installed from it"),
    "contracts": ("contracts", "write what is derived from the code: the broker's bindings, the documents (--check)"),
    "new": (
        "new",
        "write the files of a new event, endpoint, job or screen, with tests that pass",
    ),
    "bench": ("bench", "measure our endpoints beside a peer's; live, start: how live it is, how it starts"),
}
_SHARED = {"process_actions"}


def main(argv: list[str]) -> int:
    verb = argv[0] if argv else ""
    if verb not in VERBS:
        print("./dev VERB, one of:\n")
        for name, (_, summary) in VERBS.items():
            print(f"  {name:<10} {summary}")
        return 0 if verb in ("", "help", "-h", "--help") else 2
    return _verb(verb)(argv[1:])


def _verb(verb: str) -> Callable[[list[str]], int]:
    name = VERBS[verb][0]
    run: Callable[..., int] = importlib.import_module(f"deploy.local.verbs.{name}").main
    return partial(run, verb) if name in _SHARED else run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
