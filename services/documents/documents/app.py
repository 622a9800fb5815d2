"""The composition root of documents."""

from flask import Flask

from documents.routes import documents, internal, letters, versions
from documents.settings import Settings
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    blueprints = [documents.blp, versions.blp, letters.blp, internal.blp]
    return create_kit_app("documents", settings, blueprints, title="Documents")
