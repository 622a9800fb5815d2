"""Application volume; what each figure means is in `queries/volume.py`."""

from marshmallow import Schema, fields

from lendkit.contracts.choices import STAGES
from lendkit.contracts.fields import Choice
from reports.schemas.report import Answer, Heading, OfMonth, OfPerson, Sum, days, rate


class Volume(Schema):
    lodged = fields.Nested(Sum, required=True)
    in_progress = fields.Nested(Sum, required=True)
    settled = fields.Nested(Sum, required=True)
    declined = fields.Nested(Sum, required=True)
    withdrawn = fields.Nested(Sum, required=True)
    conversion_rate = rate()


class VolumeTotals(Volume):
    mean_days_to_settle = days()


class VolumeStage(Sum):
    stage = Choice(*STAGES, required=True)
    reached = fields.Integer(required=True)
    reached_rate = rate()
    mean_seconds = fields.Integer(required=True, allow_none=True)
    mean_days = days()


class VolumeMonth(OfMonth, Volume):
    """Applications lodged in the month."""


class VolumeOf(OfPerson, Volume):
    """Applications of one BDM, broker or branch."""


class VolumeRow(Heading):
    lodged_on = fields.Date(required=True)
    stage = Choice(*STAGES, required=True)
    application_type = fields.String(required=True, allow_none=True)
    loan_amount = fields.String(required=True, allow_none=True)
    days_in_stage = fields.Integer(required=True, allow_none=True)


class VolumeSeries(Schema):
    by_stage = fields.List(fields.Nested(VolumeStage), required=True)
    by_month = fields.List(fields.Nested(VolumeMonth), required=True)
    by_bd = fields.List(fields.Nested(VolumeOf), required=True)
    by_broker = fields.List(fields.Nested(VolumeOf), required=True)
    by_branch = fields.List(fields.Nested(VolumeOf), required=True)


class VolumeReport(Answer):
    totals = fields.Nested(VolumeTotals, required=True)
    series = fields.Nested(VolumeSeries, required=True)
    rows = fields.List(fields.Nested(VolumeRow), required=True)
