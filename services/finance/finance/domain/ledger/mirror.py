"""The reversal of a journal: nothing posted is ever edited, its mirror undoes it."""

from dataclasses import replace

from finance.domain.ledger.journal import Journal, Posting


def mirror_of(original: Journal, reason: str) -> Journal:
    """Each posting the other way round, linked to the original. Raises ValueError without an id or a reason."""
    if original.id is None or not reason:
        raise ValueError("a reversal names the journal it reverses, and why")
    postings = tuple(Posting(posting.account, -posting.cents) for posting in original.postings)
    return replace(original, kind="reversal", postings=postings, reverses_id=original.id, reason=reason, id=None)
