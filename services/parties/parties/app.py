"""The composition root of parties."""

from flask import Flask

from lendkit.web.app import create_app as create_kit_app
from parties.routes import directory, internal, parties
from parties.settings import Settings


def create_app(settings: Settings) -> Flask:
    blueprints = [*directory.blueprints(), *parties.blueprints(), internal.blp]
    return create_kit_app("parties", settings, blueprints, title="Parties")
