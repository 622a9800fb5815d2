"""The composition root of finance."""

from flask import Flask
from lendkit.http import create_app as create_kit_app

from finance.settings import Settings


def create_app(settings: Settings) -> Flask:
    return create_kit_app("finance", settings, [], title="Finance")
