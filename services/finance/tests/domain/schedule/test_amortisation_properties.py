"""What holds for every schedule, whatever the terms."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finance.domain.schedule import due_dates
from finance.domain.schedule.amortisation import Schedule, amortise, drawdowns, interest_between
from finance.domain.schedule.day_count import period_fraction
from finance.domain.schedule.products import AMORTISING, METHODS
from finance.domain.schedule.terms import DAY_COUNTS, Draw, Terms
from lendkit.contracts.choices import FREQUENCIES
from lendkit.values.errors import Invalid

amounts = st.integers(1, 5_000_000_00).map(lambda cents: Decimal(cents).scaleb(-2))
rates = st.integers(0, 36_0000).map(lambda parts: Decimal(parts).scaleb(-4))
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@st.composite
def terms(draw: st.DrawFn, methods: tuple[str, ...] = METHODS) -> Terms:
    """Terms that may go together; those that do not are left out."""
    settled = draw(days)
    periods = draw(st.integers(1, 40))
    first = draw(st.none() | st.integers(1, 60).map(lambda after: settled + timedelta(days=after)))
    contract = Terms(
        principal=draw(amounts),
        annual_rate=draw(rates),
        method=draw(st.sampled_from(methods)),
        frequency=draw(st.sampled_from(FREQUENCIES)),
        periods=periods,
        settlement_date=settled,
        first_due_date=first,
        day_count=draw(st.sampled_from(DAY_COUNTS)),
    )
    if contract.method in AMORTISING:
        share = draw(st.none() | st.integers(1, 100))
        balloon = None if share is None else (contract.principal * share / 100).quantize(Decimal("0.01"))
        every = draw(st.integers(1, 4))
        contract = replace(
            contract, balloon=balloon, interest_only_periods=draw(st.integers(0, 5)), principal_every=every
        )
    if contract.method not in ("prepaid", "flat"):
        contract = replace(contract, capitalised_periods=draw(st.integers(0, 5)))
    return replace(contract, draws=draw(st.lists(st.builds(Draw, days, amounts), max_size=2)))


def schedule_of(of: Terms) -> Schedule:
    try:
        return amortise(of)
    except Invalid:
        assume(False)
        raise


@settings(max_examples=300, deadline=None)
@given(terms())
def test_a_schedule_adds_up(of: Terms) -> None:
    schedule = schedule_of(of)
    rows = schedule.instalments
    assert sum(row.principal for row in rows) == of.principal == schedule.totals.principal
    assert rows[-1].balance == 0
    assert all(row.interest >= 0 and row.amount >= 0 for row in rows)
    assert all(row.amount == row.principal + row.interest + row.fees for row in rows)
    assert schedule.totals.amount == schedule.totals.principal + schedule.totals.interest
    assert all(row.balance == row.balance.quantize(Decimal("0.01")) for row in rows)


@settings(max_examples=300, deadline=None)
@given(terms())
def test_each_balance_follows_from_the_one_before(of: Terms) -> None:
    rows = [row for row in schedule_of(of).instalments if row.number]
    start, before = of.settlement_date, Decimal(0)
    for row in rows:
        drawn = sum((draw.amount for draw in drawdowns(of) if start <= draw.date < row.due_date), Decimal(0))
        assert row.balance == before + drawn - row.principal
        start, before = row.due_date, row.balance
    due = [of.settlement_date, *(row.due_date for row in rows)]
    assert all(later > earlier for earlier, later in itertools.pairwise(due))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@settings(max_examples=200, deadline=None)
@given(terms(AMORTISING))
def test_a_balloon_is_left_untouched_to_the_end(of: Terms) -> None:
    rows = schedule_of(of).instalments
    assert rows[-1].principal >= (of.balloon or 0)
    assert all(row.principal >= -row.capitalised for row in rows)


@settings(max_examples=200, deadline=None)
@given(terms(("interest_only",)), st.integers(1, 20))
def test_parts_of_a_period_add_up_to_it(of: Terms, after: int) -> None:
    """Days never add rounding: what runs to a day and from it is the whole, to the cent of one rounding."""
    end = of.settlement_date + timedelta(days=30)
    middle = of.settlement_date + timedelta(days=after)
    period = due_dates.between(of.settlement_date, end, of.frequency)

    def part(start: date, stop: date) -> Decimal:
        return interest_between(of.principal, of.annual_rate, start, stop, of.day_count, of.frequency, period)

    whole = part(of.settlement_date, end)
    assert abs(part(of.settlement_date, middle) + part(middle, end) - whole) <= Decimal("0.01")


@given(terms(("annuity",)))
@settings(max_examples=100, deadline=None)
def test_the_same_terms_make_the_same_schedule(of: Terms) -> None:
    assert schedule_of(of) == amortise(of)


@given(terms(("annuity", "equal_principal", "interest_only", "capitalised")))
@settings(max_examples=200, deadline=None)
def test_what_is_paid_is_worth_what_was_lent(of: Terms) -> None:
    """Discounted at the contract's own rate, the instalments are the principal, but for a cent a period of rounding."""
    of = replace(of, draws=())
    worth, growth = Fraction(0), Fraction(1)
    rows, spans = schedule_of(of).instalments, due_dates.periods(of)
    for row, span in zip(rows, spans, strict=True):
        rate = Fraction(of.annual_rate) / 100 * period_fraction(span, of.day_count, of.frequency)
        growth *= 1 + rate
        worth += Fraction(row.amount) / growth
    assert abs(worth - Fraction(of.principal)) <= Fraction(len(rows), 100)
