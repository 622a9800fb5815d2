"""Letters: generated from the application as it is, set as PDF, filed as versions of one document."""

import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from lendkit.testing.client import Client

SAMPLE = Path(__file__).parents[4] / "tests" / "samples" / "01-construction.json"
LOAN = "01a20000-0000-7000-8000-00000000abcd"
ATTACK = '#read("/etc/passwd") #import "@preview/cetz:0.3.0" #eval("1+1") *bold* $x$ {{7*7}} \\ [a] <b>'


@pytest.fixture
def detail(people: dict[str, UUID], details: dict[str, Any]) -> dict[str, Any]:
    """The application as applications answers it."""
    application: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for party in [*application["borrowers"], *application["guarantors"]]:
        party["name"] = f"{party['first_name']} {party['last_name']}"
    for company in application["companies"]:
        company["name"] = company["entity_name"]
    application |= {"reference_number": "APP-2026-000123", "stage": "inquiry", "lvr": "55.56", "funding": None}
    application |= {"broker": {"name": "Grace Nguyen"}, "bd": {"name": "Priya Raman", "phone": "0412 345 678"}}
    details[str(people["application"])] = application
    return application


def generate(client: Client, people: dict[str, UUID], template: str = "indicative_letter", **headers: str) -> Any:
    body = {"application_id": str(people["application"]), "template": template}
    return client.post("/api/documents/generate/", body, headers=headers)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_an_indicative_letter_says_the_terms(
    staff: Client, broker: Client, people: dict[str, UUID], detail: dict[str, Any], emitted: Any
) -> None:
    answer = generate(staff, people)
    assert answer.status_code == 201, answer.text
    document = answer.json
    assert (document["type"], document["template"]) == ("indicative_letter", "indicative_letter")
    assert document["name"] == "Indicative letter APP-2026-000123.pdf"
    assert emitted("documents.document_stored.v1")[0].data == document
    text = text_of(broker.get(document["path"]).data)
    for sentence in (
        "Bellbird Projects Pty Ltd (ACN 348 012 680) and Liam Smith",
        "$410,000.00",
        "18 months from settlement",
        "8.95% p.a.",
        "99 Station Street, Spring Hill QLD 4000",
        "Valuation fee $3,300.00",
        "Total $4,290.00",
        "Signed by Oliver Chen",
        "not an offer or commitment to lend",
        "Introduced by Grace Nguyen",
        "valid until",
    ):
        assert sentence in text


def test_generated_again_it_is_a_new_version(
    staff: Client, people: dict[str, UUID], detail: dict[str, Any], emitted: Any
) -> None:
    first = generate(staff, people, **{"Idempotency-Key": "letter-0001"}).json
    again = generate(staff, people, **{"Idempotency-Key": "letter-0001"})
    assert (again.json, again.headers["Idempotency-Hit"]) == (first, "true")
    detail["loan_amount"] = "500000.00"
    second = generate(staff, people).json
    assert (second["id"], second["number"]) == (first["id"], 2)
    assert [event.type for event in emitted()] == ["documents.document_stored.v1", "documents.document_changed.v1"]
    assert "$500,000.00" in text_of(staff.get(second["path"]).data)
    assert "$410,000.00" in text_of(staff.get(f"{first['path']}?version=1").data)


def test_what_people_wrote_is_text_and_never_code(
    staff: Client, people: dict[str, UUID], detail: dict[str, Any]
) -> None:
    detail["purpose"] = detail["borrowers"][0]["name"] = detail["fees"][0]["type"] = ATTACK
    answer = generate(staff, people)
    assert answer.status_code == 201, answer.text
    text = text_of(staff.get(answer.json["path"]).data)
    assert '#read("/etc/passwd")' in text and '#eval("1+1")' in text and "{{7*7}}" in text and "root:" not in text


def test_what_is_missing_is_named(staff: Client, people: dict[str, UUID], detail: dict[str, Any], emitted: Any) -> None:
    del detail["interest_rate"], detail["loan_term"]
    answer = generate(staff, people)
    assert (answer.status_code, answer.json["code"]) == (409, "not_ready")
    assert [item["code"] for item in answer.json["missing"]] == ["loan_term", "interest_rate"]
    assert emitted() == []


def test_a_funding_table_needs_a_calculation(staff: Client, people: dict[str, UUID], detail: dict[str, Any]) -> None:
    assert generate(staff, people, "funding_table").json["missing"][0]["code"] == "funding"
    detail["funding"] = {
        "number": 2,
        "loan_amount": "410000.00",
        "deductions": [{"type": "establishment", "amount": "8200.00", "gst": "0.00"}],
        "net": "401800.00",
        "created_at": "2026-11-24T02:40:10.871530+00:00",
    }
    document = generate(staff, people, "funding_table").json
    assert (document["type"], document["template"]) == ("other", "funding_table")
    text = text_of(staff.get(document["path"]).data)
    assert "Less establishment fee $8,200.00" in text and "Net proceeds to borrower $401,800.00" in text


def test_an_approval_is_for_the_approved(staff: Client, people: dict[str, UUID], detail: dict[str, Any]) -> None:
    assert generate(staff, people, "formal_approval").json["missing"][0]["code"] == "approval"
    detail["stage"] = "formal_approval"
    detail["conditions"] = [{"title": "Building insurance", "met": False}, {"title": "Paid rates", "met": True}]
    text = text_of(staff.get(generate(staff, people, "formal_approval").json["path"]).data)
    assert "Building insurance" in text and "Paid rates" not in text


@pytest.fixture
def settled(detail: dict[str, Any]) -> dict[str, Any]:
    """The same with a loan: settled on 1 September, its establishment fee withheld, one repayment made."""
    loan = {"id": LOAN, "status": "open", "settled_on": "2026-09-01", "maturity_date": "2028-03-01"}
    fees = [{"id": "f1", "type": "establishment", "amount": "8200.00", "status": "paid"}]
    repayments = [{"due_date": "2026-10-01", "amount": "3016.03"}]
    ledger = [
        entry("repayment", "2026-10-01", "2000.00", "bank_clearing", "interest_receivable"),
        entry("disbursement", "2026-09-01", "410000.00", "loan_portfolio", "bank_clearing"),
        entry("fee_charged", "2026-09-01", "8200.00", "fees_receivable", "fee_income", fee_id="f1"),
        entry("fee_withheld", "2026-09-01", "8200.00", "bank_clearing", "fees_receivable", fee_id="f1"),
        entry("interest_accrued", "2026-09-30", "2915.48", "interest_receivable", "interest_income"),
        entry("penalty_charged", "2026-10-02", "5.00", "penalties_receivable", "penalty_income", id="wrong"),
        entry("reversal", "2026-10-02", "5.00", "penalty_income", "penalties_receivable", reverses_id="wrong"),
    ]
    detail |= {"stage": "settled", "loan": loan, "fees": fees, "repayments": repayments, "ledger": ledger}
    return detail


def entry(type: str, on: str, amount: str, debit: str, credit: str, **more: str) -> dict[str, Any]:
    sides = ((debit, amount, "0.00"), (credit, "0.00", amount))
    postings = [{"account": account, "debit": left, "credit": right} for account, left, right in sides]
    facts = {"id": f"{type} {on}", "type": type, "effective_on": on, "booked_at": f"{on}T00:00:00Z", "amount": amount}
    return {**facts, "reverses_id": None, "fee_id": None, "postings": postings, **more}


def test_a_disbursement_notice_says_what_went_out(
    staff: Client, people: dict[str, UUID], settled: dict[str, Any]
) -> None:
    document = generate(staff, people, "disbursement_notice").json
    assert (document["type"], document["template"]) == ("disbursement", "disbursement_notice")
    text = text_of(staff.get(document["path"]).data)
    for sentence in (
        "Your loan settled on 1 September 2026",
        "Loan amount $410,000.00",
        "Less establishment fee $8,200.00",
        "Net proceeds to borrower $401,800.00",
        "of $3,016.03, is due on 1 October 2026",
        "matures on 1 March 2028",
    ):
        assert sentence in text


def test_a_statement_has_every_transaction_and_the_balance(
    staff: Client, people: dict[str, UUID], settled: dict[str, Any]
) -> None:
    text = text_of(staff.get(generate(staff, people, "statement").json["path"]).data)
    for sentence in (
        "1 September 2026 Loan advanced $410,000.00 $410,000.00",
        "Establishment fee $8,200.00 $418,200.00",
        "Establishment fee withheld at settlement $8,200.00 $410,000.00",
        "30 September 2026 Interest $2,915.48 $412,915.48",
        "1 October 2026 Payment received, thank you $2,000.00 $410,915.48",
        ": $410,915.48",
    ):
        assert sentence in text
    assert "Default interest" not in text.partition("The balance is")[0], "what was reversed says nothing any more"


def test_a_payout_figure_states_finances_figures(
    staff: Client, people: dict[str, UUID], settled: dict[str, Any], payoffs: dict[str, dict[str, str]]
) -> None:
    nothing = dict.fromkeys(("penalties", "fees", "given_back", "overpaid"), "0.00")
    payoffs[LOAN] = {"principal": "410000.00", "interest": "915.48", **nothing, "total": "410915.48"}
    document = generate(staff, people, "payout_figure").json
    assert (document["type"], document["template"]) == ("other", "payout_figure")
    text = text_of(staff.get(document["path"]).data)
    assert "Principal $410,000.00 Interest to payout date $915.48 Payout figure on" in text
    assert "$410,915.48" in text and "$411,515.48" in text, "the figures of a week"
    assert "Default interest" not in text


@pytest.mark.parametrize("template", ["disbursement_notice", "statement", "payout_figure"])
def test_letters_about_a_loan_need_one(
    staff: Client, people: dict[str, UUID], detail: dict[str, Any], template: str
) -> None:
    assert "loan" in [item["code"] for item in generate(staff, people, template).json["missing"]]


def test_a_closed_loan_is_not_paid_out(staff: Client, people: dict[str, UUID], settled: dict[str, Any]) -> None:
    settled["loan"]["status"] = "discharged"
    assert generate(staff, people, "payout_figure").json["missing"][0]["code"] == "open_loan"


def test_who_may_ask_and_for_what(
    staff: Client, broker: Client, client: Client, people: dict[str, UUID], detail: dict[str, Any]
) -> None:
    assert generate(broker, people).status_code == 403
    other_bd = client.acting("bd", bd_id=people["other_broker"])
    assert generate(other_bd, people).status_code == 404
    assert generate(client.acting("bd", bd_id=people["bd"]), people).status_code == 201
    unknown = generate(staff, people, "love_letter")
    assert unknown.status_code == 422 and "payout_figure" in unknown.json["errors"]["/template"][0]
    assert generate(staff, people, "../../etc/passwd").status_code == 422


def test_no_letter_is_generated_while_applications_is_down(
    staff: Client, people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, kept: Any
) -> None:
    from lendkit.runtime import service_client
    from lendkit.values.errors import Unavailable

    def away(_owner: str) -> Any:
        raise Unavailable("Applications is away.")

    monkeypatch.setattr(service_client, "of", away)
    answer = generate(staff, people)
    assert (answer.status_code, answer.headers["Retry-After"], kept()) == (503, "5", 0)
