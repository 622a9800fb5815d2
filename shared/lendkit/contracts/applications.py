"""What applications publishes."""

from marshmallow import fields, validate

from lendkit.contracts.catalogue import INTERNAL, RESTRICTED, Data, EventType, Ref, State
from lendkit.contracts.choices import STAGES


class Named(Data):
    """The people on an application: enough for every service to decide who may see it."""

    application_id = fields.UUID(required=True)
    reference_number = fields.String(required=True)
    broker_id = fields.UUID(allow_none=True, required=True)
    bd_id = fields.UUID(allow_none=True, required=True)
    branch_id = fields.UUID(allow_none=True, required=True)
    party_ids = fields.List(fields.UUID(), required=True)
    party_names = fields.List(fields.String(), required=True)
    borrower_ids = fields.List(fields.UUID())


class ApplicationState(State, Named):
    """No personal data beyond names."""

    stage = fields.String(required=True, validate=validate.OneOf(STAGES))
    application_type = fields.String(allow_none=True)
    loan_amount = fields.String(allow_none=True)
    loan_term = fields.Integer(allow_none=True)
    interest_rate = fields.String(allow_none=True)
    repayment_frequency = fields.String(allow_none=True)
    estimated_settlement_date = fields.Date(allow_none=True)
    created_by = fields.Nested(Ref, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class ApplicationChanged(ApplicationState):
    changed = fields.List(fields.String(), required=True)


class Assigned(ApplicationState):
    was = fields.Dict(required=True)


class StageChanged(State, Named):
    from_stage = fields.String(required=True, data_key="from")
    to = fields.String(required=True)
    reason = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    undoes = fields.UUID(allow_none=True)
    at = fields.AwareDateTime(required=True)


class Deleted(State):
    application_id = fields.UUID(required=True)
    reference_number = fields.String(required=True)


class Note(State):
    application_id = fields.UUID(required=True)
    content = fields.String(required=True)
    remind_date = fields.Date(allow_none=True)
    mentions = fields.List(fields.UUID())
    created_by = fields.Nested(Ref, required=True)
    created_at = fields.AwareDateTime(required=True)


class NoteReminder(State):
    """A note whose reminder is due, for its author and the people it mentions."""

    application_id = fields.UUID(required=True)
    note_id = fields.UUID(required=True)
    reference_number = fields.String(required=True)
    content = fields.String(required=True)
    remind_date = fields.Date(required=True)
    mentions = fields.List(fields.UUID(), required=True)
    created_by = fields.Nested(Ref, required=True)


class StageStale(State, Named):
    """The stage has not changed for `days`, since the instant `since`."""

    stage = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    days = fields.Integer(required=True)


class Condition(State):
    """What must be satisfied before settlement."""

    application_id = fields.UUID(required=True)
    title = fields.String(required=True)
    met = fields.Boolean(required=True)
    evidence = fields.String(allow_none=True)
    met_by = fields.Nested(Ref, allow_none=True)
    met_at = fields.AwareDateTime(allow_none=True)
    created_by = fields.Nested(Ref, required=True)
    created_at = fields.AwareDateTime(required=True)


class Part(Data):
    """A party of a submission: masked, with its sensitive fields sealed to parties."""

    kind = fields.String(required=True, validate=validate.OneOf(("person", "company")))
    role = fields.String(required=True, validate=validate.OneOf(("borrower", "guarantor")))
    id = fields.UUID(required=True)
    sealed = fields.String()


class LodgedFee(Data):
    id = fields.UUID(required=True)
    type = fields.String(required=True)
    amount = fields.String(required=True)
    gst = fields.Boolean()
    due_date = fields.Date(allow_none=True)


class PartsLodged(Data):
    application_id = fields.UUID(required=True)
    broker_id = fields.UUID(allow_none=True)
    parties = fields.List(fields.Nested(Part), required=True)
    fees = fields.List(fields.Nested(LodgedFee), required=True)
    documents = fields.List(fields.Dict(), required=True)


def _event(
    name: str, schema: type[Data], summary: str, aggregate: str = "application", kind: str = INTERNAL
) -> EventType:
    return EventType(f"applications.{name}.v1", aggregate, schema, summary, kind, ephemeral=kind == RESTRICTED)


EVENTS = (
    _event("application_lodged", ApplicationState, "An application was lodged."),
    _event("parts_lodged", PartsLodged, "The parts of a submission, for their owners to create.", kind=RESTRICTED),
    _event("application_changed", ApplicationChanged, "Fields of an application changed."),
    _event("application_assigned", Assigned, "The broker, BDM or branch of an application changed."),
    _event("stage_changed", StageChanged, "The stage of an application changed, or a change was undone."),
    _event("application_deleted", Deleted, "An application was deleted, with everything under it."),
    _event("note_added", Note, "A note was added to an application.", aggregate="note"),
    _event("note_reminder_due", NoteReminder, "A note's reminder is due.", aggregate="reminder"),
    _event("stage_stale", StageStale, "An application has been in its stage for days.", aggregate="reminder"),
    _event("condition_changed", Condition, "A condition was added, satisfied or reopened.", aggregate="condition"),
)
