"""What the clock does."""

from documents.commands import removal

SCHEDULE = {"expired": (300.0, removal.expired), "orphans": (3600.0, removal.orphans)}
