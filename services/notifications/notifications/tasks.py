"""The worker of the slow work, a child of `background`: one mail after the other."""

import logging
import sys
import time
import warnings
from collections.abc import Callable
from uuid import UUID

from celery import signals
from celery.apps.worker import Worker
from celery.platforms import SecurityWarning
from sqlalchemy.exc import InterfaceError, OperationalError

from lendkit.runtime import logs
from notifications.channels import tasks
from notifications.commands import deliver
from notifications.settings import Settings

log = logging.getLogger(__name__)

HOLD_SECONDS = 60


def run(settings: Settings) -> None:
    """Until SIGTERM, which lets the mail in hand finish."""
    signals.setup_logging.connect(_leave_logging_alone)
    logging.getLogger("celery").setLevel(logging.WARNING)  # what happens to a mail is logged where it is sent
    warnings.simplefilter("ignore", SecurityWarning)  # a container's root; only JSON is accepted
    app = tasks.celery(settings.tasks_url)

    @app.task(name=tasks.DELIVER)  # type: ignore[untyped-decorator]
    def deliver_mail(id: str) -> None:
        hold(lambda: deliver.deliver(UUID(id)))

    worker = _Worker(
        app=app,
        pool="solo",
        concurrency=1,
        hostname="notifications@tasks",
        quiet=True,
        task_events=False,
        without_mingle=True,
        without_gossip=True,
    )
    worker.start()
    sys.exit(worker.exitcode)


def hold(act: Callable[[], None]) -> None:
    """Our own database being away for a moment fails no task: a failed one is gone, and its mail waits ten minutes for
    the sweep to queue it again."""
    deadline = time.monotonic() + HOLD_SECONDS
    while True:
        try:
            act()
            return
        except (OperationalError, InterfaceError) as exc:
            if time.monotonic() > deadline:
                raise
            log.warning("database_unavailable", extra={"error": logs.summary(exc)})
            time.sleep(1)


class _Worker(Worker):  # type: ignore[misc]
    """Celery's, under the name that `background` gave its child."""

    def set_process_status(self, info: str) -> None:
        return


def _leave_logging_alone(**_: object) -> None:
    """Celery sets up logging of its own unless somebody listens here; ours is set up already."""
