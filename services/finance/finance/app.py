"""The composition root of finance."""

from flask import Flask

from finance.routes import (
    accounting_months,
    fees,
    funding,
    internal,
    ledger,
    loans,
    payments,
    products,
    repayments,
    schedules,
)  # fmt: skip
from finance.settings import Settings
from lendkit.web.app import create_app as create_kit_app


def create_app(settings: Settings) -> Flask:
    blueprints = [
        schedules.blp,
        products.blp,
        funding.blp,
        fees.blp,
        loans.blp,
        payments.blp,
        repayments.blp,
        ledger.blp,
        accounting_months.blp,
        internal.blp,
        internal.published,
    ]
    return create_kit_app("finance", settings, blueprints, title="Finance")
