"""The composition root of applications."""

from flask import Flask

from applications.routes import applications, internal, notes, records, stages
from applications.settings import Settings
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    blueprints = [stages.blp, applications.blp, notes.blp, records.blp, internal.blp]
    return create_kit_app("applications", settings, blueprints, title="Applications")
