"""The clock of a service: sweeps that run again and again, and jobs that run once for each day or week of Sydney.

A job's period is done when `job_run.finished_at` is set, not when it was claimed: what was killed in the middle runs
again, so every effect of a job needs a unique key of its own.
"""

import logging
import signal
import time as time_module
from collections.abc import Callable, Mapping
from datetime import date, datetime

from lendkit.process import job_runs
from lendkit.process.job_calendar import Daily, Job, Weekly
from lendkit.runtime import context, logs
from lendkit.values import dates
from lendkit.values.identifiers import uuid7

log = logging.getLogger(__name__)

Schedule = Mapping[str, tuple[float, Callable[[], None]]]  # name -> (seconds between runs, what to run)
Jobs = Mapping[str, Job]

LOOK_SECONDS = 10.0
AGAIN_SECONDS = 60.0
WAIT_SECONDS = 60.0

__all__ = ["Daily", "Jobs", "Schedule", "Weekly", "run", "run_due", "run_now"]


class Busy(RuntimeError):
    """Another process is running this job."""


def run(schedule: Schedule, jobs: Jobs | None = None) -> None:
    """Run every sweep at its interval and every job when it is due, until SIGTERM."""
    stopping: list[bool] = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    began = time_module.monotonic()
    due = {name: began + every for name, (every, _) in schedule.items()} | dict.fromkeys(jobs or {}, began)
    while not stopping:
        for name, (every, sweep) in schedule.items():
            if time_module.monotonic() >= due[name]:
                due[name] = time_module.monotonic() + every
                _run_sweep(name, sweep)
        for name, job in (jobs or {}).items():
            if time_module.monotonic() >= due[name]:
                well = run_due(name, job, lambda: bool(stopping))
                due[name] = time_module.monotonic() + (LOOK_SECONDS if well else AGAIN_SECONDS)
        time_module.sleep(0.5)


def run_due(name: str, job: Job, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Run what is due and not done, oldest first; False when one failed, which the next look tries again.

    While another clock has this job there is nothing to do here.
    """
    try:
        if not _open(name, job, dates.now()):
            return True
        with job_runs.claim(name) as claimed:
            if not claimed:
                return True
            for day in _open(name, job, dates.now()):
                if stopping():
                    break
                _run_one(name, job, day)
        return True
    except Exception as exc:  # noqa: BLE001 - whatever a job raises, the clock goes on
        log.error("job_failed", extra={"job": name, "error": logs.summary(exc)})
        return False


def run_now(name: str, job: Job, today: date) -> None:
    """Run the period of `today`, also when it is finished. Raises Busy, or what the job raised."""
    deadline = time_module.monotonic() + WAIT_SECONDS
    while True:
        with job_runs.claim(name) as claimed:
            if claimed:
                _run_one(name, job, job.day_of(today))
                return
        if time_module.monotonic() > deadline:
            raise Busy(f"{name} is running in another process for more than {WAIT_SECONDS:.0f} s")
        time_module.sleep(0.2)


def _open(name: str, job: Job, now: datetime) -> list[date]:
    """The days whose periods are due and not done; of the past only what was missed since the first run ever."""
    past = job_runs.read(name)
    latest = job.latest(now)
    if past and job.catch_up:
        days = job.since(min(min(dates.sydney_day(row.started_at), job.day(row.period)) for row in past), latest)
    else:
        days = [latest] if latest == job.day_of(dates.sydney_day(now)) else []
    done = {row.period for row in past if row.finished_at and dates.sydney_day(row.finished_at) >= job.day(row.period)}
    return [day for day in days if job.period(day) not in done]


def _run_one(name: str, job: Job, day: date) -> None:
    period = job.period(day)
    began = time_module.monotonic()
    job_runs.start(name, period)
    with context.bind(actor=context.SYSTEM, correlation_id=str(uuid7())):
        log.info("job_started", extra={"job": name, "period": period})
        job.run(day)
    job_runs.finish(name, period)
    seconds = round(time_module.monotonic() - began, 3)
    log.info("job_finished", extra={"job": name, "period": period, "seconds": seconds})


def _run_sweep(name: str, sweep: Callable[[], None]) -> None:
    try:
        with context.bind(actor=context.SYSTEM):
            sweep()
    except Exception as exc:  # noqa: BLE001 - a failing sweep is tried again next time, the others go on
        log.error("sweep_failed", extra={"job": name, "error": logs.summary(exc)})
