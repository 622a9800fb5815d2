"""Loans: requests, from people and from applications, and responses."""

from marshmallow import INCLUDE, Schema, fields

from finance.schemas.payments import Payment
from finance.schemas.repayments import Repayment
from finance.schemas.terms import TermsShape
from lendkit.contracts import choices
from lendkit.contracts.fields import Choice, Day, Money, Rate, Text, Whole
from lendkit.contracts.finance import LOAN_STATUSES
from lendkit.web.pages import PageArgs

PENALTIES = {"description": "`default_interest` under its old name."}


class BoardedLoan(TermsShape):
    """An existing loan, by the terms it settled on."""

    application_id = fields.UUID(required=True)
    product_id = fields.UUID(allow_none=True)


class By(Schema):
    """Whom the other service acts for."""

    class Meta:
        unknown = INCLUDE

    id = fields.UUID(required=True)
    name = fields.String(load_default="")
    role = fields.String(load_default="service")


class Settlement(Schema):
    application_id = fields.UUID(required=True)
    reference_number = Text(40, allow_none=True)
    loan_amount = Money(allow_none=True)
    loan_term = Whole(1, 600, allow_none=True)
    interest_rate = Rate(allow_none=True)
    repayment_frequency = Choice(*choices.FREQUENCIES, allow_none=True)
    product_id = fields.UUID(allow_none=True)
    capitalised_interest_months = Whole(0, 600, allow_none=True)
    settled_on = Day(required=True)
    actor = fields.Nested(By, required=True)


class Discharge(Schema):
    application_id = fields.UUID(required=True)
    on = Day(required=True)
    actor = fields.Nested(By, required=True)


class Closure(Schema):
    application_id = fields.UUID(required=True)
    actor = fields.Nested(By, required=True)


class LoanFilter(PageArgs):
    application_id = fields.UUID()
    status = Choice(*LOAN_STATUSES)


class PayoffDay(Schema):
    on = Day()


class LoanBalances(Schema):
    principal = Money(required=True)
    interest = Money(required=True)
    fees = Money(required=True)
    default_interest = Money(required=True)
    penalties = Money(required=True, metadata=PENALTIES)
    overpaid = Money(required=True)
    total = Money(required=True)


class Arrears(Schema):
    days_past_due = fields.Integer(required=True)
    bucket = fields.String(allow_none=True, required=True)
    amount = Money(required=True)


class LoanItem(Schema):
    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    application_id = fields.UUID(required=True)
    reference_number = fields.String(allow_none=True)
    product_id = fields.UUID(allow_none=True)
    status = fields.String(required=True)
    principal = Money(required=True)
    annual_rate = Rate(required=True)
    method = fields.String(required=True)
    frequency = fields.String(required=True)
    day_count = fields.String(required=True)
    capitalised_periods = fields.Integer()
    periods = fields.Integer(required=True)
    settled_on = fields.Date(required=True)
    maturity_date = fields.Date(required=True)
    discharged_on = fields.Date(allow_none=True)
    balances = fields.Nested(LoanBalances, required=True)
    days_past_due = fields.Integer(required=True)
    arrears = fields.Nested(Arrears, required=True)
    as_of = fields.Date(required=True)
    created_at = fields.AwareDateTime(required=True)


class LoanSchedule(Schema):
    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    reason = fields.String(required=True)
    interest = Money(required=True)
    created_at = fields.AwareDateTime(required=True)
    instalments = fields.List(fields.Nested(Repayment), required=True)


class Loan(LoanItem):
    terms = fields.Dict(required=True)
    rules = fields.Dict(required=True)
    schedule = fields.Nested(LoanSchedule, required=True)
    payments = fields.List(fields.Nested(Payment), required=True)


class LoanPage(Schema):
    items = fields.List(fields.Nested(LoanItem), required=True)
    next = fields.String(allow_none=True, required=True)
    total = fields.Integer(allow_none=True, required=True)


class Payoff(Schema):
    """The payout figure: `total` is what clears the loan, less `interest_rebate`, the unearned interest in it."""

    loan_id = fields.UUID(required=True)
    on = fields.Date(required=True)
    version = fields.Integer(required=True)
    principal = Money(required=True)
    interest = Money(required=True)
    fees = Money(required=True)
    default_interest = Money(required=True)
    interest_rebate = Money(required=True)
    penalties = Money(required=True, metadata=PENALTIES)
    given_back = Money(required=True, metadata={"description": "`interest_rebate` under its old name."})
    overpaid = Money(required=True)
    total = Money(required=True)
