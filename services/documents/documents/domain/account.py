"""What the ledger says of one application, as its client reads it: what was charged, what was paid, what is owed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from documents.domain import wording
from documents.domain.wording import dollars

Entry = Mapping[str, Any]
Rows = list[list[str]]

# The client's side of the books. Interest that was prepaid is his until it is earned.
_CLIENTS = {
    "loan_portfolio", "interest_receivable", "fees_receivable", "penalties_receivable", "overpayment_liability",
    "unearned_interest",
}  # fmt: skip
_WORDS = {
    "disbursement": "Loan advanced",
    "prepaid_withheld": "Prepaid interest, withheld at settlement",
    "prepaid_earned": "Interest",
    "interest_accrued": "Interest",
    "penalty_charged": "Default interest",
    "repayment": "Payment received, thank you",
    "overpayment_refunded": "Overpayment given back",
    "waiver": "Waived",
    "write_off": "Written off",
}
_FEES = {
    "fee_charged": "",
    "fee_paid": ", paid",
    "fee_withheld": ", withheld at settlement",
    "fee_refunded": ", given back",
}
WITHHELD = ("fee_withheld", "prepaid_withheld")
MOST_LINES = 500


def standing(detail: Mapping[str, Any]) -> list[Entry]:
    """The journals that hold, oldest first: one that was reversed and its mirror say nothing any more."""
    entries = detail.get("ledger") or []
    reversed_ = {entry["reverses_id"] for entry in entries if entry.get("reverses_id")}
    held = [entry for entry in entries if entry["id"] not in reversed_ and not entry.get("reverses_id")]
    return sorted(held, key=lambda entry: (entry["effective_on"], entry["booked_at"], entry["id"]))


def statement(detail: Mapping[str, Any]) -> dict[str, Any]:
    """`lines` of day, words, charged, paid and balance, the newest at the end; the balance `owed`.

    Of a long account the last lines are shown, after the balance that was brought forward.
    """
    lines, balance = [], Decimal(0)
    for entry, effect in _moves(detail):
        balance += effect
        charged, paid = (dollars(effect), "") if effect > 0 else ("", dollars(-effect))
        lines.append(
            [wording.iso_day(entry["effective_on"]) or "", _words(entry, detail), charged, paid, dollars(balance)]
        )
    forward = lines[-MOST_LINES - 1][-1] if len(lines) > MOST_LINES else None
    return {"lines": lines[-MOST_LINES:], "forward": forward, "owed": dollars(balance)}


def disbursement(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What went out at settlement: the `loan_amount`, what was `withheld` of it, and the `net`."""
    entries = standing(detail)
    gross = sum((Decimal(entry["amount"]) for entry in entries if entry["type"] == "disbursement"), Decimal(0))
    withheld = [entry for entry in entries if entry["type"] in WITHHELD]
    net = gross - sum((Decimal(entry["amount"]) for entry in withheld), Decimal(0))
    rows = [[_words(entry, detail).partition(",")[0], dollars(entry["amount"])] for entry in withheld]
    return {"loan_amount": dollars(gross), "withheld": rows, "net": dollars(net)}


def _moves(detail: Mapping[str, Any]) -> Iterator[tuple[Entry, Decimal]]:
    """Each journal that changes what the client owes, and by how much."""
    for entry in standing(detail):
        mine = [posting for posting in entry["postings"] if posting["account"] in _CLIENTS]
        effect = sum((Decimal(each["debit"]) - Decimal(each["credit"]) for each in mine), Decimal(0))
        if effect:
            yield entry, effect


def _words(entry: Entry, detail: Mapping[str, Any]) -> str:
    type_ = str(entry["type"])
    if type_ in _FEES:
        return f"{_fee(entry, detail.get('fees') or [])}{_FEES[type_]}"
    return _WORDS.get(type_) or wording.words(type_)


def _fee(entry: Entry, fees: Sequence[Mapping[str, Any]]) -> str:
    found = next((fee for fee in fees if fee["id"] == entry.get("fee_id")), None)
    return wording.fee(found["type"]) if found else "Fee"
