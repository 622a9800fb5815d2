"""The nested application of one submission."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validates_schema

from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Email, Flag, Many, Money, Rate, Text, Whole
from lendkit.contracts.shapes.party import AddressShape, CompanyShape, GuarantorShape, PersonShape

# The fields that an application adds to an existing party; everything else is the party's own.
OF_EXISTING = {"id", "ref", "guarantor_type", "liability_cap", "backs"}
ALIASES = {"broker": "broker_id", "bd": "bd_id", "branch": "branch_id"}


class MortgageShape(Schema):
    lender = Text(120)
    balance = Money(zero=True)


class SecurityShape(Schema):
    address = fields.Nested(AddressShape, allow_none=True)
    property_type = Choice(*choices.PROPERTY_TYPES, allow_none=True)
    description = Text(500, allow_none=True)
    title_reference = Text(60, allow_none=True)
    estimated_value = Money(allow_none=True)
    existing_mortgages = Many(fields.Nested(MortgageShape), 10)


class ExpertShape(Schema):
    """A valuer or a quantity surveyor."""

    company_name = Text(200, allow_none=True)
    contact_name = Text(120, allow_none=True)
    phone = Text(30, allow_none=True)
    email = Email(allow_none=True)


class ExitShape(Schema):
    kind = Choice(*choices.EXIT_KINDS, allow_none=True)
    detail = Text(1000, lines=True, allow_none=True)


class SolvencyShape(Schema):
    """Unanswered (null) is not "no"."""

    bankruptcy = Flag(allow_none=True)
    judgments = Flag(allow_none=True)
    tax_arrears = Flag(allow_none=True)
    arrears_on_loans = Flag(allow_none=True)


class NoteShape(Schema):
    content = Text(10_000, shortest=1, lines=True, required=True)
    remind_date = Day(allow_none=True)
    mentions = Many(fields.UUID(), 20)


class FeeShape(Schema):
    type = Choice(*choices.FEE_TYPES, required=True)
    amount = Money(required=True)
    gst = Flag()
    due_date = Day(allow_none=True)


class UploadShape(Schema):
    upload_id = fields.UUID(required=True)
    type = Choice(*choices.DOCUMENT_TYPES, required=True)


class TermsShape(Schema):
    """The application's own fields."""

    loan_amount = Money(allow_none=True)
    loan_term = Whole(1, 600, unit="months", allow_none=True)
    interest_rate = Rate(allow_none=True)
    purpose = Text(2000, lines=True, allow_none=True)
    repayment_frequency = Choice(*choices.FREQUENCIES, allow_none=True)
    application_type = Choice(*choices.APPLICATION_TYPES, allow_none=True)
    application_type_other = Text(200, allow_none=True)
    product_id = fields.UUID(allow_none=True)
    estimated_settlement_date = Day(allow_none=True)
    capitalised_interest_months = Whole(0, 120, unit="months", allow_none=True)
    exit_strategy = fields.Nested(ExitShape, allow_none=True)
    solvency = fields.Nested(SolvencyShape, allow_none=True)
    securities = Many(fields.Nested(SecurityShape), 50)
    valuer_info = fields.Nested(ExpertShape, allow_none=True)
    qs_info = fields.Nested(ExpertShape, allow_none=True)
    broker_id = fields.UUID(allow_none=True)
    bd_id = fields.UUID(allow_none=True)
    branch_id = fields.UUID(allow_none=True)
    source = Choice(*choices.SOURCES, allow_none=True)
    signed_by = Text(200, allow_none=True)
    signature_date = Day(allow_none=True)

    @pre_load
    def take_aliases(self, data: Any, **_: Any) -> Any:
        """`broker`, `bd` and `branch` are other names of `broker_id`, `bd_id` and `branch_id`."""
        if not isinstance(data, dict):
            return data
        repeated = [name for alias, name in ALIASES.items() if alias in data and name in data]
        if repeated:
            raise ValidationError({name: ["Send this once, under one name."] for name in repeated})
        return {ALIASES.get(key, key): value for key, value in data.items()}


class ApplicationShape(TermsShape):
    """The whole nested application: its terms, parties, notes, fees and documents."""

    stage = Choice("draft", "inquiry", load_default="inquiry")
    borrowers = Many(fields.Nested(PersonShape), 20)
    guarantors = Many(fields.Nested(GuarantorShape), 20)
    companies = Many(fields.Nested(CompanyShape), 20)
    notes = Many(fields.Nested(NoteShape), 50)
    fees = Many(fields.Nested(FeeShape), 30)
    documents = Many(fields.Nested(UploadShape), 50)

    @validates_schema
    def check_refs(self, data: dict[str, Any], **_: Any) -> None:
        """A `ref` is unique in the body, and a guarantor backs borrowers of the same application."""
        parties = [(kind, i, p) for kind in ("borrowers", "companies", "guarantors") for i, p in _each(data, kind)]
        seen: set[str] = set()
        errors: dict[str, Any] = {}
        for kind, index, party in parties:
            if "id" in party and set(party) - OF_EXISTING:
                message = ["Name an existing party by its ID alone."]
                errors.setdefault(kind, {}).setdefault(index, {})["id"] = message
            if "ref" in party and party["ref"] in seen:
                errors.setdefault(kind, {}).setdefault(index, {})["ref"] = ["This reference is used twice."]
            seen.add(party.get("ref", ""))
        backed = [party for kind, _, party in parties if kind != "guarantors"]
        known = {str(party[name]) for party in backed for name in ("ref", "id") if name in party}
        for index, guarantor in _each(data, "guarantors"):
            if {name for name in guarantor.get("backs") or [] if name not in known and name.lower() not in known}:
                message = ["No borrower on this application has this reference or ID."]
                errors.setdefault("guarantors", {}).setdefault(index, {})["backs"] = message
        if errors:
            raise ValidationError(errors)


def _each(data: dict[str, Any], kind: str) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(data.get(kind) or []))
