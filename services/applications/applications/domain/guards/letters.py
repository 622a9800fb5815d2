"""Before the application is submitted: the funding table, the indicative letter and the commitment fee."""

from applications.domain.guards.context import GuardContext, Missing


def has_funding_table(context: GuardContext) -> Missing | None:
    return None if context.has_funding_table else Missing("funding_calculation", "Save a funding table.")


def has_letter(context: GuardContext) -> Missing | None:
    if context.newest("indicative_letter"):
        return None
    return Missing("indicative_letter", "Generate or upload the indicative letter.")


def has_signed_letter(context: GuardContext) -> Missing | None:
    """The letter itself with a signature, or a signed form filed since the newest letter."""
    letter = context.newest("indicative_letter")
    if letter and (letter.signed_by or context.filed_since(letter, "signed_form")):
        return None
    return Missing("signed_copy", "Upload the signed indicative letter.")


def has_commitment_fee(context: GuardContext) -> Missing | None:
    if "paid" in context.commitment_fees:
        return None
    if "waiting" in context.commitment_fees:
        return Missing("commitment_fee", "The commitment fee is unpaid. Record its payment.")
    return Missing("commitment_fee", "Add the commitment fee and record its payment.")
