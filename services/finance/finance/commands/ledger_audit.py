"""Audit the ledger: the nightly check, and `python -m finance job check`."""

import logging
from datetime import date

from finance.store import ledger
from lendkit.messaging.work import work

log = logging.getLogger(__name__)


class LedgerOutOfBalance(RuntimeError):
    """The ledger contradicts itself. Stop posting, and find out why."""


def run(_today: date) -> None:
    """Raises LedgerOutOfBalance naming every finding; each is logged for whoever is paged."""
    with work() as w:
        findings = ledger.findings(w)
    for finding in findings:
        log.error("ledger_finding", extra={"finding": finding})
    if findings:
        raise LedgerOutOfBalance("; ".join(findings))
