"""An application as it is lodged, changed and listed."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Money, Text
from lendkit.contracts.shapes import ApplicationShape
from lendkit.web.pages import PageArgs


class NewApplication(ApplicationShape):
    """The whole nested application, to lodge or to keep as a draft."""


class ApplicationChange(ApplicationShape):
    """The fields to change: any of a draft, only the terms of a lodged application."""

    class Meta:
        exclude = ("stage",)


class Stages(fields.String):
    """One or several stages, separated by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        stages = [code for code in str(super()._deserialize(value, attr, data, **kwargs)).split(",") if code]
        if set(stages) - set(choices.STAGES):
            raise ValidationError(f"Choose from {', '.join(choices.STAGES)}.")
        return stages


class ApplicationFilter(PageArgs):
    stage = Stages()
    bd_id = fields.UUID()
    broker_id = fields.UUID()
    branch_id = fields.UUID()
    application_type = Choice(*choices.APPLICATION_TYPES)
    created_from = Day()
    created_to = Day()
    amount_min = Money(zero=True)
    amount_max = Money(zero=True)
    q = Text(100)

    @post_load
    def drop_empty(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """An empty search is no search."""
        return {key: value for key, value in data.items() if value != ""}


class Named(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class Shown(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    reference_number = fields.String(required=True)
    stage = Choice(*choices.STAGES, required=True)
    stage_label = fields.String(required=True)
    stage_tone = fields.String(required=True)
    lvr = fields.String(allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    days_in_stage = fields.Integer(required=True)


class Item(Shown):
    application_type = fields.String(allow_none=True)
    loan_amount = fields.String(allow_none=True)
    loan_term = fields.Integer(allow_none=True)
    interest_rate = fields.String(allow_none=True)
    purpose = fields.String(allow_none=True)
    broker = fields.Nested(Named, allow_none=True)
    bd = fields.Nested(Named, allow_none=True)
    branch = fields.Nested(Named, allow_none=True)
    borrower_names = fields.List(fields.String(), required=True)


class Totals(Schema):
    count = fields.Integer(required=True)
    loan_amount = fields.String(required=True)


class ApplicationPage(Schema):
    items = fields.List(fields.Nested(Item), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
    totals = fields.Nested(Totals, allow_none=True)
