"""JSON lines on stdout, each with the ids that tie it to a request and an event; no bodies and no personal data."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
import structlog.tracebacks

from lendkit.runtime import context

# Without local variables: they would put people's data into the logs.
_transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
_stamp = structlog.processors.TimeStamper(fmt="iso", key="ts")
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {
    "message",
    "asctime",
    "taskName",
    "_record",
    "_from_structlog",
}


def configure(service: str, level: str = "INFO") -> None:
    """Send every logger of this process, ours and the libraries', through one JSON formatter."""
    shared: list[Any] = [_extra, _ids(service), structlog.stdlib.add_log_level, _stamp]
    to_formatter = structlog.stdlib.ProcessorFormatter.wrap_for_formatter
    structlog.configure(
        processors=[*shared[1:], to_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.processors.ExceptionRenderer(_traceback),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = _Stdout()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("pika").setLevel(logging.ERROR)
    logging.getLogger("websockets").setLevel(logging.WARNING)


def summary(exc: BaseException) -> str:
    """What failed, for a log line or a stored reason: the type and its first line, because PostgreSQL repeats the row
    on the next ones."""
    return f"{type(exc).__name__}: {str(exc).partition(chr(10))[0]}"[:300]


class _Stdout(logging.StreamHandler[TextIO]):
    """Whatever stdout is now, also after somebody redirected it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stdout


def _traceback(exc_info: Any) -> list[dict[str, Any]]:
    """First lines only: on the next ones PostgreSQL and SQLAlchemy repeat the whole row."""
    frames = _transform(exc_info)
    for exc in frames:
        exc["exc_value"] = str(exc["exc_value"]).partition("\n")[0]
    return frames


def _ids(service: str) -> Any:
    def add(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        actor = context.maybe_actor()
        ids = {
            "request_id": context.request_id(),
            "correlation_id": context.correlation_id(),
            "event_id": context.event_id(),
            "actor_id": str(actor.id) if actor else None,
        }
        entry["service"] = service
        entry.update({key: value for key, value in ids.items() if value is not None})
        return entry

    return add


def _extra(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take over the `extra=` fields of standard log records."""
    record = entry.get("_record")
    if record is not None:
        entry.update({key: value for key, value in record.__dict__.items() if key not in _PLAIN})
    return entry
