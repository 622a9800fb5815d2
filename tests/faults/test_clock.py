"""Row 12: no clock runs for two days, then two of them at once. What was missed runs once, oldest first."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from lendkit.values import dates
from tests.faults.machine import Machine, standing_in, waited

Dev = Callable[..., int]
JOB = "accrue"


@contextmanager
def two_clocks(machine: Machine, dev: Dev) -> Iterator[Path]:
    """The service's own, and one more; gives the log of the other."""
    assert dev("start", "finance-background") == 0
    with standing_in(machine, "finance", [sys.executable, "-m", "finance", "clock"]) as log:
        yield log


def started(text: str) -> list[str]:
    """The periods of the job, as a log tells that they were begun."""
    rows = [json.loads(line) for line in text.splitlines() if '"job_started"' in line]
    return [row["period"] for row in rows if row["job"] == JOB]


def test_two_days_without_a_clock_then_two_at_once(dev: Dev, machine: Machine) -> None:
    missed = [str(dates.today() - timedelta(days=back)) for back in (2, 1)]
    assert dev("stop", "finance-background") == 0
    as_if_down_since(machine, dates.today() - timedelta(days=3))
    ours = machine.parts.places.log("finance-background")
    mark = len(ours.read_text(encoding="utf-8"))
    with two_clocks(machine, dev) as other:
        done = "SELECT period FROM job_run WHERE job = %s AND finished_at IS NOT NULL AND period >= %s ORDER BY period"
        waited(
            lambda: {day for (day,) in machine.rows("finance", done, JOB, missed[0])} >= set(missed), 30, "caught up"
        )
        begun = started(ours.read_text(encoding="utf-8")[mark:]) + started(other.read_text(encoding="utf-8"))
    assert [day for day in begun if day in missed] == missed, begun
    assert dev("verify") == 0


def as_if_down_since(machine: Machine, day: date) -> None:
    """The clock's book as it was on that day."""
    machine.rows("finance", "DELETE FROM job_run WHERE job = %s", JOB)
    machine.rows(
        "finance",
        "INSERT INTO job_run (job, period, started_at, finished_at)"
        " VALUES (%s, %s, %s::date + time '12:00' AT TIME ZONE 'UTC', %s::date + time '12:00' AT TIME ZONE 'UTC')",
        JOB, str(day), day, day,
    )  # fmt: skip
