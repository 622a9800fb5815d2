"""What the clock does."""

from applications.commands import provisioning

SCHEDULE = {"ask-again": (5.0, provisioning.ask_again)}
