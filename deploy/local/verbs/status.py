"""Show every process: state, restarts, memory."""

from typing import Any

from deploy.docker import status as in_containers
from deploy.docker.stack import Stack
from deploy.local.machine import process_table
from deploy.local.supervise import control_socket
from deploy.local.verbs import options


def main(argv: list[str]) -> int:
    places = options.places(options.parser("status", __doc__).parse_args(argv))
    containers = Stack.of(places)
    if containers:
        return in_containers.show(containers)
    try:
        answer = control_socket.ask(places.control, do="status")
    except control_socket.NotRunning:
        print("down")
        return 1
    print(f"{answer['phase']}\n")
    everything = process_table.everything()
    rows = [_row(process, everything) for process in answer["processes"]]
    total = sum(row[-1] for row in rows)
    print(f"{'process':<26}{'state':<10}{'pid':>8}{'since':>9}{'restarts':>10}{'MB':>7}")
    for name, state, pid, since, restarts, memory in rows:
        print(f"{name:<26}{state:<10}{pid or '-':>8}{since:>9}{restarts:>10}{memory:>7.0f}")
    print(f"\n{total:.0f} MB in all (proportional: what processes share is counted once)")
    return 0


def _row(process: dict[str, Any], everything: list[process_table.Stat]) -> tuple[str, str, int | None, str, int, float]:
    pid = process["pid"]
    members = process_table.family(pid, everything) if pid else []
    memory = sum(process_table.pss_kb(member) for member in members) / 1024
    return process["name"], process["state"], pid, _span(process["seconds"]), process["restarts"], memory


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes:02}m" if hours else f"{minutes}m{rest:02}s"
