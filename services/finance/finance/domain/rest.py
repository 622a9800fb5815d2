"""The rest of a schedule, planned anew for the balance that is left after an instalment."""

from collections.abc import Sequence
from decimal import Decimal

from finance.domain import principal, schedule
from finance.domain.periods import Period
from finance.domain.rounding import ZERO
from finance.domain.schedule import Instalment
from finance.domain.terms import Terms


def plan(terms: Terms, spans: Sequence[Period], after: int, balance: Decimal) -> list[Instalment]:
    """The instalments with numbers above `after` on their own due dates; none when nothing is left to pay.

    The term stays and the instalments get smaller: those that pay principal share the new balance.
    """
    tail = [span for span in spans if span.number > after]
    if balance <= 0 or not tail:
        return []
    shares = principal.plan(terms, spans)
    shares.paying = [span for span in shares.paying if span.number > after]
    found = []
    for span in tail:
        row = _row(terms, shares, span, balance, last=span is tail[-1])
        balance = row.balance
        found.append(row)
    return found


def _row(terms: Terms, shares: principal.Plan, span: Period, balance: Decimal, *, last: bool) -> Instalment:
    whole = schedule.interest(balance, terms.annual_rate, span.start, span.end, terms.day_count, terms.frequency, span)
    earned, capitalised = shares.interest(span, whole), ZERO
    if last:
        paid = balance
    elif span.number <= terms.capitalised:
        paid, capitalised = -earned, earned
    else:
        paid = min(balance, shares.of(span, balance, earned))
    return Instalment(span.number, span.end, paid, earned, balance - paid, capitalised=capitalised)
