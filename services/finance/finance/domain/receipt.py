"""What a payment does to a loan: arrears, what is due, what is ahead, the principal; what is left then is too much."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from finance.domain import ledger
from finance.domain.allocation import ACCOUNT_OF, DUE, IN_ADVANCE, PAST_DUE, Claim, Share, allocate, totals
from finance.domain.history import FeeFact, Payment, Row
from finance.domain.position import Position
from finance.domain.rounding import ZERO
from lendkit.values.money import CENT

ROUNDS = 8  # of the search below: each shrinks the error by the interest that a period earns


@dataclass
class Receipt:
    """One payment being taken: `left` is what has found no place yet."""

    position: Position
    payment: Payment
    fees: Mapping[UUID, Decimal]
    left: Decimal = ZERO
    shares: list[Share] = field(default_factory=list)
    ahead: Decimal = ZERO
    given_back: Decimal = ZERO

    def take(self, facts: list[FeeFact]) -> list[Share]:
        """Post interest to the day, then give every part its share. `fees` says what fees have had before."""
        position, day = self.position, self.position.today
        self.left = self.payment.amount
        position.post(day)
        self._settle_overdraft()
        self._aimed()
        self._claims(facts)
        self._pay_out() if self.left >= self._payoff() else self._in_advance(position.upcoming[:1], surplus=True)
        if self.left:
            self._give("overpaid", self.left)
        self._book()
        position.note_paid(day)
        return self.shares

    def _give(self, part: str, amount: Decimal, number: int | None = None) -> None:
        if amount:
            self.shares.append(Share(part, amount, number))
            self.left -= amount

    def _settle_overdraft(self) -> None:
        """More was given back than there was (the payment behind it was reversed): that comes first."""
        if self.position.overpaid < 0:
            self._give("overpaid", min(self.left, -self.position.overpaid))

    # what is asked for

    def _aimed(self) -> None:
        row = next((row for row in self.position.rows if row.number == self.payment.aim), None)
        if row is None:
            return
        if row.is_due:
            self._apply(self._of_row(row, DUE))
        else:
            self._in_advance([each for each in self.position.upcoming if each.number <= row.number], surplus=False)

    def _claims(self, facts: list[FeeFact]) -> None:
        position, day = self.position, self.position.today
        asked = [Claim("penalties", PAST_DUE, position.penalty_posted - position.penalty_paid)]
        asked += [Claim("interest", PAST_DUE, position.late_interest)]
        if position.current is None:
            asked += [Claim("interest", PAST_DUE, position.due_now, number=-1)]
        for row in position.rows:
            if row.is_due:
                asked += self._of_row(row, PAST_DUE if row.due_date < day else DUE)
        self._apply([*asked, *self._of_fees(facts)])

    def _of_row(self, row: Row, stage: int) -> list[Claim]:
        return [
            Claim("interest", stage, row.interest_left, row.number),
            Claim("principal", stage, row.principal_left, row.number),
        ]

    def _of_fees(self, facts: list[FeeFact]) -> list[Claim]:
        day, seq = self.position.today, self.payment.seq
        known = [fee for fee in facts if fee.charged_on <= day and fee.seq < seq]
        return [Claim("fees", self._stage(fee), fee.open - self.fees.get(fee.id, ZERO), fee_id=fee.id) for fee in known]

    def _stage(self, fee: FeeFact) -> int:
        due = fee.due_date or fee.charged_on
        return PAST_DUE if due < self.position.today else DUE if due == self.position.today else IN_ADVANCE

    def _apply(self, claims: list[Claim]) -> None:
        shares, self.left = allocate(self.left, claims, self.payment.order)
        for share in shares:
            self._note(share)
            self.shares.append(share if share.number != -1 else Share(share.part, share.amount))

    def _note(self, share: Share) -> None:
        position = self.position
        row = next((row for row in position.rows if row.number == share.number), None)
        if share.part == "penalties":
            position.penalty_paid += share.amount
        elif share.part == "interest" and share.number == -1:
            position.period_paid += share.amount
        elif share.part == "interest" and row is None:
            position.late_interest -= share.amount
        elif share.part == "interest" and row is not None:
            row.interest_paid += share.amount
        elif share.part == "principal" and row is not None:
            row.principal_paid += share.amount
            position.balance -= share.amount

    # ahead of time

    def _in_advance(self, rows: list[Row], *, surplus: bool) -> None:
        """The interest of these instalments whole, then their principal, then (`surplus`) principal ahead of plan.

        Principal that comes early saves interest, so how much goes to either is searched for.
        """
        if not rows or not self.left:
            return
        room = self.position.balance if surplus else sum((row.principal_left for row in rows), ZERO)
        principal = self._searched(rows, room)
        interest = min(self.left - principal, self._needed(rows, principal))
        if surplus and principal < room:  # where no split is exact, the odd cent is interest ahead
            interest = self.left - principal
        self._pay_interest(rows, interest)
        self._pay_principal(rows, principal)

    def _searched(self, rows: list[Row], room: Decimal) -> Decimal:
        principal = ZERO
        for _ in range(ROUNDS):
            before, principal = principal, min(room, max(ZERO, self.left - self._needed(rows, principal)))
            if principal == before:  # as it would stay
                break
        near = (principal + step * CENT for step in (0, 1, -1, 2, -2))
        exact = (each for each in near if 0 <= each <= room and each + self._needed(rows, each) == self.left)
        return next(exact, principal)

    def _needed(self, rows: list[Row], principal: Decimal) -> Decimal:
        position = self.position
        if position.capitalising:
            return position.due_now
        whole = position.interest_to(rows[0].due_date, principal) - position.period_paid
        later = sum((row.interest - row.interest_paid for row in rows[1:]), ZERO)
        spare = position.unearned - (position.withheld - position.released)
        return max(position.due_now, whole + later - spare)

    def _pay_interest(self, rows: list[Row], amount: Decimal) -> None:
        """First what the period has earned already, the rest is not earned yet."""
        position = self.position
        earned = min(amount, position.due_now)
        position.period_paid += earned
        position.unearned += amount - earned
        self.ahead += amount - earned
        self._give("interest", amount, rows[0].number)

    def _pay_principal(self, rows: list[Row], amount: Decimal) -> None:
        position = self.position
        extra = amount
        for row in rows:
            paid = min(extra, row.principal_left)
            row.principal_paid += paid
            extra -= paid
            self._give("principal", paid, row.number)
        position.balance -= amount
        if extra > 0:
            self._give("principal", extra)
        if extra > 0 or position.capitalising:  # interest that was paid does not join the principal either
            position.replan(self.payment.id)
        else:
            position.refresh()

    # the end

    def _payoff(self) -> Decimal:
        """All that is owed today, less interest that was paid ahead and is given back."""
        position = self.position
        if not position.balance:
            return self.left + 1 if position.current is not None and position.due_now else ZERO
        return position.balance + self._interest_owed() - self._refundable()

    def _interest_owed(self) -> Decimal:
        position, row = self.position, self.position.current
        if row is None or position.history.rules.payoff == "to_date":
            return position.due_now
        return max(position.due_now, position.interest_to(row.due_date) - position.period_paid)

    def _refundable(self) -> Decimal:
        position = self.position
        locked = ZERO if position.history.rules.prepaid_refund else position.withheld - position.released
        return min(position.unearned - locked, position.balance)

    def _pay_out(self) -> None:
        position, day = self.position, self.position.today
        if not position.balance:
            return
        interest, back = self._interest_owed(), self._refundable()
        if interest > position.due_now:
            position.book(ledger.interest_accrued(day, interest - position.due_now))
            position.posted += interest - position.due_now
        number = position.current.number if position.current is not None else None
        self._give("interest", interest, number)
        self._give("principal", position.balance - back, number)
        position.period_paid += interest
        position.unearned -= back
        self.given_back = back
        position.pay_out(self.payment.id, day)
        if position.unearned:
            position.book(ledger.prepaid_earned(day, position.unearned))
            position.unearned = position.released = position.withheld = ZERO
        position.withheld = position.released = ZERO

    def _book(self) -> None:
        sums = totals(self.shares)
        self.position.overpaid += sums["overpaid"]
        parts = {ACCOUNT_OF[part]: amount for part, amount in sums.items() if amount}
        if self.ahead:
            parts["interest_receivable"] -= self.ahead
            parts["unearned_interest"] = self.ahead
        if self.given_back:
            parts["loan_portfolio"] = parts.get("loan_portfolio", ZERO) + self.given_back
        number = self.payment.aim if self.payment.aim is not None else self._first_number()
        self.position.book(
            ledger.received(
                self.position.today,
                {account: amount for account, amount in parts.items() if amount},
                from_unearned=self.given_back,
                payment_id=self.payment.id,
                number=number,
            )
        )

    def _first_number(self) -> int | None:
        return next((share.number for share in self.shares if share.number is not None), None)
