"""Which terms can be combined; what can't is reported at the field to change."""

from collections.abc import Iterator
from datetime import date

from finance.domain.schedule import due_dates
from finance.domain.schedule.frequency import add_months
from finance.domain.schedule.products import AMORTISING
from finance.domain.schedule.rounding import ZERO
from finance.domain.schedule.terms import Terms
from lendkit.values.en_au import dollars
from lendkit.values.errors import Invalid

MOST_PERIODS = 1600
LATEST = date(2200, 12, 31)
Finding = tuple[str, str]  # JSON pointer, what to do
AT_MATURITY = "This method repays principal at maturity: leave this blank."


def check(terms: Terms) -> None:
    """Raises Invalid with every finding."""
    errors: dict[str, list[str]] = {}
    for pointer, message in _findings(terms):
        errors.setdefault(pointer, []).append(message)
    if errors:
        raise Invalid(errors, detail="These terms can't be combined.")


def _findings(terms: Terms) -> Iterator[Finding]:
    if not 1 <= terms.periods <= MOST_PERIODS:
        yield "/periods", f"Enter 1 to {MOST_PERIODS:,} periods."
        return
    findings = [*_dates(terms), *_grace(terms), *_balloon(terms), *_planned(terms)]
    yield from findings or _draws(terms)  # draws are placed on due dates that hold


def _dates(terms: Terms) -> Iterator[Finding]:
    first = terms.first_due_date
    if first is not None and first <= terms.settlement_date:
        yield "/first_due_date", "The first due date must be after settlement."
    last = _last_due_date(terms)
    if last is not None and _has_two_maturities(terms):
        yield "/first_due_date", "A loan paid at maturity has one due date: leave this blank, or set periods to 1."
    if last is None or last > LATEST:
        yield "/periods", f"The last due date can't be after {LATEST.year}: enter fewer periods."


def _last_due_date(terms: Terms) -> date | None:
    """None where the calendar ends before it."""
    try:
        add_months(terms.settlement_date, terms.periods)
        return due_dates.of(terms)[-1]
    except (ValueError, OverflowError):
        return None


def _has_two_maturities(terms: Terms) -> bool:
    """A loan paid at maturity whose first due date is not the end of its term."""
    if terms.frequency != "at_maturity" or terms.periods == 1 or terms.first_due_date is None:
        return False
    return terms.first_due_date != add_months(terms.settlement_date, terms.periods)


def _grace(terms: Terms) -> Iterator[Finding]:
    count = 1 if terms.frequency == "at_maturity" else terms.periods
    if terms.method in ("prepaid", "flat") and terms.capitalised_periods:
        yield "/capitalised_periods", "Prepaid or flat interest can't be capitalised: enter 0."
    elif terms.capitalised_periods > terms.periods:
        yield "/capitalised_periods", "Capitalised periods can't exceed the number of periods."
    elif terms.method in AMORTISING and terms.grace and terms.grace >= count:
        field = "interest_only_periods" if terms.interest_only_periods else "capitalised_periods"
        yield f"/{field}", "Leave at least one period to repay principal, or choose interest only."
    elif terms.method == "prepaid" and terms.interest_only_periods:
        yield "/interest_only_periods", "Interest is prepaid, so there are no interest-only periods: enter 0."
    elif terms.grace > terms.periods:
        yield "/interest_only_periods", "Interest-only periods can't exceed the periods that remain."
    if terms.principal_every > 1 and terms.method not in AMORTISING:
        yield "/principal_every", AT_MATURITY
    elif terms.principal_every > count:
        yield "/principal_every", f"Enter at most {count}, the number of periods."


def _balloon(terms: Terms) -> Iterator[Finding]:
    if terms.balloon is None:
        return
    if not ZERO <= terms.balloon <= terms.principal:
        yield "/balloon", "The balloon can't be more than the principal."
    elif terms.method not in AMORTISING and terms.balloon != terms.principal:
        yield "/balloon", "This method repays principal at maturity: leave the balloon blank, or choose an annuity."


def _planned(terms: Terms) -> Iterator[Finding]:
    if not terms.planned:
        return
    if terms.method != "custom":
        yield "/instalments", "Only the custom method lists instalments."
    if len(terms.planned) != terms.periods:
        yield "/instalments", "List as many instalments as there are periods."
    before = terms.settlement_date
    for index, planned in enumerate(terms.planned):
        if planned.due_date <= before:
            yield f"/instalments/{index}/due_date", "Due dates must follow settlement and each other in order."
        if planned.principal and index < terms.grace:
            yield f"/instalments/{index}/principal", "No principal is due in a capitalised or interest-only period."
        before = max(before, planned.due_date)
    paid = sum((planned.principal for planned in terms.planned), ZERO)
    if paid != terms.principal:
        yield "/instalments", f"Principal adds up to {dollars(paid)}, but the loan is {dollars(terms.principal)}."


def _draws(terms: Terms) -> Iterator[Finding]:
    if sum((draw.amount for draw in terms.draws), ZERO) > terms.principal:
        yield "/draws", "Draws can't add up to more than the principal."
    due = due_dates.of(terms)
    fixed = _fixed_from(terms, due)
    for index, draw in enumerate(terms.draws):
        if draw.date < terms.settlement_date:
            yield f"/draws/{index}/date", "A draw can't be before settlement."
        elif draw.date >= due[-1]:
            yield f"/draws/{index}/date", "A draw must be before the last due date."
        elif draw.date > fixed:
            yield f"/draws/{index}/date", "With this method, draw everything before the first principal repayment."


def _fixed_from(terms: Terms, due: list[date]) -> date:
    """The day by which everything must be drawn, because the instalments are worked out from the whole."""
    if terms.method in ("annuity", "equal_principal"):
        return due[terms.grace - 1] if terms.grace else terms.settlement_date
    if terms.method in ("prepaid", "flat") or terms.planned:
        return terms.settlement_date
    return due[-1]
