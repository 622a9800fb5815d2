"""The composition root of auth."""

from flask import Flask

from auth.routes import internal, sessions, tokens, users
from auth.settings import Settings
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    return create_kit_app("auth", settings, [sessions.blp, tokens.blp, users.blp, internal.blp], title="Auth")
