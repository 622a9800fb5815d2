"""Scheduled jobs: name → (seconds between runs, function)."""

from auth.commands import keys, sessions

SCHEDULE = {"rotate-keys": (3600.0, keys.rotate_when_due), "sweep": (3600.0, sessions.sweep)}
