"""`./dev status` of a stack in containers: state, restarts, health, memory."""

from deploy.docker.stack import Stack

UNITS = {"B": 1 / 1024**2, "KiB": 1 / 1024, "MiB": 1.0, "GiB": 1024.0}


def show(stack: Stack) -> int:
    there = stack.processes()
    if not there:
        print("down")
        return 1
    memory = _memory(stack)
    print("ready\n" if stack.places.stack.exists() else "starting\n")
    print(f"{'process':<26}{'state':<10}{'health':<11}{'address':<16}{'restarts':>8}{'MB':>7}")
    for container in there:
        used = memory.get(container.id, 0.0)
        print(
            f"{container.name:<26}{container.state:<10}{container.health:<11}{container.address:<16}{container.restarts:>8}{used:>7.0f}"
        )
    print(f"\n{sum(memory.get(container.id, 0.0) for container in there):.0f} MB in all")
    return 0


def _memory(stack: Stack) -> dict[str, float]:
    """Megabytes by container."""
    running = [container.id for container in stack.processes() if container.state == "running"]
    lines = stack.docker("stats", "--no-stream", "--no-trunc", "--format", "{{.ID}} {{.MemUsage}}", *running)
    return {line.split()[0]: megabytes(line.split()[1]) for line in lines.splitlines()}


def megabytes(text: str) -> float:
    """`103.4MiB` as Docker writes it."""
    number = text.rstrip("KMGTiB")
    return float(number) * UNITS.get(text.removeprefix(number), 0.0)
