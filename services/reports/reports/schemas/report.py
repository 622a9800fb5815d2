"""What the answers of all reports have in common. Amounts are decimal strings, rates percent with one decimal."""

from marshmallow import Schema, fields


class Filters(Schema):
    from_ = fields.Date(data_key="from", required=True, allow_none=True)
    to = fields.Date(required=True, allow_none=True)
    bd_id = fields.UUID(required=True, allow_none=True)
    broker_id = fields.UUID(required=True, allow_none=True)
    branch_id = fields.UUID(required=True, allow_none=True)


class Answer(Schema):
    """`as_of` is how current the figures are; null until every service they come from was heard from."""

    as_of = fields.AwareDateTime(required=True, allow_none=True)
    filters = fields.Nested(Filters, required=True)
    rows_total = fields.Integer(required=True)


class Named(Schema):
    """A BDM, broker or branch; the name is null until it is known."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)


class Heading(Schema):
    """The application, and its current BDM, broker and branch."""

    application_id = fields.UUID(required=True)
    reference_number = fields.String(required=True)
    client_names = fields.List(fields.String(), required=True)
    bd = fields.Nested(Named, required=True, allow_none=True)
    broker = fields.Nested(Named, required=True, allow_none=True)
    branch = fields.Nested(Named, required=True, allow_none=True)


class OfMonth(Schema):
    month = fields.String(required=True, metadata={"example": "2026-11"})


class OfPerson(Schema):
    """Of one BDM, broker or branch; both are null for applications without one."""

    id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)


class Sum(Schema):
    count = fields.Integer(required=True)
    amount = fields.String(required=True, metadata={"example": "500000.00"})


def rate() -> fields.String:
    """Percent; null when there is nothing to divide by."""
    return fields.String(required=True, allow_none=True, metadata={"example": "96.9"})


def days() -> fields.String:
    """Days with one decimal; null when nothing was measured."""
    return fields.String(required=True, allow_none=True, metadata={"example": "3.5"})
