"""The worker of the slow work, a child of `background`: one mail after the other."""

import logging
import sys
import warnings
from uuid import UUID

from celery import signals
from celery.apps.worker import Worker
from celery.platforms import SecurityWarning

from notifications.channels import tasks
from notifications.commands import deliver
from notifications.settings import Settings


def run(settings: Settings) -> None:
    """Until SIGTERM, which lets the mail in hand finish."""
    signals.setup_logging.connect(_leave_logging_alone)
    logging.getLogger("celery").setLevel(logging.WARNING)  # what happens to a mail is logged where it is sent
    warnings.simplefilter("ignore", SecurityWarning)  # a container's root; only JSON is accepted
    app = tasks.celery(settings.tasks_url)

    @app.task(name=tasks.DELIVER)  # type: ignore[untyped-decorator]
    def deliver_mail(id: str) -> None:
        deliver.deliver(UUID(id))

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


class _Worker(Worker):  # type: ignore[misc]
    """Celery's, under the name that `background` gave its child."""

    def set_process_status(self, info: str) -> None:
        return


def _leave_logging_alone(**_: object) -> None:
    """Celery sets up logging of its own unless somebody listens here; ours is set up already."""
