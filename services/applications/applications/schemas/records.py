"""Consents, valuations, requirements, decisions, legal advice and conditions, as they are sent and read."""

from typing import Any

from marshmallow import Schema, ValidationError, fields

from applications.schemas.actors import Actor
from lendkit.contracts.fields import Choice, Day, Flag, Money, Text


class Security(fields.Field[Any]):
    """A security by its position (from 0), or by its address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"oneOf": [{"type": "integer"}, {"type": "string"}]}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 50:
            return value
        if isinstance(value, str) and value.strip():
            return Text(300).deserialize(value, attr, data)
        raise ValidationError("Choose a security by its position (from 0) or its address.")


class NewConsent(Schema):
    """From one party; without `party_id`, from all parties."""

    kind = Choice("privacy", "credit_check", required=True)
    party_id = fields.UUID(allow_none=True, load_default=None)
    given_on = Day(required=True)
    note = Text(500, allow_none=True)


class Valued(Schema):
    value = Money(required=True)
    valued_on = Day(required=True)
    valuer = Text(200, allow_none=True)
    note = Text(500, allow_none=True)


class NewValuation(Valued):
    """Of one security; without `security`, of all securities together."""

    security = Security(allow_none=True)


class NewRequirement(Schema):
    title = Text(200, shortest=1, required=True)
    detail = Text(2000, lines=True, allow_none=True)
    due_date = Day(allow_none=True)


class RequirementChange(Schema):
    resolved = Flag(required=True)
    resolution = Text(500, allow_none=True)


class NewDecision(Schema):
    decision = Choice("approve", "decline", required=True)
    reason = Text(2000, lines=True, allow_none=True)


class NewLegalAdvice(Schema):
    """To one guarantor; without `party_id`, to all guarantors."""

    party_id = fields.UUID(allow_none=True, load_default=None)
    given_on = Day(required=True)
    solicitor = Text(200, allow_none=True)


class NewCondition(Schema):
    title = Text(200, shortest=1, required=True)


class ConditionChange(Schema):
    met = Flag(required=True)
    evidence = Text(500, allow_none=True)


class Record(Schema):
    """The fields every record has."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(required=True)
    created_by = fields.Nested(Actor, required=True)
    created_at = fields.AwareDateTime(required=True)


class Consent(Record, NewConsent):
    pass


class ValuedSecurity(Schema):
    position = fields.Integer(required=True)
    address = fields.String(required=True)


class Valuation(Record, Valued):
    security = fields.Nested(ValuedSecurity, allow_none=True)


class Requirement(Record, NewRequirement):
    resolved = fields.Boolean(required=True)
    resolution = fields.String(allow_none=True)
    resolved_by = fields.Nested(Actor, allow_none=True)
    resolved_at = fields.AwareDateTime(allow_none=True)


class Decision(Record, NewDecision):
    """`terms` are the loan amount, term and rate it was made on."""

    terms = fields.Dict(required=True)


class LegalAdvice(Record, NewLegalAdvice):
    pass


class Condition(Record, NewCondition):
    met = fields.Boolean(required=True)
    evidence = fields.String(allow_none=True)
    met_by = fields.Nested(Actor, allow_none=True)
    met_at = fields.AwareDateTime(allow_none=True)


def page_of(item: type[Record]) -> type[Schema]:
    """A list in the shape of every list; an application has at most 200 of each record, so it has one page."""
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(allow_none=True, required=True),
            "total": fields.Integer(required=True),
        },
        name=f"{item.__name__}Page",
    )
