"""Celery on the broker's vhost for tasks. A task carries only the id of a row; the rows are the truth.

The queue is declared by `deploy/rabbitmq` alone, so nothing is declared here; there is no result backend, and nothing
is delayed in the broker (no ETA, no countdown), so Celery's 28 delay queues are left out.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from celery import Celery
from celery.worker.consumer import Consumer
from kombu.entity import Exchange, Queue
from kombu.exceptions import OperationalError

from lendkit.values.errors import Unavailable
from notifications.settings import Settings

QUEUE = "notifications.tasks"
SEND_EMAIL = "notifications.deliver"
TIMEOUT_SECONDS = 5
_LEFT_OUT = ("delayed_delivery", "gossip", "mingle", "control", "agent")


class SlimConsumer(Consumer):
    """Celery's consumer with the parts that a single worker needs."""

    class Blueprint(Consumer.Blueprint):
        default_steps = [
            step for step in Consumer.Blueprint.default_steps if not any(name in str(step) for name in _LEFT_OUT)
        ]


@cache
def celery(url: str) -> Celery:
    """The app of one broker; nothing connects yet."""
    app = Celery("notifications", broker=url, set_as_current=False)
    exchange = Exchange("", type="direct")  # type: ignore[no-untyped-call]
    arguments = {"x-queue-type": "quorum"}
    queue = Queue(QUEUE, exchange, QUEUE, queue_arguments=arguments, no_declare=True)  # type: ignore[no-untyped-call]
    app.conf.update(
        task_queues=[queue],
        task_default_queue=QUEUE,
        task_create_missing_queues=False,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_publish_retry=False,
        task_serializer="json",
        accept_content=["json"],
        broker_transport_options={"confirm_publish": True},
        broker_connection_timeout=TIMEOUT_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_prefetch_multiplier=1,
        worker_consumer=SlimConsumer,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
    )
    return app


def enqueue(ids: Iterable[UUID]) -> None:
    """Ask the worker to send these deliveries; raises Unavailable when the broker does not accept them all."""
    app = celery(Settings.current().tasks_url)
    try:
        with app.connection_for_write() as connection:
            producer = app.amqp.Producer(connection, auto_declare=False)
            for id in ids:
                _send(app, producer, str(id))
    except _errors(app) as exc:
        raise Unavailable(f"the broker accepts no tasks: {exc!r}"[:200]) from exc


def _send(app: Celery, producer: Any, id: str) -> None:
    app.send_task(SEND_EMAIL, args=[id], producer=producer, queue=QUEUE, confirm_timeout=TIMEOUT_SECONDS, declare=[])


def _errors(app: Celery) -> tuple[type[Exception], ...]:
    connection = app.connection_for_write()
    return (OperationalError, OSError, *connection.connection_errors, *connection.channel_errors)
