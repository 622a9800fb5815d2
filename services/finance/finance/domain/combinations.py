"""Which terms go together. What does not is said in words, at the field that somebody would change."""

from collections.abc import Iterator
from datetime import date

from finance.domain import periods
from finance.domain.frequency import add_months
from finance.domain.products import AMORTISING
from finance.domain.rounding import ZERO
from finance.domain.terms import Terms
from lendkit.values.errors import Invalid

MOST_PERIODS = 1600
LATEST = date(2200, 12, 31)
Finding = tuple[str, str]  # JSON pointer, what to do


def check(terms: Terms) -> None:
    """Raises Invalid with every finding."""
    errors: dict[str, list[str]] = {}
    for pointer, message in _findings(terms):
        errors.setdefault(pointer, []).append(message)
    if errors:
        raise Invalid(errors, detail="These terms do not go together.")


def _findings(terms: Terms) -> Iterator[Finding]:
    if not 1 <= terms.periods <= MOST_PERIODS:
        yield "/periods", f"Between 1 and {MOST_PERIODS} periods."
        return
    found = [*_dates(terms), *_grace(terms), *_balloon(terms), *_planned(terms)]
    yield from found or _draws(terms)  # draws are placed on due dates that hold


def _dates(terms: Terms) -> Iterator[Finding]:
    first = terms.first_due_date
    if first is not None and first <= terms.settlement_date:
        yield "/first_due_date", "The first due date comes after the settlement date."
    try:
        last = periods.due_dates(terms)[-1]
        whole = add_months(terms.settlement_date, terms.periods)
        if first not in (None, whole) and terms.frequency == "at_maturity" and terms.periods > 1:
            yield "/first_due_date", "At maturity there is one due date: leave this out, or set periods to 1."
    except (ValueError, OverflowError):
        last = date.max
    if last > LATEST:
        yield "/periods", f"The last due date would be after {LATEST.year}: take fewer periods."


def _grace(terms: Terms) -> Iterator[Finding]:
    count = 1 if terms.frequency == "at_maturity" else terms.periods
    if terms.method in ("prepaid", "flat") and terms.capitalised_periods:
        yield "/capitalised_periods", "Interest that is prepaid or flat does not join the principal: set this to 0."
    elif terms.capitalised_periods > terms.periods:
        yield "/capitalised_periods", "More capitalised periods than periods."
    elif terms.method in AMORTISING and terms.grace and terms.grace >= count:
        field = "interest_only_periods" if terms.interest_only_periods else "capitalised_periods"
        yield f"/{field}", "Leave at least one period for principal, or choose interest_only."
    elif terms.method == "prepaid" and terms.interest_only_periods:
        yield "/interest_only_periods", "Prepaid interest is not paid again on the way: set this to 0."
    elif terms.grace > terms.periods:
        yield "/interest_only_periods", "More interest-only periods than there are left."
    if terms.principal_every > 1 and terms.method not in AMORTISING:
        yield "/principal_every", "This method pays the principal at the end: leave this out."
    elif terms.principal_every > count:
        yield "/principal_every", "There are fewer periods than this."


def _balloon(terms: Terms) -> Iterator[Finding]:
    if terms.balloon is None:
        return
    if not ZERO <= terms.balloon <= terms.principal:
        yield "/balloon", "A balloon is at most the principal."
    elif terms.method not in AMORTISING and terms.balloon != terms.principal:
        yield "/balloon", "This method leaves all principal to the end: leave the balloon out, or choose an annuity."


def _planned(terms: Terms) -> Iterator[Finding]:
    if not terms.planned:
        return
    if terms.method != "custom":
        yield "/instalments", "Instalments are listed for the method custom only."
    if len(terms.planned) != terms.periods:
        yield "/instalments", "List as many instalments as there are periods."
    before = terms.settlement_date
    for index, planned in enumerate(terms.planned):
        if planned.due_date <= before:
            yield f"/instalments/{index}/due_date", "Each due date comes after the one before and after settlement."
        if planned.principal and index < terms.grace:
            yield f"/instalments/{index}/principal", "No principal is paid while interest is capitalised or alone."
        before = max(before, planned.due_date)
    paid = sum((planned.principal for planned in terms.planned), ZERO)
    if paid != terms.principal:
        yield "/instalments", f"Their principal adds up to {paid}, not to the {terms.principal} of the loan."


def _draws(terms: Terms) -> Iterator[Finding]:
    if sum((draw.amount for draw in terms.draws), ZERO) > terms.principal:
        yield "/draws", "The draws add up to more than the principal."
    due = periods.due_dates(terms)
    fixed = _fixed_from(terms, due)
    for index, draw in enumerate(terms.draws):
        if draw.date < terms.settlement_date:
            yield f"/draws/{index}/date", "Nothing is drawn before settlement."
        elif draw.date >= due[-1]:
            yield f"/draws/{index}/date", "Nothing is drawn on or after the last due date."
        elif draw.date > fixed:
            yield f"/draws/{index}/date", "With this method all is drawn before principal is paid in parts."


def _fixed_from(terms: Terms, due: list[date]) -> date:
    """The day by which all must be drawn, because the instalments are worked out from the whole."""
    if terms.method in ("annuity", "equal_principal"):
        return due[terms.grace - 1] if terms.grace else terms.settlement_date
    if terms.method in ("prepaid", "flat") or terms.planned:
        return terms.settlement_date
    return due[-1]
