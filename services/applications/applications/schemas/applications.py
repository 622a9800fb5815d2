"""An application as it is sent, listed and read."""

from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields, post_load

from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Money, Text
from lendkit.contracts.shapes import ApplicationShape
from lendkit.contracts.shapes.application import TermsShape
from lendkit.pages import PageArgs


class NewApplication(ApplicationShape):
    """The whole nested application."""


class ApplicationChange(ApplicationShape):
    """What may be changed: all of a draft, the terms of a lodged one."""

    class Meta:
        exclude = ("stage", "notes", "fees", "documents")


class Stages(fields.String):
    """One or several stages, separated by commas."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        found = [part for part in str(super()._deserialize(value, attr, data, **kwargs)).split(",") if part]
        if set(found) - set(choices.STAGES):
            raise ValidationError(f"Stages are {', '.join(choices.STAGES)}.")
        return found


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
    def amounts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A search for nothing is no search."""
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


class Missing(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)


class Action(Schema):
    to = Choice(*choices.STAGES, required=True)
    label = fields.String(required=True)
    tone = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    wants_reason = fields.Boolean(required=True)
    missing = fields.List(fields.Nested(Missing), required=True)


class Actor(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String()


class HistoryRow(Schema):
    id = fields.UUID(required=True)
    from_stage = fields.String(allow_none=True, data_key="from")
    to = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    actor = fields.Nested(Actor, required=True)
    reason = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    seconds_in_stage = fields.Integer(allow_none=True)
    undoes = fields.UUID(allow_none=True)
    undone = fields.Boolean(required=True)


class Note(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    content = fields.String(required=True)
    remind_date = fields.Date(allow_none=True)
    mentions = fields.List(fields.UUID())
    created_by = fields.Nested(Actor, required=True)
    created_at = fields.AwareDateTime(required=True)


class NotePage(Schema):
    items = fields.List(fields.Nested(Note), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)


class Happening(Schema):
    """One line of the timeline."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    actor = fields.Nested(Actor, required=True)
    title = fields.String(required=True)
    detail = fields.String(allow_none=True)


class Warning(Schema):
    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ActionRequired(Schema):
    part = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class OnApplication(Schema):
    """A party as it stands on an application."""

    class Meta:
        unknown = INCLUDE

    id = fields.UUID()
    version = fields.Integer()
    name = fields.String()
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class Guarantor(OnApplication):
    guarantor_type = fields.String()
    liability_cap = fields.String(allow_none=True)
    backs = fields.List(fields.UUID())


class Application(Shown, TermsShape):
    """The full nested application."""

    created_by = fields.Nested(Actor, required=True)
    borrowers = fields.List(fields.Nested(OnApplication), required=True)
    guarantors = fields.List(fields.Nested(Guarantor), required=True)
    companies = fields.List(fields.Nested(OnApplication), required=True)
    broker = fields.Nested(OnApplication, allow_none=True)
    bd = fields.Nested(OnApplication, allow_none=True)
    branch = fields.Nested(OnApplication, allow_none=True)
    conditions = fields.List(fields.Dict(), required=True)
    documents = fields.List(fields.Dict(), required=True)
    fees = fields.List(fields.Dict(), required=True)
    repayments = fields.List(fields.Dict(), required=True)
    ledger = fields.List(fields.Dict(), required=True)
    notes = fields.List(fields.Nested(Note), required=True)
    history = fields.List(fields.Nested(HistoryRow), required=True)
    timeline = fields.List(fields.Nested(Happening), required=True)
    sections = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)
    provisioning = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    action_required = fields.List(fields.Nested(ActionRequired), required=True)
    allowed_actions = fields.List(fields.Nested(Action), required=True)
    warnings = fields.List(fields.Nested(Warning), required=True)
