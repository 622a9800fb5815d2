"""The deals that the dataset is copied from: the stage of each, its settlement date and its payments."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from bench.dataset.people import People
from deploy.local.demo.callers import Callers
from deploy.local.demo.deals import Stuck

# The proportions of the peer's dataset; with 16 instalments on three of four, both have twelve per application.
YOUNG = ("inquiry", "inquiry", "inquiry", "funding_table_issued", "declined")
LOANS = 15
PERIODS = 16
# Surnames that occur nowhere else; each copy has others in their place.
SURNAMES = ("Quillborough", "Zedwickham")


@dataclass(frozen=True)
class Plan:
    number: int
    stage: str
    settled_on: date | None

    def key(self, what: str) -> str:
        """An Idempotency-Key, the same each time; it has the form of an id, so each copy gets its own."""
        return str(uuid5(NAMESPACE_OID, f"bench {self.number} {what}"))


def plans(today: date) -> Iterator[Plan]:
    """The first exists only so that records shared by all deals exist; it is not copied."""
    for number, stage in enumerate(("settled", *YOUNG, *["settled"] * LOANS)):
        age = 20 + 47 * (number - len(YOUNG) - 1) if number > len(YOUNG) else 30
        yield Plan(number, stage, today - timedelta(age) if stage == "settled" else None)


class Maker:
    """Lodges, moves, boards loans, adds fees and pays as the demo users would."""

    def __init__(self, callers: Callers, people: People, today: date) -> None:
        self._admin, self._credit, self._accounts = (callers.first(role) for role in ("admin", "credit", "accounts"))
        self._people, self._today = people, today

    def make(self, plan: Plan) -> str:
        """The application's id."""
        lodged = _succeeded(self._admin.post("/api/applications/", self._body(plan), plan.key("lodge")))
        id = str(lodged["id"])
        for number in range(2):
            body = {"content": f"Note {number}: called about the outstanding documents and agreed the next step."}
            _succeeded(self._admin.post(f"/api/applications/{id}/notes/", body, plan.key(f"note-{number}")))
        if plan.settled_on:
            self._loan(plan, id, plan.settled_on)
        elif plan.stage != "inquiry":
            self._move(plan, id)
        self._fee(plan, id)
        return id

    def _move(self, plan: Plan, id: str) -> None:
        reason = {"reason": "credit_policy"} if plan.stage == "declined" else {}
        path = f"/api/applications/{id}/transitions/"
        for number in range(50):
            answer = self._credit.post(path, {"to": plan.stage, **reason}, plan.key(f"to-{number}"))
            if answer.status_code == 200:
                return
            time.sleep(0.2)  # its parties are still being recorded
        _succeeded(answer)

    def _loan(self, plan: Plan, id: str, settled_on: date) -> None:
        terms = {"principal": "850000.00", "annual_rate": "9.5", "method": "interest_only", "frequency": "monthly"}
        body = {"application_id": id, **terms, "periods": PERIODS, "settlement_date": str(settled_on)}
        loan = _succeeded(self._admin.post("/api/finance/loans/", body, plan.key("loan")))
        for row in loan["schedule"]["instalments"]:
            due = date.fromisoformat(row["due_date"])
            turn = 7 * plan.number + row["number"]
            if due < self._today and turn % 12:
                late = min(due + timedelta(9 if turn % 7 == 0 else -2), self._today)
                paid = {"received_on": str(late), "reference": f"EFT {plan.number}"}
                path = f"/api/finance/repayments/{row['id']}/pay/"
                _succeeded(self._accounts.post(path, paid, plan.key(f"paid-{row['number']}")))

    def _fee(self, plan: Plan, id: str) -> None:
        """Pays one of its two fees where there is a loan."""
        for _ in range(50):
            fees = _succeeded(self._accounts.get(f"/api/finance/fees/?application_id={id}"))["items"]
            if len(fees) == 2:
                break
            time.sleep(0.2)
        if plan.settled_on:
            paid = {"paid_on": str(self._today), "reference": f"EFT {plan.number}"}
            _succeeded(self._accounts.post(f"/api/finance/fees/{fees[0]['id']}/pay/", paid, plan.key("fee")))

    def _body(self, plan: Plan) -> dict[str, Any]:
        people = self._people
        return {
            **TERMS,
            "bd_id": people.bdms[0],
            "broker_id": people.brokers[0],
            "branch_id": people.branches[0],
            "borrowers": [
                _person(plan, first, surname) for first, surname in zip(("Mia", "Sam"), SURNAMES, strict=True)
            ],
            "guarantors": [
                {
                    "guarantor_type": "company",
                    "entity_name": f"Bench {plan.number} Pty Ltd",
                    "entity_type": "company",
                    "abn": "53004085616",
                    "acn": "004085616",
                    "email": f"guarantor.{plan.number}@example.com",
                }
            ],
        }


TERMS: Mapping[str, Any] = {
    "application_type": "residential",
    "purpose": "Purchase of land and construction",
    "loan_amount": "850000.00",
    "loan_term": PERIODS,
    "interest_rate": "9.5",
    "repayment_frequency": "monthly",
    "estimated_settlement_date": "2027-02-01",
    "securities": [
        {
            "address": {
                "street": "205 Beach Road",
                "city": "Parramatta",
                "state": "NSW",
                "postal_code": "2150",
                "country": "Australia",
            },
            "property_type": "house",
            "estimated_value": "1900000.00",
            "existing_mortgages": [],
        }
    ],
    "valuer_info": {"company_name": "Acme Valuers", "contact_name": "V. Contact", "phone": "0290000000"},
    "qs_info": {"company_name": "Acme QS", "contact_name": "Q. Contact", "phone": "0290000001"},
    "notes": [{"content": "Introduced by a broker; wants settlement by February.", "remind_date": "2027-01-15"}],
    "fees": [{"type": "application", "amount": "990.00"}, {"type": "valuation", "amount": "3300.00"}],
}


def _person(plan: Plan, first: str, surname: str) -> dict[str, Any]:
    return {
        "first_name": first,
        "last_name": surname,
        "date_of_birth": "1980-04-01",
        "email": f"{first.lower()}.{surname.lower()}.{plan.number}@example.com",
        "phone": "0400000001",
        "address": TERMS["securities"][0]["address"],
        "marital_status": "married",
        "residency": "citizen",
        "employment": {"employer": "Self-employed", "role": "Director", "type": "full_time", "since": "2015-01-01"},
        "income": [{"kind": "salary", "amount": "180000.00", "frequency": "yearly"}],
        "expenses": [{"kind": "living", "amount": "6000.00", "frequency": "monthly"}],
        "assets": [{"kind": "real_estate", "description": "Home", "value": "2500000.00"}],
        "liabilities": [
            {"kind": "mortgage", "description": "Home loan", "balance": "900000.00", "repayment": "5400.00"}
        ],
        "bank_account": {"bsb": "062-000", "account_number": "12345678", "account_name": f"{first} {surname}"},
    }


def _succeeded(answer: Any) -> Any:
    if answer.status_code not in (200, 201):
        raise Stuck(f"{answer.request.method} {answer.request.path_url}: {answer.status_code} {answer.text[:300]}")
    return answer.json()
