"""Prove that nothing is lost or doubled between the services: one line per finding; exits 1 if there are any."""

import time
from collections.abc import Iterator

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker

from deploy.local.infra import topology
from deploy.local.quality.findings import CHECKS, Databases
from deploy.local.supervise import stack_file
from deploy.local.verbs import options

QUIET_SECONDS = 10


def main(argv: list[str]) -> int:
    arguments = options.parser("verify", __doc__).parse_args(argv)
    stack = stack_file.read(options.places(arguments))
    databases = Databases(stack["databases"], topology.bound())
    try:
        _await_quiet(databases)
        findings = [finding for check in CHECKS for finding in check(databases)]
    finally:
        databases.close()
    findings += list(dead_letters(stack["amqp_url"]))
    print(*findings, sep="\n", end="\n" if findings else "")
    counted = ", ".join(f"{number} {what}" for what, number in databases.counts.items())
    print(f"{len(databases.services)} services, {counted}: {len(findings)} findings")
    return 1 if findings else 0


def _await_quiet(databases: Databases) -> None:
    """What is under way may arrive: wait until nothing is unsent, undelivered, due or unconfirmed, or time is over."""
    deadline = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < deadline:
        if not any(_first(check(databases)) for check in CHECKS[:4]):
            break
        time.sleep(0.5)
    databases.counts.clear()


def _first(findings: Iterator[str]) -> str | None:
    return next(findings, None)


def dead_letters(amqp_url: str) -> Iterator[str]:
    """No message was unreadable, and none crashed its consumer again and again."""
    try:
        with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
            for queue in topology.queues():
                if queue.endswith(".dlq"):
                    yield from _ready(connection, queue)
    except (AMQPError, OSError) as exc:
        yield f"the broker does not answer: {exc!r}"


def _ready(connection: pika.BlockingConnection, queue: str) -> Iterator[str]:
    try:
        ready = connection.channel().queue_declare(queue, passive=True).method.message_count
    except ChannelClosedByBroker as exc:
        yield f"{queue} cannot be asked: {exc.reply_text}"
        return
    if ready:
        yield f"{queue} holds {ready} dead letters"
