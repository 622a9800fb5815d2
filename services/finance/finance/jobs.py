"""What the clock does, by Sydney's calendar.

Reminders need no catching up: each run tells the latest whose day has come, so days that were missed are in the next.
"""

from datetime import time
from typing import Any

from finance.commands import accrue, check, reminders
from lendkit.process.jobs import Daily

SCHEDULE: dict[str, Any] = {}
DAILY = {
    "accrue": Daily(time(0, 30), accrue.run),
    "due-soon": Daily(time(6), reminders.due_soon, catch_up=False),
    "overdue": Daily(time(6, 10), reminders.overdue, catch_up=False),
    "check": Daily(time(2), check.run, catch_up=False),
}
