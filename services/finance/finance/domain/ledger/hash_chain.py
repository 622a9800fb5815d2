"""The hash chain of an application's subledger: each entry covers the one before it."""

import hashlib
from collections.abc import Iterable
from uuid import UUID


def entry_hash(previous: bytes | None, facts: Iterable[object], postings: Iterable[tuple[UUID, int]]) -> bytes:
    """The hash of an entry: of the one before it on its application, of its own facts in their order, and of its
    postings as (account id, cents). PostgreSQL computes the same in `journal_text`."""
    head = [previous.hex() if previous else "", *("" if fact is None else str(fact) for fact in facts)]
    lines = ";".join(f"{account}:{cents}" for account, cents in postings)
    return hashlib.sha256("|".join([*head, lines]).encode()).digest()
