"""The composition root of notifications."""

from flask import Flask

from lendkit.http import create_app as create_kit_app
from notifications.routes import notifications, tickets
from notifications.settings import Settings


def create_app(settings: Settings) -> Flask:
    return create_kit_app("notifications", settings, [notifications.blp, tickets.blp], title="Notifications")
