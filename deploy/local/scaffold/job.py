"""A new daily job: its command, its time in `jobs.py`, and, for a service's first, the table that claims its days."""

from datetime import time
from pathlib import Path

from deploy.local.scaffold.checkout import Checkout, adding, importing, mentioning
from deploy.local.scaffold.names import Name


def write(checkout: Checkout, name: Name, at: time) -> None:
    names = {"service": name.service, "name": name.name, "words": name.words, "dashed": name.dashed}
    checkout.package(f"{name.package}/commands", f"The use cases of {name.service}.")
    checkout.create(f"{name.package}/commands/{name.name}.py", "job_command.py.txt", **names)
    checkout.create(f"{name.tests}/commands/test_{name.name}.py", "job_test.py.txt", **names)
    jobs = f"{name.package}/jobs.py"
    if not (checkout.root / jobs).exists():
        checkout.create(jobs, "jobs.py.txt")
    if not _has_daily(checkout.root / jobs):
        checkout.edit(jobs, lambda text: f"{text}\nDAILY: dict[str, Daily] = {{}}\n")
        _claims(checkout, name)
    when = f"time({at.hour}, {at.minute})" if at.minute else f"time({at.hour})"
    checkout.edit(
        jobs,
        importing("from datetime import time"),
        importing("from lendkit.process.jobs import Daily"),
        importing(f"from {name.service}.commands import {name.name}"),
        adding("DAILY", f'"{name.dashed}": Daily({when}, {name.name}.run)'),
    )
    checkout.edit(f"services/{name.service}/README.md", mentioning("Jobs", f"`{name.dashed}`"))


def _has_daily(jobs: Path) -> bool:
    return "\nDAILY" in jobs.read_text(encoding="utf-8")


def _claims(checkout: Checkout, name: Name) -> None:
    """The next migration makes the table where a job's days are claimed, unless an earlier one did."""
    folder = checkout.root / "services" / name.service / "migrations" / "versions"
    files = sorted(folder.glob("[0-9]*.py"))
    if any("kit_v2" in file.read_text(encoding="utf-8") for file in files):
        return
    last = int(files[-1].name[:4])
    path = f"services/{name.service}/migrations/versions/{last + 1:04}_job_runs.py"
    checkout.create(path, "migration_job_runs.py.txt", revision=f"{last + 1:04}", down_revision=f"{last:04}")
