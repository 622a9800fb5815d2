"""Brokers, BDMs and branches."""

from marshmallow import Schema, fields

from lendkit.contracts.fields import Email, Many, Text
from lendkit.contracts.shapes.party import AddressShape, BankAccountShape


class BranchShape(Schema):
    name = Text(120, shortest=1, required=True)
    address = fields.Nested(AddressShape, allow_none=True)


class BdmShape(Schema):
    name = Text(120, shortest=1, required=True)
    phone = Text(30, allow_none=True)
    email = Email(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    user_id = fields.UUID(allow_none=True)


class BrokerShape(Schema):
    name = Text(120, shortest=1, required=True)
    company = Text(200, allow_none=True)
    phone = Text(30, allow_none=True)
    email = Email(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    bd_ids = Many(fields.UUID(), 20)
    commission_account = fields.Nested(BankAccountShape, allow_none=True)
    user_id = fields.UUID(allow_none=True)
