"""Prometheus figures of one service: its requests, and what waits in its outbox, inbox and copies."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from lendkit.runtime import db

VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REGISTRY = CollectorRegistry()
_seconds = Histogram("http_request_seconds", "Time to answer", ["method", "route"], registry=REGISTRY)
_answers = Counter("http_answers", "Answers by status", ["method", "route", "status"], registry=REGISTRY)
_gauges = {
    name: Gauge(name, text, registry=REGISTRY)
    for name, text in {
        "outbox_unsent": "Events not yet sent",
        "outbox_oldest_seconds": "Age of the oldest unsent event",
        "outbox_held": "Events the broker refused for good",
        "parked": "Events waiting for another try",
        "dead": "Events that failed every try",
    }.items()
}
_copies_age = Gauge("copies_age_seconds", "Since when an owner is silent", ["owner"], registry=REGISTRY)

_READ = """
SELECT (SELECT count(*) FROM outbox WHERE published_at IS NULL AND held_at IS NULL) AS outbox_unsent,
  (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0) FROM outbox
   WHERE published_at IS NULL AND held_at IS NULL) AS outbox_oldest_seconds,
  (SELECT count(*) FROM outbox WHERE held_at IS NOT NULL) AS outbox_held,
  (SELECT count(*) FROM parked WHERE next_at IS NOT NULL) AS parked,
  (SELECT count(*) FROM parked WHERE next_at IS NULL) AS dead
"""


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    method = method if method in VERBS else "other"
    _seconds.labels(method, route).observe(seconds)
    _answers.labels(method, route, str(status)).inc()


def read() -> bytes:
    """The text that Prometheus scrapes, with the database's figures as of now."""
    row = db.one(_READ)
    for name, gauge in _gauges.items():
        gauge.set(getattr(row, name))
    for source in db.all("SELECT owner, extract(epoch FROM clock_timestamp() - as_of) AS age FROM sources"):
        _copies_age.labels(source.owner).set(source.age)
    return generate_latest(REGISTRY)
