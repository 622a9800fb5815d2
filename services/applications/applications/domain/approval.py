"""What must be so before a move, from the approval to settlement."""

from decimal import Decimal

from applications.domain.facts import Facts
from applications.domain.guards import Missing

DECIDERS = frozenset({"admin", "credit"})
DECIDED_TERMS = ("loan_amount", "loan_term", "interest_rate")


def is_approved(facts: Facts) -> Missing | None:
    """The last decision approves the terms as they are, by who may decide and did not write the application."""
    if not facts.of("decisions"):
        return Missing("approval", "A credit manager or an admin who did not lodge this must approve it.")
    last = facts.of("decisions")[-1]
    by = last["created_by"]
    if last["decision"] != "approve" or by["role"] not in DECIDERS or by["id"] == str(facts.author_id):
        return Missing("approval", "The last decision does not approve this application.")
    if any(not _same(last["terms"].get(name), facts.terms.get(name)) for name in DECIDED_TERMS):
        return Missing("approval", "Amount, term or rate have changed since it was approved. Decide again.")
    return None


def _same(left: object, right: object) -> bool:
    return left == right or (left is not None and right is not None and Decimal(str(left)) == Decimal(str(right)))


def has_loan_documents(facts: Facts) -> Missing | None:
    if facts.on_file("loan_documents"):
        return None
    return Missing("loan_documents", "The loan documents are not on file.")


def is_signed(facts: Facts) -> Missing | None:
    """Signed forms filed since the newest loan documents: one of no party in particular is the whole signed set,
    one that names a party is that party's signature alone."""
    documents = facts.on_file("loan_documents")
    if documents is None:
        return has_loan_documents(facts)
    forms = [form.party_id for form in facts.since(documents, "signed_form")]
    without = [] if None in forms else [party.name for party in facts.parties if party.id not in forms]
    if forms and not without:
        return None
    detail = f"The signed loan documents of {', '.join(without)} are not on file." if without else None
    return Missing("signatures", detail or "The signed loan documents are not on file.")


def has_legal_advice(facts: Facts) -> Missing | None:
    """Advice to no guarantor in particular is advice to all; without guarantors none is needed."""
    guarantors = [party for party in facts.parties if party.section == "guarantors"]
    given = [record.get("party_id") for record in facts.of("legal_advice")]
    without = [] if None in given else [party.name for party in guarantors if party.id not in given]
    if not without:
        return None
    return Missing("legal_advice", f"Record the independent legal advice of {', '.join(without)}.")


def conditions_met(facts: Facts) -> Missing | None:
    unmet = [str(record["title"]) for record in facts.of("conditions") if not record.get("met")]
    return Missing("conditions", f"Not met yet: {'; '.join(unmet[:5])}.") if unmet else None
