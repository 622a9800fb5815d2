"""The composition root of documents."""

from flask import Flask

from documents.queries import documents as queries
from documents.routes import documents, letters, versions
from documents.settings import Settings
from lendkit.web import publication
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    published = publication.routes("documents", {"documents": queries.published})
    blueprints = [documents.blp, versions.blp, letters.blp, published]
    return create_kit_app("documents", settings, blueprints, title="Documents")
