"""Fees: their GST, and what can be done with one. A fee is paid in full, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lendkit.values import money
from lendkit.values.errors import DomainError

# Financial supplies are input taxed (A New Tax System (Goods and Services Tax) Act 1999, s 40-5); the others are not.
WITHOUT_GST = frozenset({"commitment", "establishment", "line"})
GST_SHARE = Decimal(11)
ZERO = Decimal("0.00")
CODE_OF_STATUS = {"paid": "already_paid", "waived": "already_waived", "refunded": "already_refunded"}


def gst_of(type: str, amount: Decimal, gst: bool | None = None) -> Decimal:
    """The tax inside `amount`: one eleventh, where the type is taxed or the request says so."""
    taxed = type not in WITHOUT_GST if gst is None else gst
    return money.round_half_even(amount / GST_SHARE) if taxed else ZERO


@dataclass(frozen=True)
class Fee:
    """What of it was paid directly, what by payments on the loan (`allocated`), and what was waived.

    `status` is waiting, paid, waived, refunded, or void: its application was deleted before it was paid."""

    type: str
    amount: Decimal
    paid_directly: Decimal
    allocated: Decimal
    waived: Decimal
    status: str

    @property
    def paid(self) -> Decimal:
        return self.paid_directly + self.allocated

    @property
    def outstanding(self) -> Decimal:
        if self.status in ("refunded", "void"):
            return ZERO
        return self.amount - self.paid - self.waived

    @property
    def payable_by_loan(self) -> Decimal:
        """What payments on the loan may pay of it."""
        if self.status in ("refunded", "void"):
            return self.allocated
        return self.amount - self.paid_directly - self.waived

    @property
    def status_when_paid(self) -> str:
        """Waiting or paid, by what is outstanding; a fee that was waived or refunded stays so."""
        if self.status not in ("waiting", "paid"):
            return self.status
        return "paid" if self.outstanding == 0 else "waiting"


def amount_to_pay(fee: Fee) -> Decimal:
    """All that is outstanding of an unpaid fee. Raises DomainError `already_paid` and the like."""
    _require_waiting(fee)
    return fee.outstanding


def amount_to_waive(fee: Fee) -> Decimal:
    """What is outstanding of an unpaid fee. Raises DomainError."""
    _require_waiting(fee)
    return fee.outstanding


def amount_to_refund(fee: Fee) -> Decimal:
    """All of a paid fee. Raises DomainError `not_paid` or `already_refunded`."""
    if fee.status == "refunded":
        raise DomainError("already_refunded", "This fee has already been refunded.")
    if fee.status != "paid":
        raise DomainError("not_paid", "Only a paid fee can be refunded.")
    return fee.amount


def commitment_missing(fees: Iterable[tuple[str, str]]) -> bool:
    """Settlement needs a paid commitment fee, and none that is unpaid; `fees` are (type, status)."""
    statuses = [status for type, status in fees if type == "commitment"]
    return "paid" not in statuses or "waiting" in statuses


def _require_waiting(fee: Fee) -> None:
    if fee.status != "waiting":
        raise DomainError(CODE_OF_STATUS.get(fee.status, "closed"), f"This fee is already {fee.status}.")
