"""What finance publishes. Amounts are decimal strings; everything names its application."""

from uuid import UUID

from marshmallow import fields, validate

from lendkit.contracts.catalogue import Data, EventType, Ref, State

# The product of a loan that names none: interest-only, paid at maturity, ACT/365F. It never changes.
DEFAULT_PRODUCT_ID = UUID("0198a000-0006-7000-8000-000000000001")
FEE_STATUSES = ("waiting", "paid", "waived", "refunded")
INSTALMENT_STATUSES = ("projected", "due", "part_paid", "paid", "overdue", "replaced")
LOAN_STATUSES = ("open", "discharged", "written_off")
REMINDER_TYPES = ("repayment", "interest", "maturity")


class OfApplication(State):
    application_id = fields.UUID(required=True)


class FeeState(OfApplication):
    """`amount` includes `gst`, the part of it that is tax; `paid` is what has been paid so far."""

    type = fields.String(required=True)
    amount = fields.String(required=True)
    gst = fields.String(required=True)
    paid = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(FEE_STATUSES))
    due_date = fields.Date(allow_none=True)
    paid_on = fields.Date(allow_none=True)
    reference = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class Balances(Data):
    """What is owed. `penalties` is `default_interest` under its old name."""

    principal = fields.String(required=True)
    interest = fields.String(required=True)
    fees = fields.String(required=True)
    default_interest = fields.String()
    penalties = fields.String(required=True)
    overpaid = fields.String(required=True)
    total = fields.String(required=True)


class LoanState(OfApplication):
    """The contract terms and the balances of a loan; `periods` counts instalments, and the interest of the first
    `capitalised_periods` joins the principal."""

    status = fields.String(required=True, validate=validate.OneOf(LOAN_STATUSES))
    principal = fields.String(required=True)
    annual_rate = fields.String(required=True)
    method = fields.String(required=True)
    frequency = fields.String(required=True)
    day_count = fields.String(required=True)
    capitalised_periods = fields.Integer()
    periods = fields.Integer(required=True)
    settled_on = fields.Date(required=True)
    maturity_date = fields.Date(required=True)
    discharged_on = fields.Date(allow_none=True)
    balances = fields.Nested(Balances, required=True)
    days_past_due = fields.Integer(required=True)
    reason = fields.String(allow_none=True)


class ScheduleState(OfApplication):
    """A version of a loan's schedule; its instalments are events of their own."""

    loan_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    reason = fields.String(required=True)
    instalments = fields.Integer(required=True)
    first_due_date = fields.Date(allow_none=True)
    last_due_date = fields.Date(allow_none=True)
    interest = fields.String(required=True)


class InstalmentState(OfApplication):
    """A repayment; `outstanding` is what has not been paid of `amount`."""

    loan_id = fields.UUID(required=True)
    schedule_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    due_date = fields.Date(required=True)
    principal = fields.String(required=True)
    interest = fields.String(required=True)
    fees = fields.String(required=True)
    amount = fields.String(required=True)
    balance = fields.String(required=True)
    outstanding = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(INSTALMENT_STATUSES))
    paid_on = fields.Date(allow_none=True)


class Reminder(OfApplication):
    """`days` before, or past, the due date. `cause` is `reminder_type` under its old name."""

    loan_id = fields.UUID(required=True)
    instalment_id = fields.UUID(allow_none=True)
    reminder_type = fields.String(validate=validate.OneOf(REMINDER_TYPES))
    cause = fields.String(required=True, validate=validate.OneOf(REMINDER_TYPES))
    due_date = fields.Date(required=True)
    outstanding = fields.String(required=True)
    days = fields.Integer(required=True)


class Allocation(Data):
    """What a payment went to. `penalties` is `default_interest` under its old name."""

    default_interest = fields.String()
    penalties = fields.String(required=True)
    fees = fields.String(required=True)
    interest = fields.String(required=True)
    principal = fields.String(required=True)
    overpaid = fields.String(required=True)


class PaymentState(OfApplication):
    loan_id = fields.UUID(required=True)
    instalment_id = fields.UUID(allow_none=True)
    amount = fields.String(required=True)
    received_on = fields.Date(required=True)
    reference = fields.String(required=True)
    allocation = fields.Nested(Allocation, required=True)
    status = fields.String(required=True, validate=validate.OneOf(("received", "reversed")))
    reason = fields.String(allow_none=True)


class Posting(Data):
    account = fields.String(required=True)
    debit = fields.String(required=True)
    credit = fields.String(required=True)


class JournalState(OfApplication):
    """A balanced journal. It never changes, so its version stays 1."""

    loan_id = fields.UUID(allow_none=True)
    type = fields.String(required=True)
    amount = fields.String(required=True)
    effective_on = fields.Date(required=True)
    booked_at = fields.AwareDateTime(required=True)
    fee_id = fields.UUID(allow_none=True)
    repayment_id = fields.UUID(allow_none=True)
    payment_id = fields.UUID(allow_none=True)
    reverses_id = fields.UUID(allow_none=True)
    postings = fields.List(fields.Nested(Posting), required=True)


class Deduction(Data):
    type = fields.String(required=True)
    amount = fields.String(required=True)
    gst = fields.String(required=True)


class FundingState(OfApplication):
    """A saved funding table: the net advance (`net`) of a loan after the deductions."""

    number = fields.Integer(required=True)
    loan_amount = fields.String(required=True)
    deductions = fields.List(fields.Nested(Deduction), required=True)
    net = fields.String(required=True)
    created_by = fields.Nested(Ref, required=True)
    created_at = fields.AwareDateTime(required=True)


class PartRefused(Data):
    application_id = fields.UUID(required=True)
    part = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


def _event(name: str, aggregate: str, schema: type[Data], summary: str) -> EventType:
    return EventType(f"finance.{name}.v1", aggregate, schema, summary)


EVENTS = (
    _event("fee_charged", "fee", FeeState, "A fee was charged to an application."),
    _event("fee_paid", "fee", FeeState, "A fee was paid, in full or in part."),
    _event("fee_waived", "fee", FeeState, "A fee was waived."),
    _event("fee_refunded", "fee", FeeState, "A paid fee was refunded."),
    _event("loan_opened", "loan", LoanState, "A loan was settled."),
    _event("loan_changed", "loan", LoanState, "The balances or terms of a loan changed."),
    _event("loan_discharged", "loan", LoanState, "A loan was paid out and discharged."),
    _event("schedule_replaced", "schedule", ScheduleState, "A loan has a new schedule."),
    _event("instalment_changed", "instalment", InstalmentState, "An instalment was scheduled, paid or replaced."),
    _event("repayment_upcoming", "reminder", Reminder, "A repayment, interest or the maturity of a loan is coming up."),
    _event("repayment_overdue", "reminder", Reminder, "A repayment is a number of days past due."),
    _event("payment_received", "payment", PaymentState, "A payment was received on a loan."),
    _event("payment_reversed", "payment", PaymentState, "A payment was reversed."),
    _event("journal_posted", "journal", JournalState, "A journal was posted to the ledger."),
    _event("funding_calculated", "funding", FundingState, "A funding table was saved."),
    _event("part_refused", "application", PartRefused, "A fee of a lodged application could not be charged."),
)
