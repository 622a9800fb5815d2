"""People, companies and guarantors."""

from marshmallow import Schema, fields

from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Digits, Email, Many, Money, Rate, Text

REF = 40


class AddressShape(Schema):
    street = Text(200, allow_none=True)
    city = Text(100, allow_none=True)
    state = Text(50, allow_none=True)
    postal_code = Text(12, allow_none=True)
    country = Text(60, allow_none=True)


class EmploymentShape(Schema):
    employer = Text(200, allow_none=True)
    role = Text(100, allow_none=True)
    type = Choice(*choices.EMPLOYMENT_TYPES, allow_none=True)
    since = Day(allow_none=True)


class FlowShape(Schema):
    """Income or an expense."""

    kind = Text(60)
    description = Text(200, allow_none=True)
    amount = Money(zero=True)
    frequency = Choice(*choices.FREQUENCIES)


class AssetShape(Schema):
    kind = Text(60)
    description = Text(200, allow_none=True)
    value = Money(zero=True)


class LiabilityShape(Schema):
    kind = Text(60)
    description = Text(200, allow_none=True)
    balance = Money(zero=True)
    repayment = Money(zero=True, allow_none=True)


class BankAccountShape(Schema):
    bsb = Text(7, required=True)
    account_number = Text(12, required=True)
    account_name = Text(120, allow_none=True)


class PartyShape(Schema):
    """The fields of both people and companies; `{id}` alone names an existing party."""

    id = fields.UUID()
    ref = Text(REF, shortest=1)
    email = Email(allow_none=True)
    phone = Text(30, allow_none=True)
    address = fields.Nested(AddressShape, allow_none=True)
    mailing_address = fields.Nested(AddressShape, allow_none=True)
    income = Many(fields.Nested(FlowShape))
    expenses = Many(fields.Nested(FlowShape))
    assets = Many(fields.Nested(AssetShape))
    liabilities = Many(fields.Nested(LiabilityShape))
    bank_account = fields.Nested(BankAccountShape, allow_none=True)
    referral_source = Text(60, allow_none=True)
    tags = Many(Text(40, shortest=1), 20)


class PersonFields(Schema):
    first_name = Text(100, allow_none=True)
    last_name = Text(100, allow_none=True)
    date_of_birth = Day(allow_none=True)
    marital_status = Choice(*choices.MARITAL_STATUSES, allow_none=True)
    residency = Choice(*choices.RESIDENCIES, allow_none=True)
    employment = fields.Nested(EmploymentShape, allow_none=True)
    tax_id = Text(20, allow_none=True, load_only=True)


class DirectorShape(Schema):
    first_name = Text(100)
    last_name = Text(100)
    date_of_birth = Day(allow_none=True)
    email = Email(allow_none=True)
    phone = Text(30, allow_none=True)


class OwnerShape(Schema):
    """A beneficial owner, with 25% or more."""

    name = Text(200)
    share_percent = Rate(allow_none=True)


class CompanyFields(Schema):
    entity_name = Text(200, allow_none=True)
    entity_type = Choice(*choices.ENTITY_TYPES, allow_none=True)
    abn = Digits(11, allow_none=True)
    acn = Digits(9, allow_none=True)
    trustee_name = Text(200, allow_none=True)
    directors = Many(fields.Nested(DirectorShape))
    beneficial_owners = Many(fields.Nested(OwnerShape))


class PersonShape(PartyShape, PersonFields):
    """A borrower."""


class CompanyShape(PartyShape, CompanyFields):
    """A company, a trust or a super fund."""


class GuarantorShape(PartyShape, PersonFields, CompanyFields):
    """A person or a company, the limit of their guarantee, and whom they back (all borrowers when none is named)."""

    guarantor_type = Choice(*choices.GUARANTOR_TYPES)
    liability_cap = Money(allow_none=True)
    backs = Many(Text(REF, shortest=1), 20, allow_none=True)
