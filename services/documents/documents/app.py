"""The composition root of documents."""

from flask import Flask

from documents.settings import Settings
from lendkit.http import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    return create_kit_app("documents", settings, [], title="Documents")
