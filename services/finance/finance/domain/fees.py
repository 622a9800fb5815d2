"""Fees: their tax, and what may be done with one. Paid whole, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lendkit.values import money
from lendkit.values.errors import DomainError, Invalid

# Financial supplies are input taxed (A New Tax System (Goods and Services Tax) Act 1999, s 40-5); the others are not.
WITHOUT_GST = frozenset({"commitment", "establishment", "line"})
GST_SHARE = Decimal(11)
STATUS_OF_DONE = {"paid": "already_paid", "waived": "already_waived", "refunded": "already_refunded"}


def gst_of(type: str, amount: Decimal, gst: bool | None = None) -> Decimal:
    """The tax inside `amount`: an eleventh, where the type is taxed or the request says so."""
    taxed = type not in WITHOUT_GST if gst is None else gst
    return money.round_half_even(amount / GST_SHARE) if taxed else Decimal("0.00")


@dataclass(frozen=True)
class Fee:
    """What of it came in by itself (`direct`), by payments on the loan (`allocated`), and what was let go."""

    type: str
    amount: Decimal
    direct: Decimal
    allocated: Decimal
    waived: Decimal
    status: str

    @property
    def paid(self) -> Decimal:
        return self.direct + self.allocated

    @property
    def left(self) -> Decimal:
        if self.status in ("refunded", "gone"):
            return Decimal("0.00")
        return self.amount - self.paid - self.waived


def to_pay(fee: Fee) -> Decimal:
    """All that is left of a waiting fee. Raises DomainError `already_paid` and the like."""
    _waiting(fee)
    return fee.left


def to_waive(fee: Fee) -> Decimal:
    """What is left of a waiting fee. Raises DomainError."""
    _waiting(fee)
    return fee.left


def to_refund(fee: Fee) -> Decimal:
    """All of a paid fee. Raises DomainError `not_paid` or `already_refunded`."""
    if fee.status == "refunded":
        raise DomainError("already_refunded", "This fee was refunded already.")
    if fee.status != "paid":
        raise DomainError("not_paid", "Only a fee that was paid can be refunded.")
    return fee.amount


def status_after(fee: Fee) -> str:
    """Waiting or paid, by what is left of it; what was waived or refunded stays so."""
    if fee.status not in ("waiting", "paid"):
        return fee.status
    return "paid" if fee.left == 0 else "waiting"


def check_day(pointer: str, day: date, today: date) -> None:
    """Money does not come in tomorrow. Raises Invalid."""
    if day > today:
        raise Invalid({pointer: ["This day has not come yet."]})


def commitment_missing(fees: Iterable[tuple[str, str]]) -> bool:
    """Settlement needs a commitment fee that was paid, and none that still waits; `fees` are (type, status)."""
    statuses = [status for type, status in fees if type == "commitment"]
    return "paid" not in statuses or "waiting" in statuses


def _waiting(fee: Fee) -> None:
    if fee.status != "waiting":
        code = STATUS_OF_DONE.get(fee.status, "closed")
        raise DomainError(code, f"This fee is {fee.status} already.")
