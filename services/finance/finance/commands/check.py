"""Prove the books: the nightly check, and `python -m finance job check`."""

import logging
from datetime import date

from finance.store import ledger
from lendkit.messaging.work import work

log = logging.getLogger(__name__)


class BooksDoNotAgree(RuntimeError):
    """Something in the ledger is not as it must be. Stop posting, and find out why."""


def run(_today: date) -> None:
    """Raises BooksDoNotAgree naming every finding; each is logged for whoever is paged."""
    with work() as w:
        w.execute("SET LOCAL statement_timeout = '600s'")
        found = ledger.findings(w)
    for finding in found:
        log.error("ledger_finding", extra={"finding": finding})
    if found:
        raise BooksDoNotAgree("; ".join(found))
