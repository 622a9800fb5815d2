"""What must be so before a move, up to the approval: each guard answers None, or what is missing in plain words."""

from collections.abc import Callable
from dataclasses import dataclass

from applications.domain.facts import Facts
from applications.domain.lvr import lvr, valued

OWNERS = {"parties": "parties", "finance": "fees", "documents": "documents"}
SOLVENCY = ("bankruptcy", "judgments", "tax_arrears", "arrears_on_loans")


@dataclass(frozen=True)
class Missing:
    code: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "detail": self.detail}


Guard = Callable[[Facts], Missing | None]


def has_source(facts: Facts) -> Missing | None:
    if facts.broker_id or facts.terms.get("source") == "direct":
        return None
    return Missing("broker", "Name the broker, or mark this as a direct enquiry.")


def has_bd(facts: Facts) -> Missing | None:
    return None if facts.bd_id else Missing("bd", "Assign a BDM first.")


def parts_stand(service: str) -> Guard:
    """The owner has confirmed its parts of the submit; a refused part is as missing as one under way."""

    def guard(facts: Facts) -> Missing | None:
        state = facts.provisioning.get(service, "pending")
        if state == "done":
            return None
        if state == "refused":
            return Missing("part_refused", f"The {OWNERS[service]} could not all be taken over. See what is asked for.")
        return Missing(f"{service}_pending", f"The {OWNERS[service]} are still being set up. This takes a moment.")

    return guard


def has_funding(facts: Facts) -> Missing | None:
    return None if facts.funding else Missing("funding_calculation", "Save a funding calculation first.")


def has_letter(facts: Facts) -> Missing | None:
    if facts.on_file("indicative_letter"):
        return None
    return Missing("indicative_letter", "The indicative letter is not on file.")


def has_signed_letter(facts: Facts) -> Missing | None:
    """The letter itself with a signature, or a signed form filed since the newest letter."""
    letter = facts.on_file("indicative_letter")
    if letter and (letter.signed_by or facts.since(letter, "signed_form")):
        return None
    return Missing("signed_copy", "A signed copy of the letter is not on file.")


def has_commitment_fee(facts: Facts) -> Missing | None:
    if "paid" in facts.commitment_fees:
        return None
    if "waiting" in facts.commitment_fees:
        return Missing("commitment_fee", "The commitment fee is not paid in the ledger.")
    return Missing("commitment_fee", "No commitment fee has been charged and paid in the ledger.")


def has_solvency(facts: Facts) -> Missing | None:
    """Unanswered is not "no"."""
    answers = facts.terms.get("solvency") or {}
    if all(answers.get(question) is not None for question in SOLVENCY):
        return None
    return Missing("solvency", "Answer all solvency questions.")


def has_privacy_consent(facts: Facts) -> Missing | None:
    """A consent of no party in particular is one of all."""
    given = [record.get("party_id") for record in facts.of("consents") if record["kind"] == "privacy"]
    without = [] if None in given else [party.name for party in facts.parties if party.id not in given]
    if facts.parties and not without:
        return None
    return Missing("privacy_consent", f"Record the privacy consent of {', '.join(without) or 'all parties'}.")


def has_valuer(facts: Facts) -> Missing | None:
    valuer = facts.terms.get("valuer_info") or {}
    if valuer.get("company_name") or valuer.get("contact_name"):
        return None
    return Missing("valuer", "Choose the valuer.")


def has_valuation(facts: Facts) -> Missing | None:
    if valued(facts.terms, facts.of("valuations")):
        return None
    return Missing("valuation", "Record the value of each security.")


def lvr_within_product(facts: Facts) -> Missing | None:
    """Asked once the value is recorded: an estimate proves nothing."""
    ratio = lvr(facts.terms, facts.of("valuations"))
    if facts.max_lvr is None or ratio is None or has_valuation(facts) or ratio <= facts.max_lvr:
        return None
    most = format(facts.max_lvr.normalize(), "f")
    return Missing("lvr", f"The LVR is {ratio} %; the product allows {most} %.")


def items_resolved(facts: Facts) -> Missing | None:
    unresolved = [str(record["title"]) for record in facts.of("requirements") if not record.get("resolved")]
    if not unresolved:
        return None
    return Missing("requirements", f"Still open: {'; '.join(unresolved[:5])}.")
