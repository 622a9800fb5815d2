"""Who runs: the services, and the processes each of them has."""

SERVICES = ("auth", "parties", "applications", "finance", "documents", "notifications", "reports")
WITH_BACKGROUND = ("auth", "parties", "applications", "notifications")


def processes() -> list[tuple[str, str]]:
    """(service, verb) of every service process, in the order they start. A new process is one line here."""
    rows = [(service, "web") for service in SERVICES]
    rows += [(service, "background") for service in WITH_BACKGROUND]
    rows.append(("notifications", "ws"))
    return rows
