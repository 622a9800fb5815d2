"""Who runs: the services, and the processes each of them has."""

from deploy.local.machine.places import ROOT

SERVICES = ("auth", "parties", "applications", "finance", "documents", "notifications", "reports")


def present() -> list[str]:
    """The services that this checkout can run: those with a composition root."""
    return [service for service in SERVICES if has(service, "app")]


def has(service: str, module: str) -> bool:
    package = ROOT / "services" / service / service
    return (package / f"{module}.py").exists() or (package / module / "__init__.py").exists()


def processes() -> list[tuple[str, str]]:
    """(service, verb) of every service process, in the order they start. A new process is one line here."""
    rows = [(service, "web") for service in present()]
    rows += [(service, "background") for service in present()]
    rows += [("notifications", "ws")] if has("notifications", "live") else []
    return rows
