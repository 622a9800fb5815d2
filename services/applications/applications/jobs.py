"""What runs by the clock."""

from datetime import time

from applications.commands import provisioning, reminders
from lendkit.process.jobs import Daily

SCHEDULE = {"ask-again": (5.0, provisioning.ask_again)}
DAILY = {
    "stage-stale": Daily(time(6), reminders.stale_stages),
    "note-reminders": Daily(time(8), reminders.due_notes),
}
