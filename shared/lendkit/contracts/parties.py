"""What parties publishes, with sensitive fields masked."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from lendkit.contracts.catalogue import Data, EventType, State
from lendkit.values import identifiers

SENSITIVE = ("tax_id", "bank_account", "commission_account")


class PartyState(State):
    kind = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    name = fields.String(required=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    tax_id = fields.String(allow_none=True)
    bank_account = fields.Dict(allow_none=True)


class PersonState(PartyState):
    first_name = fields.String(allow_none=True)
    last_name = fields.String(allow_none=True)
    date_of_birth = fields.Date(allow_none=True)


class CompanyState(PartyState):
    entity_name = fields.String(allow_none=True)
    entity_type = fields.String(allow_none=True)
    abn = fields.String(allow_none=True)
    acn = fields.String(allow_none=True)


class BranchState(State):
    name = fields.String(required=True)
    address = fields.Dict(allow_none=True)


class BdmState(State):
    name = fields.String(required=True)
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    user_id = fields.UUID(allow_none=True)


class BrokerState(BdmState):
    company = fields.String(allow_none=True)
    bd_ids = fields.List(fields.UUID(), required=True)
    commission_account = fields.Dict(allow_none=True)


class Erased(State):
    """What remains of an erased party: every copy of it becomes a tombstone."""


class PartRefused(Data):
    application_id = fields.UUID(required=True)
    part = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


def _pair(noun: str, schema: type[State], article: str = "A") -> tuple[EventType, EventType]:
    label = f"{article} {noun.replace('_', ' ')}"
    return (
        EventType(f"parties.{noun}_created.v1", noun, schema, f"{label} was created."),
        EventType(f"parties.{noun}_changed.v1", noun, schema, f"{label} changed."),
    )


EVENTS = (
    *_pair("person", PersonState),
    *_pair("company", CompanyState),
    EventType("parties.person_erased.v1", "person", Erased, "A person was erased, with everything known of them."),
    EventType("parties.company_erased.v1", "company", Erased, "A company was erased, with everything known of it."),
    *_pair("broker", BrokerState),
    *_pair("bdm", BdmState),
    *_pair("branch", BranchState),
    EventType("parties.part_refused.v1", "application", PartRefused, "A party of a submission was refused."),
)


def split_sensitive(part: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the part with its sensitive values masked, the sensitive values in clear)."""
    public, secret = dict(part), {}
    for name in SENSITIVE:
        value = public.get(name)
        if value:
            secret[name] = value
            public[name] = identifiers.mask_tax_id(value) if name == "tax_id" else identifiers.mask_account(value)
    return public, secret
