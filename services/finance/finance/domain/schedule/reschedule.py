"""The rest of a schedule, worked out again for the balance that is outstanding after an instalment."""

from collections.abc import Sequence
from decimal import Decimal

from finance.domain.schedule.amortisation import Instalment, interest_between
from finance.domain.schedule.due_dates import Period
from finance.domain.schedule.methods import RepaymentMethod, repayment_method
from finance.domain.schedule.rounding import ZERO
from finance.domain.schedule.terms import Terms


def reschedule(terms: Terms, spans: Sequence[Period], after: int, balance: Decimal) -> list[Instalment]:
    """The instalments with numbers above `after` on their own due dates; none where nothing is outstanding.

    The term stays and the instalments get smaller: those that pay principal share the new balance.
    """
    tail = [span for span in spans if span.number > after]
    if balance <= 0 or not tail:
        return []
    method = repayment_method(terms, spans, after)
    rows = []
    for span in tail:
        row = _instalment(terms, method, span, balance, last=span is tail[-1])
        balance = row.balance
        rows.append(row)
    return rows


def _instalment(terms: Terms, method: RepaymentMethod, span: Period, balance: Decimal, *, last: bool) -> Instalment:
    whole = interest_between(balance, terms.annual_rate, span.start, span.end, terms.day_count, terms.frequency, span)
    earned, capitalised = method.interest_due(span, whole), ZERO
    if last:
        paid = balance
    elif span.number <= terms.capitalised:
        paid, capitalised = -earned, earned
    else:
        paid = min(balance, method.principal_due(span, balance, earned))
    return Instalment(span.number, span.end, paid, earned, balance - paid, capitalised=capitalised)
