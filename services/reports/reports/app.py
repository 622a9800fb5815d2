"""The composition root of reports."""

from flask import Flask

from lendkit.web.app import create_app as create_kit_app
from reports.routes import reports
from reports.settings import Settings


def create_app(settings: Settings) -> Flask:
    return create_kit_app("reports", settings, [reports.blp], title="Reports")
