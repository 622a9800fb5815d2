"""The composition root of finance."""

from flask import Flask

from finance.routes import fees, funding, internal, ledger, loans, payments, periods, products, repayments, schedules
from finance.settings import Settings
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    blueprints = [
        schedules.blp,
        products.blp,
        products.published,
        funding.blp,
        funding.published,
        fees.blp,
        loans.blp,
        payments.blp,
        repayments.blp,
        ledger.blp,
        periods.blp,
        internal.blp,
    ]
    return create_kit_app("finance", settings, blueprints, title="Finance")
