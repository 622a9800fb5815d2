"""From loan documents to settlement: issued, signed by everyone, guarantors advised, conditions satisfied."""

from applications.domain.guards.context import GuardContext, Missing, listed
from lendkit.values import en_au


def has_loan_documents(context: GuardContext) -> Missing | None:
    if context.newest("loan_documents"):
        return None
    return Missing("loan_documents", "Upload the loan documents.")


def is_signed(context: GuardContext) -> Missing | None:
    """Signed forms filed since the newest loan documents: one of no party in particular is the whole signed set,
    one that names a party is that party's signature alone."""
    documents = context.newest("loan_documents")
    if documents is None:
        return has_loan_documents(context)
    signatures = [form.party_id for form in context.filed_since(documents, "signed_form")]
    names = context.parties_without(signatures)
    if signatures and not names:
        return None
    detail = (
        f"Upload the loan documents signed by {en_au.listed(names)}." if names else "Upload the signed loan documents."
    )
    return Missing("signatures", detail)


def has_legal_advice(context: GuardContext) -> Missing | None:
    """Advice to no guarantor in particular is advice to all; without guarantors none is needed."""
    advised = [record.get("party_id") for record in context.records_of("legal_advice")]
    names = context.parties_without(advised, "guarantors")
    if not names:
        return None
    return Missing("legal_advice", f"Record independent legal advice for {en_au.listed(names)}.")


def conditions_satisfied(context: GuardContext) -> Missing | None:
    titles = [str(record["title"]) for record in context.records_of("conditions") if not record.get("met")]
    return Missing("conditions", f"Conditions outstanding: {listed(titles)}.") if titles else None
