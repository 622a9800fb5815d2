"""The composition root of notifications."""

from flask import Flask

from lendkit.web.app import create_app as create_kit_app
from notifications.routes import notifications, preferences, socket_tickets, unsubscribe
from notifications.settings import Settings

BLUEPRINTS = (notifications.blp, preferences.blp, socket_tickets.blp, unsubscribe.blp)


def create_app(settings: Settings) -> Flask:
    return create_kit_app("notifications", settings, BLUEPRINTS, title="Notifications")
