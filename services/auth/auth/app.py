"""The composition root of auth."""

from flask import Flask

from auth.queries import users as published_users
from auth.routes import sessions, tokens, users
from auth.settings import Settings
from lendkit.web import publication
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    published = publication.routes("auth", {"users": published_users.published})
    return create_kit_app("auth", settings, [sessions.blp, tokens.blp, users.blp, published], title="Auth")
