"""The day on which money moved."""

from datetime import date

from lendkit.values.errors import Invalid


def not_in_future(pointer: str, day: date, today: date) -> None:
    """Raises Invalid at `pointer` for a day after `today`."""
    if day > today:
        raise Invalid({pointer: ["Date can't be in the future"]})
