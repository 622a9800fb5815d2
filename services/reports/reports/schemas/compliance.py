"""Repayment compliance; what each figure means is in `queries/compliance.py`."""

from marshmallow import Schema, fields

from reports.schemas.report import Answer, Heading, OfMonth, OfPerson, Sum, rate


class Instalments(Sum):
    outstanding = fields.String(required=True)


class Compliance(Schema):
    due = fields.Nested(Instalments, required=True)
    paid_on_time = fields.Nested(Instalments, required=True)
    paid_late = fields.Nested(Instalments, required=True)
    overdue = fields.Nested(Instalments, required=True)
    outstanding = fields.Nested(Instalments, required=True)
    on_time_rate = rate()


class ComplianceTotals(Compliance):
    received = fields.Nested(Sum, required=True)


class ComplianceMonth(OfMonth, ComplianceTotals):
    """Instalments due in the month, and payments received in it."""


class ComplianceOf(OfPerson, Compliance):
    """Instalments of one BDM's, broker's or branch's applications."""


class ComplianceRow(Heading, Compliance):
    oldest_overdue = fields.Date(required=True, allow_none=True)


class ComplianceSeries(Schema):
    by_month = fields.List(fields.Nested(ComplianceMonth), required=True)
    by_bd = fields.List(fields.Nested(ComplianceOf), required=True)
    by_broker = fields.List(fields.Nested(ComplianceOf), required=True)
    by_branch = fields.List(fields.Nested(ComplianceOf), required=True)


class ComplianceReport(Answer):
    totals = fields.Nested(ComplianceTotals, required=True)
    series = fields.Nested(ComplianceSeries, required=True)
    rows = fields.List(fields.Nested(ComplianceRow), required=True)
