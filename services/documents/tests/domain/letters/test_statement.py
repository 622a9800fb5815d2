"""The statement that a client reads, from the ledger."""

from typing import Any

from documents.domain.letters.statement import statement


def entry(number: int, type: str, debit: str, credit: str, **more: Any) -> dict[str, Any]:
    sides = ((debit, "10.00", "0.00"), (credit, "0.00", "10.00"))
    postings = [{"account": name, "debit": left, "credit": right} for name, left, right in sides]
    facts = {
        "id": f"{number:04}",
        "type": type,
        "effective_on": "2026-09-01",
        "booked_at": f"{number:04}",
        "amount": "10.00",
    }
    return {**facts, "reverses_id": None, "fee_id": None, "postings": postings, **more}


def test_a_long_statement_begins_with_the_balance_brought_forward() -> None:
    ledger = [entry(number, "interest_accrued", "interest_receivable", "interest_income") for number in range(502)]
    result = statement({"ledger": ledger})
    assert (len(result["lines"]), result["brought_forward"], result["owed"]) == (500, "$20.00", "$5,020.00")
    assert result["lines"][0] == ["1 September 2026", "Interest", "$10.00", "", "$30.00"]


def test_what_changes_nothing_for_the_client_is_not_listed() -> None:
    ledger = [
        entry(1, "interest_capitalised", "loan_portfolio", "interest_receivable"),
        entry(2, "penalty_charged", "penalties_receivable", "penalty_income"),
        entry(3, "reversal", "penalty_income", "penalties_receivable", reverses_id="0002"),
    ]
    assert statement({"ledger": ledger}) == {"lines": [], "brought_forward": None, "owed": "$0.00"}
    assert statement({}) == {"lines": [], "brought_forward": None, "owed": "$0.00"}


def test_prepaid_interest_is_the_clients_until_it_is_earned() -> None:
    ledger = [
        entry(1, "prepaid_withheld", "bank_clearing", "unearned_interest"),
        entry(2, "prepaid_earned", "unearned_interest", "interest_income"),
    ]
    lines = statement({"ledger": ledger})["lines"]
    assert [line[1:] for line in lines] == [
        ["Interest withheld at settlement", "", "$10.00", "-$10.00"],
        ["Interest", "$10.00", "", "$0.00"],
    ]
