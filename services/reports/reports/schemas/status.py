"""Application status; what each figure means is in `queries/status.py`."""

from marshmallow import Schema, fields

from lendkit.contracts.choices import STAGES
from lendkit.contracts.fields import Choice
from reports.domain.application_status import ARREARS_BUCKETS, STATUSES
from reports.schemas.report import Answer, Heading, OfMonth, OfPerson, Sum


class Book(Sum):
    balance = fields.String(required=True)
    overdue = fields.String(required=True)


class Standing(Schema):
    active = fields.Nested(Book, required=True)
    settled = fields.Nested(Book, required=True)
    performing = fields.Nested(Book, required=True)
    late = fields.Nested(Book, required=True)
    discharged = fields.Nested(Book, required=True)
    written_off = fields.Nested(Book, required=True)
    declined = fields.Nested(Book, required=True)
    withdrawn = fields.Nested(Book, required=True)


class StatusShare(Book):
    status = Choice(*STATUSES, required=True)


class Arrears(Book):
    bucket = Choice(*ARREARS_BUCKETS, required=True)


class StatusMonth(OfMonth, Standing):
    """Applications that settled in the month, or were lodged in it and have no loan."""


class StatusOf(OfPerson, Standing):
    """Applications of one BDM, broker or branch."""


class StatusRow(Heading):
    status = Choice(*STATUSES, required=True)
    stage = Choice(*STAGES, required=True)
    amount = fields.String(required=True, allow_none=True)
    balance = fields.String(required=True)
    overdue = fields.String(required=True)
    days_past_due = fields.Integer(required=True)
    bucket = Choice(*ARREARS_BUCKETS, required=True, allow_none=True)
    settled_on = fields.Date(required=True, allow_none=True)
    maturity_date = fields.Date(required=True, allow_none=True)


class StatusSeries(Schema):
    by_status = fields.List(fields.Nested(StatusShare), required=True)
    arrears = fields.List(fields.Nested(Arrears), required=True)
    by_month = fields.List(fields.Nested(StatusMonth), required=True)
    by_bd = fields.List(fields.Nested(StatusOf), required=True)
    by_broker = fields.List(fields.Nested(StatusOf), required=True)
    by_branch = fields.List(fields.Nested(StatusOf), required=True)


class StatusReport(Answer):
    totals = fields.Nested(Standing, required=True)
    series = fields.Nested(StatusSeries, required=True)
    rows = fields.List(fields.Nested(StatusRow), required=True)
