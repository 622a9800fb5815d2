"""Before a valuation is ordered: every party complete, its numbers valid, solvency answered and consent on file."""

from collections.abc import Iterator
from datetime import date

from applications.domain.guards.context import GuardContext, Missing, Party, listed
from lendkit.contracts import checks
from lendkit.values import en_au

NUMBERS = ("/abn", "/acn")
SOLVENCY = ("bankruptcy", "judgments", "tax_arrears", "arrears_on_loans")


def numbers_valid(context: GuardContext) -> Missing | None:
    names = [party.name for party in context.parties if not _numbers_valid(party)]
    return Missing("abn_acn", f"Check the ABN or ACN of {en_au.listed(names)}.") if names else None


def parties_complete(context: GuardContext) -> Missing | None:
    if not context.parties:
        return Missing("parties", "Add a borrower.")
    gaps = [
        f"{party.name or 'Unnamed party'}: enter {en_au.listed(fields)}"
        for party in context.parties
        if (fields := list(_incomplete(party)))
    ]
    return Missing("parties_incomplete", f"{listed(gaps)}.") if gaps else None


def has_solvency(context: GuardContext) -> Missing | None:
    """Unanswered is not "no"."""
    answers = context.terms.get("solvency") or {}
    if all(answers.get(question) is not None for question in SOLVENCY):
        return None
    return Missing("solvency", "Answer all solvency questions.")


def has_privacy_consent(context: GuardContext) -> Missing | None:
    """A consent of no party in particular covers all of them."""
    consents = [record.get("party_id") for record in context.records_of("consents") if record["kind"] == "privacy"]
    names = context.parties_without(consents)
    if context.parties and not names:
        return None
    return Missing("privacy_consent", f"Record privacy consent for {en_au.listed(names) or 'all parties'}.")


def _numbers_valid(party: Party) -> bool:
    """A trust or a super fund needs no ACN, so it must have an ABN."""
    is_trust = party.kind == "company" and (party.body.get("entity_type") or "company") != "company"
    if is_trust and not party.body.get("abn"):
        return False
    return not any(pointer in NUMBERS for pointer in _errors(party))


def _incomplete(party: Party) -> Iterator[str]:
    """The fields that are still to be entered, in the form's words."""
    yield from sorted({_label(pointer) for pointer in _errors(party) if pointer not in NUMBERS})
    body = party.body
    if not (body.get("email") or body.get("phone")):
        yield "an email or phone number"
    if not (body.get("address") or {}).get("street"):
        yield "an address"
    if party.kind == "person" and not body.get("date_of_birth"):
        yield "a date of birth"
    if party.kind == "company" and not body.get("directors"):
        yield "the directors"


def _errors(party: Party) -> dict[str, list[str]]:
    """What a submission would be refused for. A bank account is masked here and was checked when it was entered."""
    body = {key: value for key, value in party.body.items() if key != "bank_account"}
    check = checks.company if party.kind == "company" else checks.person
    return checks.errors(check(body, date.max))


def _label(pointer: str) -> str:
    return f"a {pointer.strip('/').replace('_', ' ')}" if pointer != "/entity_name" else "an entity name"
