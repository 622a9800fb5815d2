"""The socket process: hints of what changed, to those who may know, as it happens."""

from notifications.live.server import run

__all__ = ["run"]
