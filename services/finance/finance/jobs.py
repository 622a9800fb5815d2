"""The daily jobs of finance, by Sydney's calendar.

Reminders need no catching up: each run sends the latest whose day has come, so days that were missed are in the next.
"""

from datetime import time
from typing import Any

from finance.commands import accrual, ledger_audit, reminders
from lendkit.process.jobs import Daily

SCHEDULE: dict[str, Any] = {}
DAILY = {
    "accrue": Daily(time(0, 30), accrual.run),
    "due-soon": Daily(time(6), reminders.due_soon, catch_up=False),
    "overdue": Daily(time(6, 10), reminders.overdue, catch_up=False),
    "check": Daily(time(2), ledger_audit.run, catch_up=False),
}
