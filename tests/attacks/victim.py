"""A deal with everything that a deal has, and those who have no business with it."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from tests.attacks.operations import ROOT, Operation, operations
from tests.journeys.deal import Deal, a_pdf

# A person, a company and a guarantor stand on it.
SAMPLE = ROOT / "tests" / "samples" / "11-refinance-and-equity-release.json"
# By design these are shown to everybody who is signed in, or belong to nobody.
FOR_ALL = {"getProduct", "getBdm", "getBranch", "askUnsubscribe", "unsubscribe"}
FOR_STAFF = {"getBroker"}
TODAY = str(dates.today())
PAID = {"paid_on": TODAY, "reference": "EFT 4711"}
RECEIVED = {"received_on": TODAY, "reference": "EFT 4711"}
# A body that would do for each operation: nobody is to be refused because of what he sends.
BODIES: Mapping[str, Any] = {
    "changeApplication": {"purpose": "Taken over"},
    "addCondition": {"title": "Pay me"},
    "changeCondition": {"met": True},
    "addConsent": {"kind": "privacy", "given_on": TODAY},
    "addDecision": {"decision": "approve"},
    "addLegalAdvice": {"given_on": TODAY},
    "addNote": {"content": "I was here"},
    "addRequirement": {"title": "Send me the file"},
    "changeRequirement": {"resolved": True},
    "moveApplication": {"to": "withdrawn", "reason": "client_request"},
    "addValuation": {"value": "1.00", "valued_on": TODAY},
    "changeUser": {"name": "Mallory"},
    "payFee": PAID,
    "refundFee": {"reason": "Give it back"},
    "waiveFee": {"reason": "Let it go"},
    "recordPayment": {"amount": "1.00", **RECEIVED},
    "refundOverpayment": PAID,
    "reversePayment": {"reason": "It never came"},
    "payRepayment": RECEIVED,
    "changeBdm": {"name": "Mallory"},
    "changeBranch": {"name": "Mallory"},
    "changeBroker": {"name": "Mallory"},
    "changeBorrower": {"first_name": "Mallory", "last_name": "Grey"},
    "changeCompany": {"entity_name": "Mallory Pty Ltd", "acn": "004085616"},
    "changeGuarantor": {"guarantor_type": "individual", "first_name": "Mallory", "last_name": "Grey"},
    "chargeFee": {"type": "legal", "amount": "10.00"},
    "boardLoan": {
        "principal": "1000.00",
        "annual_rate": "5",
        "method": "interest_only",
        "frequency": "monthly",
        "periods": 12,
        "settlement_date": TODAY,
    },
    "calculateFunding": {"loan_amount": "1000.00"},
    "generateDocument": {"template": "indicative_letter"},
    "uploadDocument": {"type": "other"},
}


def ask(user: Any, operation: Operation, ids: Mapping[str, str], **more: Any) -> Any:
    """The operation with a body that would do, `more` added to it."""
    sent: dict[str, Any] = {"headers": {"Idempotency-Key": str(uuid7())}}
    body = {**BODIES.get(operation.id, {}), **more}
    if operation.takes == "multipart/form-data":
        sent |= {"data": body, "files": {"file": ("a.pdf", a_pdf(), "application/pdf")}}
    elif operation.takes:
        sent["json"] = body
    return user.session.request(operation.method, user.base_url + operation.at(ids), timeout=15, **sent)


class Victim(Deal):
    """Settled, with one instalment paid; `ids` says what stands for `{id}` in the paths of a noun."""

    def __init__(self, sign_in: Callable[[str], Any]) -> None:
        super().__init__(sign_in, SAMPLE)
        self.admin, self.broker = sign_in("admin"), sign_in("broker")
        self.lodge()
        self.condition = self._recorded("conditions", {"title": "Insure the house"}, {"met": True})
        self.requirement = self._recorded("requirements", {"title": "Two payslips"}, {"resolved": True})
        self.note = self._created(self.broker.post(f"{self.path}notes/", {"content": "Between us"}))["id"]
        self.settle()
        self.staged = self._stage()
        self.payment = self._created(self.accounts.post(self._loan_path("payments"), {"amount": "100.00", **RECEIVED}))
        self.ids = self._ids()
        self._until(lambda: self.state() == self._a_moment_later(), 20)

    def _recorded(self, noun: str, new: Mapping[str, Any], done: Mapping[str, Any]) -> str:
        id = self._created(self.bd.post(f"{self.path}{noun}/", dict(new)))["id"]
        assert self.bd.patch(f"{self.path}{noun}/{id}/", dict(done)).status_code == 200
        return str(id)

    def _stage(self) -> str:
        """An upload that is not on an application yet."""
        operation = next(operation for operation in operations() if operation.id == "uploadDocument")
        return str(self._created(ask(self.broker, operation, {}))["upload_id"])

    def _loan_path(self, noun: str) -> str:
        return f"/api/finance/loans/{self.loan()['id']}/{noun}/"

    def _ids(self) -> dict[str, dict[str, str]]:
        page = self.page()
        application = {"id": self.id}
        first = {section: {"id": page[section][0]["id"]} for section in ("borrowers", "companies", "guarantors")}
        return {
            "/api/applications/{id}/conditions/": {**application, "record_id": self.condition},
            "/api/applications/{id}/requirements/": {**application, "record_id": self.requirement},
            "/api/applications/{id}/": application,
            "/api/auth/users/{id}/": {"id": self.broker.me["id"]},
            "/api/documents/{id}/": {"id": page["documents"][0]["id"]},
            "/api/finance/fees/{id}/": {"id": page["fees"][0]["id"]},
            "/api/finance/funding/{id}/": {"id": page["funding"]["id"]},
            "/api/finance/loans/{id}/": {"id": page["loan"]["id"]},
            "/api/finance/payments/{id}/": {"id": self.payment["id"]},
            "/api/finance/repayments/{id}/": {"id": self.repayments()[0]["id"]},
            "/api/notifications/{id}/": {"id": self.bd.get("/api/notifications/").json()["items"][0]["id"]},
            "/api/parties/bdms/{id}/": {"id": self.bd.me["links"]["bd_id"]},
            "/api/parties/branches/{id}/": {"id": self.broker.me["links"]["branch_id"]},
            "/api/parties/brokers/{id}/": {"id": self.broker.me["links"]["broker_id"]},
            **{f"/api/parties/{section}/{{id}}/": party for section, party in first.items()},
        }

    def of(self, operation: Operation) -> dict[str, str]:
        """What is this deal's in the operation's path; KeyError for a noun that nobody has thought of yet."""
        return next(ids for start, ids in self.ids.items() if operation.path.startswith(start))

    @property
    def secrets(self) -> set[str]:
        """Ids that nobody else is to read anywhere."""
        shown = ("/api/parties/bdms/", "/api/parties/branches/", "/api/parties/brokers/", "/api/auth/")
        known = {id for start, ids in self.ids.items() if not start.startswith(shown) for id in ids.values()}
        return known | {self.note, self.staged}

    def state(self) -> dict[str, Any]:
        """All that there is to read of it."""
        answers = {}
        for operation in operations():
            if operation.method == "GET" and operation.parameters and operation.id not in FOR_ALL:
                answer = self._reader(operation).get(operation.at(self.of(operation)))
                assert answer.status_code == 200, f"{operation}: {answer.text}"
                answers[operation.id] = answer.content if operation.id == "getContent" else answer.json()
        answers["getApplication"].pop("sections")  # they say how long ago an owner was heard
        return answers

    def _reader(self, operation: Operation) -> Any:
        return self.bd if operation.service == "notifications" else self.admin

    def _a_moment_later(self) -> dict[str, Any]:
        time.sleep(0.5)
        return self.state()
