"""The composition root of applications."""

from flask import Flask

from applications.routes import applications, notes, stages
from applications.settings import Settings
from lendkit.http import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    return create_kit_app("applications", settings, [stages.blp, applications.blp, notes.blp], title="Applications")
