"""The Celery worker as it runs in production: own login, own vhost, one email after the other, and killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker
from sqlalchemy.engine import make_url

from lendkit.runtime import db
from lendkit.testing.databases import Databases
from lendkit.values.errors import Unavailable
from notifications.channels import task_queue
from notifications.commands import send_email
from notifications.settings import Settings
from services.notifications.tests.factories import BD, application, lodged, user
from services.notifications.tests.mail_server import MailServer

Deliver = Callable[..., None]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def tasks_url(amqp_url: str) -> Iterator[str]:
    """The service's own login on the vhost of tasks, with an empty queue."""
    own = make_url(amqp_url).set(username="notifications", password="test").render_as_string(hide_password=False)
    _purge(amqp_url)
    yield _in_tasks(own)
    _purge(amqp_url)


def _in_tasks(amqp_url: str) -> str:
    return f"{amqp_url.rpartition('/')[0]}/%2Ftasks"


def _purge(amqp_url: str) -> None:
    with pika.BlockingConnection(pika.URLParameters(_in_tasks(amqp_url))) as connection:
        connection.channel().queue_purge(task_queue.QUEUE)


@pytest.fixture
def mail(free_port: int, settings_extra: dict[str, Any], tasks_url: str) -> Iterator[MailServer]:
    server = MailServer(free_port).start()
    own = {**settings_extra, "smtp_url": server.url, "tasks_url": tasks_url}
    Settings(service="notifications", database_url="", **own).use()
    yield server
    server.end()


@pytest.fixture
def start(database: db.Database, mail: MailServer, tasks_url: str) -> Iterator[Start]:
    running: list[subprocess.Popen[bytes]] = []

    def worker(**env: str) -> subprocess.Popen[bytes]:
        own = {
            "DATABASE_URL": database.url.replace("+psycopg2", ""),
            "TASKS_URL": tasks_url,
            "SMTP_URL": mail.url,
            "CLIENT_SECRET": "x",
        }
        process = subprocess.Popen([sys.executable, "-m", "notifications", "tasks"], env={**os.environ, **own, **env})
        running.append(process)
        return process

    yield worker
    for process in running:
        process.terminate()
        assert process.wait(timeout=30) in (0, 137)


@pytest.fixture
def bdm_email(deliver: Deliver, database: db.Database) -> str:
    bdm = user("bd", bd_id=BD)
    deliver(bdm, lodged(application()))
    return str(bdm.data["email"])


def _wait(done: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _row() -> Any:
    return db.one("SELECT * FROM delivery")


def test_a_due_email_is_queued_once_and_sent(start: Start, bdm_email: str, mail: MailServer) -> None:
    send_email.queue_due()
    queued = _row().queued_at
    send_email.queue_due()
    assert _row().queued_at == queued
    start()
    _wait(lambda: _row().state == "sent")
    assert mail.to == [bdm_email]


def test_killed_between_the_servers_answer_and_its_record_it_is_sent_once_more_under_one_message_id(
    start: Start, bdm_email: str, mail: MailServer
) -> None:
    send_email.queue_due()
    assert start(FAILPOINT="after_smtp").wait(timeout=60) == 137
    assert (_row().state, len(mail.mails)) == ("sending", 1)
    start()
    time.sleep(3)  # the broker gives the task to the new worker, who leaves a row alone that may still be another's
    assert len(mail.mails) == 1
    with db.current().engine.begin() as connection:
        db.run(connection, "UPDATE delivery SET taken_at = now() - interval '3 minutes', queued_at = NULL")
    send_email.queue_due()
    _wait(lambda: _row().state == "sent")
    assert mail.to == [bdm_email, bdm_email]
    assert len({message["Message-ID"] for _, message in mail.mails}) == 1


def test_while_the_broker_is_down_the_rows_wait(bdm_email: str, mail: MailServer, tasks_url: str) -> None:
    settings = Settings.current()
    gone = "amqp://notifications:test@127.0.0.1:1/%2Ftasks"
    Settings(service="notifications", database_url="", tasks_url=gone).use()
    with pytest.raises(Unavailable):
        send_email.queue_due()
    send_email.queue_when_possible()
    assert (_row().state, _row().queued_at) == ("pending", None)
    settings.use()
    send_email.queue_due()
    assert _row().queued_at is not None


def test_while_the_database_is_down_a_task_waits(
    start: Start, bdm_email: str, mail: MailServer, database: db.Database, databases: Databases, amqp_url: str
) -> None:
    send_email.queue_due()
    with no_entry(database, databases):
        start()
        _wait(lambda: _waiting(amqp_url) == 0)
        time.sleep(2)  # it has the task, and tries
        assert mail.mails == []
    _wait(lambda: _row().state == "sent", 10)
    assert mail.to == [bdm_email]


@contextmanager
def no_entry(database: db.Database, databases: Databases) -> Iterator[None]:
    """For whoever is not in it yet."""
    name = make_url(database.url).database
    databases._admin(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        yield
    finally:
        databases._admin(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def _waiting(amqp_url: str) -> int:
    with pika.BlockingConnection(pika.URLParameters(_in_tasks(amqp_url))) as connection:
        return int(connection.channel().queue_declare(task_queue.QUEUE, passive=True).method.message_count)


def test_the_login_may_declare_nothing_and_publish_nowhere_else(tasks_url: str) -> None:
    with pika.BlockingConnection(pika.URLParameters(tasks_url)) as connection:
        with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
            connection.channel().queue_declare("celery_delayed_0")
        with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
            channel = connection.channel()
            channel.basic_publish("amq.topic", "x", b"x")
            channel.queue_declare(task_queue.QUEUE, passive=True)


def test_a_task_carries_only_an_id(bdm_email: str, mail: MailServer, amqp_url: str) -> None:
    send_email.queue_due()
    with pika.BlockingConnection(pika.URLParameters(_in_tasks(amqp_url))) as connection:
        _, properties, body = connection.channel().basic_get(task_queue.QUEUE, auto_ack=True)
    assert body is not None
    assert body.startswith(f'[["{_row().id}"]'.encode())
    assert properties.delivery_mode == 2
