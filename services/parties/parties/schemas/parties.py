"""People and companies as they are sent and read."""

from marshmallow import INCLUDE, Schema, fields

from lendkit.contracts.fields import Text
from lendkit.contracts.shapes import CompanyShape, GuarantorShape, PersonShape
from lendkit.web.pages import PageArgs

OF_APPLICATIONS = ("id", "ref")  # fields that only a submission has


class NewBorrower(PersonShape):
    class Meta:
        exclude = OF_APPLICATIONS


class NewGuarantor(GuarantorShape):
    class Meta:
        exclude = (*OF_APPLICATIONS, "backs", "liability_cap")


class NewCompany(CompanyShape):
    class Meta:
        exclude = OF_APPLICATIONS


class PartyFilter(PageArgs):
    q = Text(100)
    branch_id = fields.UUID()
    bd_id = fields.UUID()
    broker_id = fields.UUID()


class Warning(Schema):
    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    id = fields.UUID()


class Party(Schema):
    """A person or a company, sensitive fields masked."""

    class Meta:
        unknown = INCLUDE

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    name = fields.String(required=True)
    first_name = fields.String(allow_none=True)
    last_name = fields.String(allow_none=True)
    entity_name = fields.String(allow_none=True)
    entity_type = fields.String(allow_none=True)
    abn = fields.String(allow_none=True)
    acn = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    application_ids = fields.List(fields.UUID())
    warnings = fields.List(fields.Nested(Warning))


class PartyPage(Schema):
    items = fields.List(fields.Nested(Party), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)
