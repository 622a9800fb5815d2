"""The payout figure of a loan, as finance has it at this moment."""

from datetime import date
from typing import Any
from uuid import UUID

from lendkit.runtime import service_client


def payoff(loan: UUID, on: date) -> dict[str, Any]:
    """Its parts and their total, as decimal strings. Raises NotFound, or Unavailable while finance is down."""
    return service_client.of("finance").get(f"/internal/finance/payoffs/{loan}/", {"on": on.isoformat()})
