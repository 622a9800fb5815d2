"""The Celery worker, a child of `background`: sends one email after the other."""

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
from notifications.channels import task_queue
from notifications.commands import send_email
from notifications.settings import Settings

log = logging.getLogger(__name__)

DATABASE_PATIENCE_SECONDS = 60


def run(settings: Settings) -> None:
    """Until SIGTERM, which lets the email in hand finish."""
    signals.setup_logging.connect(_keep_logging)
    logging.getLogger("celery").setLevel(logging.WARNING)  # what happens to an email is logged where it is sent
    warnings.simplefilter("ignore", SecurityWarning)  # a container's root; only JSON is accepted
    app = task_queue.celery(settings.tasks_url)

    @app.task(name=task_queue.SEND_EMAIL)
    def send(id: str) -> None:
        wait_for_database(lambda: send_email.send(UUID(id)))

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


def wait_for_database(run: Callable[[], None]) -> None:
    """A database that is unreachable for a moment fails no task: a failed one is lost, and its email waits ten minutes
    for the sweep to queue it again."""
    deadline = time.monotonic() + DATABASE_PATIENCE_SECONDS
    while True:
        try:
            run()
            return
        except (OperationalError, InterfaceError) as exc:
            if time.monotonic() > deadline:
                raise
            log.warning("database_unavailable", extra={"error": logs.summary(exc)})
            time.sleep(1)


class _Worker(Worker):
    """Celery's, under the name that `background` gave its child."""

    def set_process_status(self, info: str) -> None:
        return


def _keep_logging(**_: object) -> None:
    """Celery sets up its own logging unless this signal is handled; ours is set up already."""
