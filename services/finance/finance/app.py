"""The composition root of finance."""

from flask import Flask

from finance.routes import funding, products, schedules
from finance.settings import Settings
from lendkit.http import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    blueprints = [
        schedules.blp,
        products.blp,
        products.published,
        funding.blp,
        funding.published,
    ]
    return create_kit_app("finance", settings, blueprints, title="Finance")
