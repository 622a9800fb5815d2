"""Move an application on to where it is to stand: ask, bring what the guards miss, ask again."""

import io
import time
from typing import Any

from pypdf import PdfWriter

from deploy.local.demo.callers import Callers
from deploy.local.demo.dataset import PlannedApplication

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
ENDS = {"declined": "credit_policy", "withdrawn": "went_elsewhere"}
VALUER = {"company_name": "Harbour Valuations", "contact_name": "Ines Ford", "phone": "0291234567"}
NO = dict.fromkeys(("bankruptcy", "judgments", "tax_arrears", "arrears_on_loans"), False)
ASKS = 25


class Stuck(RuntimeError):
    """A move stays refused, or something that it wants is; the message says what the service said."""


class Deal:
    """One application of the book, at work. Its dates are those of the day it was lodged."""

    def __init__(self, callers: Callers, plan: PlannedApplication, id: str) -> None:
        self.plan = plan
        self.id = id
        self.path = f"/api/applications/{id}/"
        self.admin, self.credit, self.accounts = (callers.first(role) for role in ("admin", "credit", "accounts"))
        self.page: dict[str, Any] = {}

    def work(self) -> str:
        """To its stage, from wherever an earlier run left it; raises Stuck. Returns the stage."""
        self._look()
        for stage in self._way():
            self._move(stage)
        return self.plan.stage

    def _way(self) -> list[str]:
        now, goal = self.page["stage"], self.plan.stage
        if now == goal or now in ENDS or goal == "inquiry":
            return []
        if goal in ENDS or goal == "sent_to_lender":
            return [goal]
        done = PATH.index(now) + 1 if now in PATH else 0
        return list(PATH[done : PATH.index(goal) + 1])

    def _look(self) -> None:
        self.page = _well(self.admin.get(self.path))
        self.day = self.page["created_at"][:10]

    def _move(self, to: str) -> None:
        body = {"to": to, **({"reason": ENDS[to]} if to in ENDS else {})}
        brought: set[str] = set()
        for number in range(ASKS):
            answer = self.credit.post(f"{self.path}transitions/", body, f"{self.plan.key}-{to}-{number}")
            if answer.status_code == 200:
                return
            missing = [item["code"] for item in answer.json().get("missing", [])]
            if answer.status_code != 409 or not missing:
                break
            for code in missing:
                if code not in brought and not code.endswith("_pending"):
                    brought.add(code)
                    self._bring(code)
            time.sleep(0.2)
        raise Stuck(f"{self.page['reference_number']} to {to}: {answer.status_code} {answer.text[:300]}")

    def _bring(self, code: str) -> None:
        step = getattr(self, f"_bring_{code}", None)
        if step is None:
            raise Stuck(f"{self.page['reference_number']} asks for {code}, which the seed can't provide")
        step()

    def _bring_funding_calculation(self) -> None:
        body = {"application_id": self.id, "loan_amount": self.page["loan_amount"]}
        _well(self.credit.post("/api/finance/funding/", body, self._key("funding")))

    def _bring_indicative_letter(self) -> None:
        body = {"application_id": self.id, "template": "indicative_letter"}
        _well(self.credit.post("/api/documents/generate/", body, self._key("letter")))

    def _bring_signed_copy(self) -> None:
        self._upload("signed_form", "signed", signed_by="The borrowers", signature_date=self.day)

    def _bring_commitment_fee(self) -> None:
        body = {"application_id": self.id, "type": "commitment", "amount": "5500.00"}
        fee = _well(self.accounts.post("/api/finance/fees/", body, self._key("fee")))
        paid = {"paid_on": self.day, "reference": f"EFT {self.plan.key}"}
        _well(self.accounts.post(f"/api/finance/fees/{fee['id']}/pay/", paid, self._key("paid")))

    def _bring_solvency(self) -> None:
        _well(self.admin.patch(self.path, {"solvency": NO}))

    def _bring_privacy_consent(self) -> None:
        self._record("consents", {"kind": "privacy", "given_on": self.day})

    def _bring_valuer(self) -> None:
        _well(self.admin.patch(self.path, {"valuer_info": VALUER}))

    def _bring_valuation(self) -> None:
        """Of everything together: twice what is lent."""
        worth = int(float(self.page["loan_amount"]) * 2)
        self._record("valuations", {"value": f"{worth}.00", "valued_on": self.day})

    def _bring_approval(self) -> None:
        self._record("decisions", {"decision": "approve"})

    def _bring_loan_documents(self) -> None:
        self._upload("loan_documents", "loan-documents")

    def _bring_signatures(self) -> None:
        self._upload("signed_form", "signatures", signed_by="All parties", signature_date=self.day)

    def _bring_legal_advice(self) -> None:
        self._record("legal-advice", {"given_on": self.day, "solicitor": "Ford & Tan"})

    def _record(self, kind: str, body: dict[str, Any]) -> None:
        _well(self.credit.post(f"{self.path}{kind}/", body, self._key(kind)))

    def _upload(self, type: str, name: str, **more: str) -> None:
        fields = {"application_id": self.id, "type": type, **more}
        content = _pdf(f"{self.page['reference_number']} {name}")
        _well(self.credit.upload(fields, f"{name}.pdf", content, self._key(name)))

    def _key(self, what: str) -> str:
        return f"{self.plan.key}-{what}"


def _well(answer: Any) -> dict[str, Any]:
    if answer.status_code not in (200, 201):
        raise Stuck(f"{answer.request.method} {answer.request.path_url}: {answer.status_code} {answer.text[:300]}")
    body: dict[str, Any] = answer.json()
    return body


def _pdf(title: str) -> bytes:
    """One empty page, the same bytes each time."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    writer.write(out)
    return out.getvalue()
