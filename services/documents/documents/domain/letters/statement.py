"""The statement of a loan, from the ledger: what was charged, what was paid, what is owed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from documents.domain.letters import journals
from documents.domain.letters.journals import Journal
from documents.domain.letters.tables import Detail
from lendkit.values.en_au import day, dollars

# The accounts that are the client's side of the ledger. Prepaid interest is the client's until it is earned.
_CLIENT_ACCOUNTS = {
    "loan_portfolio", "interest_receivable", "fees_receivable", "penalties_receivable", "overpayment_liability",
    "unearned_interest",
}  # fmt: skip
MAX_LINES = 500


def statement(detail: Detail) -> dict[str, Any]:
    """`lines` of date, description, debit, credit and balance, the newest last, and the balance `owed`.

    Of a long account the last lines are shown, after the balance `brought_forward`.
    """
    lines, balance = [], Decimal(0)
    for journal, change in _changes(detail):
        balance += change
        debit, credit = (dollars(change), "") if change > 0 else ("", dollars(-change))
        date, description = day(journal["effective_on"]), journals.description(journal, detail)
        lines.append([date, description, debit, credit, dollars(balance)])
    brought_forward = lines[-MAX_LINES - 1][-1] if len(lines) > MAX_LINES else None
    return {"lines": lines[-MAX_LINES:], "brought_forward": brought_forward, "owed": dollars(balance)}


def _changes(detail: Detail) -> Iterator[tuple[Journal, Decimal]]:
    """Each journal that changes what the client owes, and by how much."""
    for journal in journals.current(detail):
        postings = [posting for posting in journal["postings"] if posting["account"] in _CLIENT_ACCOUNTS]
        change = sum((Decimal(posting["debit"]) - Decimal(posting["credit"]) for posting in postings), Decimal(0))
        if change:
            yield journal, change
