"""Whether a party is complete enough to be valued and approved; numbers by their checksums."""

from collections.abc import Iterator
from datetime import date

from applications.domain.facts import Facts, Party
from applications.domain.guards import Missing
from lendkit.contracts import checks

NUMBERS = ("/abn", "/acn")


def numbers_valid(facts: Facts) -> Missing | None:
    wrong = [party.name for party in facts.parties if any(pointer in NUMBERS for pointer in _errors(party))]
    wrong += [party.name for party in facts.parties if _wants_abn(party)]
    return Missing("abn_acn", f"Correct the ABN or ACN of {', '.join(wrong)}.") if wrong else None


def parties_complete(facts: Facts) -> Missing | None:
    if not facts.parties:
        return Missing("parties", "There is nobody who borrows.")
    gaps = [
        f"{party.name or 'a party'}: {', '.join(found)}" for party in facts.parties if (found := list(_gaps(party)))
    ]
    return Missing("parties_incomplete", f"Complete {'; '.join(gaps[:5])}.") if gaps else None


def _gaps(party: Party) -> Iterator[str]:
    """What is still to be entered, in the words of the form."""
    yield from sorted({_word(pointer) for pointer in _errors(party) if pointer not in NUMBERS})
    body = party.body
    if not (body.get("email") or body.get("phone")):
        yield "email or phone"
    if not (body.get("address") or {}).get("street"):
        yield "address"
    if party.kind == "person" and not body.get("date_of_birth"):
        yield "date of birth"
    if party.kind == "company" and not body.get("directors"):
        yield "directors"


def _errors(party: Party) -> dict[str, list[str]]:
    """What the checks of a submit would refuse. Its account is masked here and was checked when it was entered."""
    body = {key: value for key, value in party.body.items() if key != "bank_account"}
    check = checks.company if party.kind == "company" else checks.person
    return checks.errors(check(body, date.max))


def _wants_abn(party: Party) -> bool:
    """A trust or a super fund needs no ACN, so its ABN is the number there is."""
    is_trust = party.kind == "company" and (party.body.get("entity_type") or "company") != "company"
    return is_trust and not party.body.get("abn")


def _word(pointer: str) -> str:
    return pointer.strip("/").replace("_", " ")
