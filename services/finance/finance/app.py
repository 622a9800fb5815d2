"""The composition root of finance."""

from flask import Flask

from finance.settings import Settings
from lendkit.http import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    return create_kit_app("finance", settings, [], title="Finance")
