"""The full nested application, as its page shows it."""

from marshmallow import INCLUDE, Schema, fields

from applications.schemas.actors import Actor
from applications.schemas.applications import Shown
from applications.schemas.records import Condition, Consent, Decision, LegalAdvice, Requirement, Valuation
from applications.schemas.sections import Document, Fee, Funding, Instalment, Journal, Loan, Payment
from lendkit.contracts import choices
from lendkit.contracts.fields import Choice
from lendkit.contracts.shapes.application import TermsShape


class Missing(Schema):
    code = fields.String(required=True)
    detail = fields.String(required=True)


class Action(Schema):
    to = Choice(*choices.STAGES, required=True)
    label = fields.String(required=True)
    direction = Choice("forward", "back", "hold", "exit", required=True)
    tone = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    wants_reason = fields.Boolean(required=True)
    missing = fields.List(fields.Nested(Missing), required=True)


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


class TimelineEntry(Schema):
    """One entry of the timeline; `link_id` is the note, record, document, payment, fee or instalment it is about."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    actor = fields.Nested(Actor, required=True)
    title = fields.String(required=True)
    detail = fields.String(allow_none=True)
    link_id = fields.UUID(allow_none=True)


class Warning(Schema):
    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ActionRequired(Schema):
    part = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class OnApplication(Schema):
    """A party as the application shows it."""

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
    uploaded_pdf_path = fields.String(allow_none=True)
    consents = fields.List(fields.Nested(Consent), required=True)
    valuations = fields.List(fields.Nested(Valuation), required=True)
    requirements = fields.List(fields.Nested(Requirement), required=True)
    decisions = fields.List(fields.Nested(Decision), required=True)
    legal_advice = fields.List(fields.Nested(LegalAdvice), required=True)
    conditions = fields.List(fields.Nested(Condition), required=True)
    documents = fields.List(fields.Nested(Document), required=True)
    fees = fields.List(fields.Nested(Fee), required=True)
    repayments = fields.List(fields.Nested(Instalment), required=True)
    ledger = fields.List(fields.Nested(Journal), required=True)
    payments = fields.List(fields.Nested(Payment), required=True)
    loan = fields.Nested(Loan, allow_none=True)
    funding = fields.Nested(Funding, allow_none=True)
    notes = fields.List(fields.Nested(Note), required=True)
    history = fields.List(fields.Nested(HistoryRow), required=True)
    timeline = fields.List(fields.Nested(TimelineEntry), required=True)
    sections = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)
    provisioning = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    action_required = fields.List(fields.Nested(ActionRequired), required=True)
    allowed_actions = fields.List(fields.Nested(Action), required=True)
    warnings = fields.List(fields.Nested(Warning), required=True)
