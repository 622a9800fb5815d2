"""The clock's book: `job_run`, and the lock that lets one process at a time run a job."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row

from lendkit.messaging.work import work
from lendkit.runtime import db
from lendkit.values import dates


@contextmanager
def claim(name: str) -> Iterator[bool]:
    """True when this process has the job for the length of the block; the lock ends with its connection, however."""
    with db.current().read.connect() as connection:
        connection.detach()
        row = db.run(
            connection, "SELECT pg_try_advisory_lock(hashtext('job'), hashtext(:name))", {"name": name}
        ).first()
        yield bool(row and row[0])


def read(name: str) -> Sequence[Row[Any]]:
    """The periods that were ever started."""
    return db.all("SELECT period, started_at, finished_at FROM job_run WHERE job = :job", {"job": name})


def start(name: str, period: str) -> None:
    """Claim it; what was claimed before keeps the time of its first start."""
    with work() as w:
        w.execute(
            "INSERT INTO job_run (job, period, started_at) VALUES (:job, :period, :now) ON CONFLICT DO NOTHING",
            {"job": name, "period": period, "now": dates.now()},
        )


def finish(name: str, period: str) -> None:
    with work() as w:
        w.execute(
            "UPDATE job_run SET finished_at = :now WHERE job = :job AND period = :period",
            {"job": name, "period": period, "now": dates.now()},
        )
