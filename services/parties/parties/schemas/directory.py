"""Brokers, BDMs and branches as they are read."""

from marshmallow import Schema, fields

from lendkit.contracts.fields import Text
from lendkit.contracts.shapes import AddressShape, BdmShape, BranchShape, BrokerShape
from lendkit.web.pages import PageArgs


class DirectoryFilter(PageArgs):
    q = Text(100)
    branch_id = fields.UUID()
    bd_id = fields.UUID()
    broker_id = fields.UUID()


class BranchChange(BranchShape):
    name = Text(120, shortest=1)


class BdmChange(BdmShape):
    name = Text(120, shortest=1)


class BrokerChange(BrokerShape):
    name = Text(120, shortest=1)


class Link(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)


class Entry(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    brokers = fields.List(fields.Nested(Link))
    bdms = fields.List(fields.Nested(Link))


class Branch(Entry):
    address = fields.Nested(AddressShape, allow_none=True)


class Bdm(Entry):
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    user_id = fields.UUID(allow_none=True)


class Account(Schema):
    bsb = fields.String(required=True)
    account_number = fields.String(required=True)
    account_name = fields.String(allow_none=True)


class Broker(Bdm):
    company = fields.String(allow_none=True)
    bd_ids = fields.List(fields.UUID())
    commission_account = fields.Nested(Account, allow_none=True)


class _Page(Schema):
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)


class BranchPage(_Page):
    items = fields.List(fields.Nested(Branch), required=True)


class BdmPage(_Page):
    items = fields.List(fields.Nested(Bdm), required=True)


class BrokerPage(_Page):
    items = fields.List(fields.Nested(Broker), required=True)
