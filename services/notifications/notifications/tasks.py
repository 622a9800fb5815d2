"""The worker of the slow work, a child of `background`: one mail after the other."""

import sys
from uuid import UUID

from celery.apps.worker import Worker

from notifications.channels import tasks
from notifications.commands import deliver
from notifications.settings import Settings


def run(settings: Settings) -> None:
    """Until SIGTERM, which lets the mail in hand finish."""
    app = tasks.celery(settings.tasks_url)

    @app.task(name=tasks.DELIVER)  # type: ignore[untyped-decorator]
    def deliver_mail(id: str) -> None:
        deliver.deliver(UUID(id))

    worker = Worker(
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
