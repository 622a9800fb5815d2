"""Schedules: responses."""

from marshmallow import Schema, fields

from lendkit.contracts.fields import Money


class Totals(Schema):
    principal = Money(required=True)
    interest = Money(required=True)
    fees = Money(required=True)
    amount = Money(required=True)


class PreviewedInstalment(Totals):
    number = fields.Integer(required=True)
    due_date = fields.Date(required=True)
    balance = Money(required=True)


class SchedulePreview(Schema):
    instalments = fields.List(fields.Nested(PreviewedInstalment), required=True)
    totals = fields.Nested(Totals, required=True)
