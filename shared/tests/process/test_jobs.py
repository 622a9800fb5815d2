"""Each day once, by one clock, also after a crash and for the days nobody was there."""

import os
import signal
import threading
import time as time_module
from collections.abc import Callable
from datetime import date, time

import pytest
import time_machine
from sqlalchemy.exc import ProgrammingError

from lendkit.messaging.work import work
from lendkit.process import job_runs, jobs
from lendkit.process.jobs import Daily, Weekly
from lendkit.runtime import db

Read = Callable[[], list[str]]


def note(day: object) -> None:
    with work() as w:
        w.execute("INSERT INTO ran (day) VALUES (:day)", {"day": day})


SIX = Daily(time(6), note)
pytestmark = pytest.mark.usefixtures("book")


def at(sydney: str) -> time_machine.travel:
    return time_machine.travel(f"{sydney}+10:00", tick=False)


def forked(database: db.Database, body: Callable[[], object]) -> int:
    """A process of its own, with its own connections; the child never returns into pytest."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            db.use(db.Database(database.url, pool_size=2))
            body()
            code = 0
        finally:
            os._exit(code)
    return pid


def test_before_its_time_nothing_runs_and_after_it_once(ran: Read, done: Read) -> None:
    with at("2026-07-01T05:59:00"):
        assert jobs.run_due("overdue", SIX)
    assert ran() == []
    for _ in range(3):
        with at("2026-07-01T06:00:00"):
            assert jobs.run_due("overdue", SIX)
    assert ran() == done() == ["2026-07-01"]


def test_the_first_run_ever_is_only_today(ran: Read) -> None:
    with at("2026-07-15T09:00:00"):
        jobs.run_due("overdue", SIX)
    assert ran() == ["2026-07-15"]


def test_days_that_were_missed_run_oldest_first_each_with_its_own_day(ran: Read, done: Read) -> None:
    for now in ("2026-07-01T06:10:00", "2026-07-04T07:00:00", "2026-07-04T23:00:00"):
        with at(now):
            jobs.run_due("overdue", SIX)
    assert ran() == done() == [f"2026-07-0{day}" for day in (1, 2, 3, 4)]


def test_no_more_than_31_days_are_caught_up(ran: Read) -> None:
    for now in ("2026-05-01T06:10:00", "2026-07-15T07:00:00"):
        with at(now):
            jobs.run_due("overdue", SIX)
    assert len(ran()) == 1 + 32
    assert ran()[1] == "2026-06-14"


def test_a_job_that_does_not_catch_up_lets_missed_days_be(ran: Read) -> None:
    today_only = Daily(time(6), note, catch_up=False)
    for now in ("2026-07-01T06:10:00", "2026-07-04T05:00:00", "2026-07-04T07:00:00"):
        with at(now):
            jobs.run_due("digest", today_only)
    assert ran() == ["2026-07-01", "2026-07-04"]


def test_over_both_changes_of_the_clocks_every_day_is_there_once(ran: Read) -> None:
    early = Daily(time(2, 30), note)
    for hour in range(72):  # in UTC, every half hour over the change, in autumn and in spring
        for half in (0, 30):
            with time_machine.travel(f"2026-04-{3 + hour // 24:02d}T{hour % 24:02d}:{half:02d}:00+00:00", tick=False):
                jobs.run_due("autumn", early)
    assert ran() == [f"2026-04-0{day}" for day in (3, 4, 5, 6)]
    for hour in range(72):
        for half in (0, 30):
            with time_machine.travel(f"2026-10-{2 + hour // 24:02d}T{hour % 24:02d}:{half:02d}:00+00:00", tick=False):
                jobs.run_due("spring", early)
    assert ran()[4:] == [f"2026-10-0{day}" for day in (2, 3, 4, 5)]


def test_of_two_clocks_one_runs_and_the_other_skips(book: db.Database, ran: Read) -> None:
    def slow(today: date) -> None:
        note(today)
        time_module.sleep(1)

    pids = [forked(book, lambda: jobs.run_due("overdue", Daily(time(0), slow))) for _ in range(2)]
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0]
    assert len(ran()) == 1


def test_what_was_killed_in_the_middle_runs_again(book: db.Database, ran: Read, done: Read) -> None:
    def killed(today: date) -> None:
        note(today)
        os._exit(137)

    pid = forked(book, lambda: jobs.run_due("overdue", Daily(time(0), killed)))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 137
    assert (len(ran()), done()) == (1, [])
    assert jobs.run_due("overdue", Daily(time(0), note))
    assert len(set(ran())) == 1 and len(ran()) == 2
    assert len(done()) == 1


def test_a_failing_day_is_tried_again_and_holds_the_later_ones(
    ran: Read, done: Read, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(today: date) -> None:
        if today == date(2026, 7, 2):
            raise ValueError("not today\nDETAIL:  Failing row contains (Ada, 1815).")
        note(today)

    for now in ("2026-07-01T06:10:00", "2026-07-03T07:00:00"):
        with at(now):
            jobs.run_due("overdue", Daily(time(6), failing))
    assert done() == ["2026-07-01"]
    assert caplog.records[-1].error == "ValueError: not today"  # type: ignore[attr-defined]
    with at("2026-07-03T07:01:00"):
        assert jobs.run_due("overdue", SIX)
    assert done() == ["2026-07-01", "2026-07-02", "2026-07-03"]


def test_now_runs_also_a_finished_day(ran: Read, done: Read) -> None:
    jobs.run_now("overdue", SIX, date(2026, 12, 1))
    jobs.run_now("overdue", SIX, date(2026, 12, 1))
    assert ran() == ["2026-12-01", "2026-12-01"]
    assert done() == ["2026-12-01"]


def test_a_day_that_was_tried_out_in_advance_still_has_its_own_run(ran: Read) -> None:
    with at("2026-07-01T09:00:00"):
        jobs.run_due("overdue", SIX)
        jobs.run_now("overdue", SIX, date(2026, 7, 2))
    with at("2026-07-02T09:00:00"):
        jobs.run_due("overdue", SIX)
    assert ran() == ["2026-07-01", "2026-07-02", "2026-07-02"]


def test_now_says_what_the_job_raised(done: Read) -> None:
    def failing(_today: date) -> None:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        jobs.run_now("overdue", Daily(time(6), failing), date(2026, 12, 1))
    assert done() == []


def test_now_waits_for_the_clock_and_gives_up(book: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WAIT_SECONDS", 0.3)
    with job_runs.claim("overdue") as mine:
        assert mine
        with pytest.raises(jobs.Busy):
            jobs.run_now("overdue", SIX, date(2026, 12, 1))
    jobs.run_now("overdue", SIX, date(2026, 12, 1))


def test_a_week_runs_on_its_day(ran: Read, done: Read) -> None:
    weekly = Weekly(weekday=0, at=time(7), run=note)
    for now in ("2026-09-23T12:00:00", "2026-10-04T12:00:00", "2026-10-05T09:00:00"):
        with at(now):
            jobs.run_due("digest", weekly)
    assert ran() == ["2026-09-21", "2026-09-28", "2026-10-05"]
    assert done() == ["2026-W39", "2026-W40", "2026-W41"]


def test_the_clock_runs_sweeps_and_jobs_until_it_is_told_to_stop(book: db.Database, ran: Read) -> None:
    def broken() -> None:
        raise ProgrammingError("SELECT", {}, ValueError("no such table"))

    pid = forked(
        book, lambda: jobs.run({"broken": (0.1, broken), "sweep": (0.1, lambda: note("2000-01-01"))}, {"daily": SIX})
    )
    deadline = time_module.monotonic() + 15
    while "2000-01-01" not in ran():
        assert time_module.monotonic() < deadline
        time_module.sleep(0.1)
    os.kill(pid, signal.SIGTERM)
    assert os.waitpid(pid, 0)[1] == 0


def test_a_thread_too_meets_the_lock(book: db.Database) -> None:
    seen: list[bool] = []

    def other() -> None:
        with job_runs.claim("overdue") as mine:
            seen.append(mine)

    with job_runs.claim("overdue"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert seen == [False]
