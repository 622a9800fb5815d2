"""The ledger: journals, trial balance."""

from typing import Any

from flask import Response

from finance.queries import ledger as queries
from finance.schemas.ledger import BalanceFilter, JournalPage, LedgerFilter, TrialBalance
from lendkit.values import dates
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("finance", "ledger")


@blp.get("/ledger/")
@blp.arguments(LedgerFilter, location="query")
@blp.response(200, JournalPage)
@blp.doc(operationId="listJournals")
@permission("finance.read")
def find(args: dict[str, Any]) -> Response:
    return json_text(queries.find(args))


@blp.get("/trial-balance/")
@blp.arguments(BalanceFilter, location="query")
@blp.response(200, TrialBalance)
@blp.doc(operationId="getTrialBalance")
@permission("finance.books")
def trial_balance(args: dict[str, Any]) -> Response:
    """What was booked up to and including `on` (by default today)."""
    return json_text(queries.trial_balance(args.get("on") or dates.today(), args.get("application_id")))
