"""One deal, worked from lodgement to discharge by the people who do it; whatever a guard asks for is supplied."""

import io
import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from lendkit.values import dates
from lendkit.values.identifiers import uuid7

SignIn = Callable[[str], Any]
PATH = (
    "funding_table_issued",
    "indicative_letter_issued",
    "indicative_letter_signed",
    "commitment_fee_received",
    "application_submitted",
    "valuation_ordered",
    "valuation_received",
    "formal_approval",
    "loan_docs_instructed",
    "loan_docs_issued",
    "loan_docs_signed",
    "settlement_conditions",
    "settled",
)
# What each guard asks for, in the order of PATH; a deal meets these refusals on its way.
ASKED = (
    "funding_calculation",
    "indicative_letter",
    "signed_copy",
    "commitment_fee",
    "privacy_consent",
    "valuation",
    "approval",
    "loan_documents",
)
EXPERT = {"company_name": "Harbour Valuations", "contact_name": "Ines Ford", "phone": "0291234567"}


def a_pdf() -> bytes:
    """A real PDF of one empty page, different each time."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": str(uuid7())})
    writer.write(out)
    return out.getvalue()


class Deal:
    """An application on its way; `refused` collects what the guards asked for."""

    def __init__(self, sign_in: SignIn, sample: Path) -> None:
        self.sign_in = sign_in
        self.bd, self.credit, self.accounts = (sign_in(role) for role in ("bd", "credit", "accounts"))
        self.body: dict[str, Any] = {
            **json.loads(sample.read_text(encoding="utf-8")),
            "bd_id": self.bd.me["links"]["bd_id"],
        }
        self.refused: list[str] = []
        self.id = ""

    @property
    def path(self) -> str:
        return f"/api/applications/{self.id}/"

    def page(self) -> dict[str, Any]:
        page: dict[str, Any] = self.bd.get(self.path).json()
        return page

    def lodge(self) -> None:
        """By the broker; a direct enquiry is lodged by the BDM."""
        who = self.bd if self.body.get("source") == "direct" else self.sign_in("broker")
        answer = who.post("/api/applications/", self.body)
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]
        self._until(lambda: set(self.page()["provisioning"].values()) == {"done"})

    def prepare(self) -> None:
        """Every stage before settlement."""
        for stage in PATH[:-1]:
            self.move(stage)

    def settle(self) -> None:
        self.prepare()
        self.move("settled")

    def move(self, to: str) -> None:
        """Ask for the stage, supply what is missing, each thing once, and ask again."""
        brought: set[str] = set()
        for _ in range(12):
            answer = self.bd.post(f"{self.path}transitions/", {"to": to})
            if answer.status_code == 200:
                assert answer.json()["stage"] == to
                return
            assert answer.status_code == 409, f"{to}: {answer.text}"
            missing = {item["code"] for item in answer.json()["missing"]}
            assert missing, answer.text
            for code in sorted(missing - brought):
                self.refused.append(code)
                self.bring(code)
            brought |= missing
            time.sleep(0.1)
        raise AssertionError(f"{to} is still refused: {answer.text}")

    def bring(self, code: str) -> None:
        getattr(self, f"bring_{code}")()

    def bring_funding_calculation(self) -> None:
        amount = self.page()["loan_amount"]
        self._created(self.bd.post("/api/finance/funding/", {"application_id": self.id, "loan_amount": amount}))

    def bring_indicative_letter(self) -> None:
        body = {"application_id": self.id, "template": "indicative_letter"}
        self._created(self.bd.post("/api/documents/generate/", body))

    def bring_signed_copy(self) -> None:
        self.upload("signed_form", signed_by="Pat Signer", signature_date=str(dates.today()))

    def bring_commitment_fee(self) -> None:
        charge = {"application_id": self.id, "type": "commitment", "amount": "5500.00"}
        fee = self._created(self.accounts.post("/api/finance/fees/", charge))
        paid = {"paid_on": str(dates.today()), "reference": "EFT commitment"}
        assert self.accounts.post(f"/api/finance/fees/{fee['id']}/pay/", paid).status_code == 200

    def bring_solvency(self) -> None:
        answers = dict.fromkeys(("bankruptcy", "judgments", "tax_arrears", "arrears_on_loans"), False)
        self._change({"solvency": answers})

    def bring_privacy_consent(self) -> None:
        self._record("consents", {"kind": "privacy", "given_on": str(dates.today())})

    def bring_valuer(self) -> None:
        self._change({"valuer_info": EXPERT})

    def bring_valuation(self) -> None:
        amount = Decimal(self.page()["loan_amount"])
        for index, _ in enumerate(self.page()["securities"]):
            body = {"value": str(amount * 2), "valued_on": str(dates.today()), "security": index}
            self._record("valuations", body)

    def bring_approval(self) -> None:
        self._created(self.credit.post(f"{self.path}decisions/", {"decision": "approve"}))

    def bring_loan_documents(self) -> None:
        self.upload("loan_documents")

    def bring_signatures(self) -> None:
        self.upload("signed_form", signed_by="All parties", signature_date=str(dates.today()))

    def bring_legal_advice(self) -> None:
        self._record("legal-advice", {"given_on": str(dates.today()), "solicitor": "Ford & Tan"})

    def upload(self, type: str, **more: str) -> dict[str, Any]:
        return self._created(
            self.bd.session.post(
                f"{self.bd.base_url}/api/documents/",
                data={"application_id": self.id, "type": type, **more},
                files={"file": (f"{type}.pdf", a_pdf(), "application/pdf")},
                headers={"Idempotency-Key": str(uuid7())},
                timeout=20,
            )
        )

    def loan(self) -> dict[str, Any]:
        loans = self.accounts.get(f"/api/finance/loans/?application_id={self.id}").json()["items"]
        assert len(loans) == 1
        loan: dict[str, Any] = self.accounts.get(f"/api/finance/loans/{loans[0]['id']}/").json()
        return loan

    def repayments(self) -> list[dict[str, Any]]:
        instalments: list[dict[str, Any]] = []
        path, cursor = f"/api/finance/repayments/?application_id={self.id}&limit=200", ""
        while True:
            page = self.accounts.get(f"{path}{cursor}").json()
            instalments += page["items"]
            if not page["next"]:
                return instalments
            cursor = f"&cursor={page['next']}"

    def first_payable(self) -> dict[str, Any]:
        return next(row for row in self.repayments() if Decimal(row["amount"]) > 0 and row["status"] != "paid")

    def pay_out(self) -> None:
        """Pay what is owed today, to the cent; then discharge the loan."""
        today = str(dates.today())
        for fee in self.accounts.get(f"/api/finance/fees/?application_id={self.id}").json()["items"]:
            if fee["status"] == "waiting":
                paid = {"paid_on": today, "reference": "EFT at payout"}
                assert self.accounts.post(f"/api/finance/fees/{fee['id']}/pay/", paid).status_code == 200
        loan = self.loan()
        owed = self.accounts.get(f"/api/finance/loans/{loan['id']}/payoff/?on={today}").json()
        payment = {"amount": owed["total"], "received_on": today, "reference": "EFT payout"}
        self._created(self.accounts.post(f"/api/finance/loans/{loan['id']}/payments/", payment))
        assert self.loan()["balances"]["total"] == "0.00"
        self.move("discharged")

    def _change(self, body: dict[str, Any]) -> None:
        answer = self.bd.patch(self.path, body)
        assert answer.status_code == 200, answer.text

    def _record(self, kind: str, body: dict[str, Any]) -> None:
        self._created(self.bd.post(f"{self.path}{kind}/", body))

    def _created(self, answer: Any) -> dict[str, Any]:
        assert answer.status_code == 201, answer.text
        record: dict[str, Any] = answer.json()
        return record

    def _until(self, look: Callable[[], bool], seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < deadline, "it did not come true in time"
            time.sleep(0.05)
