"""What was paid out at settlement, from the ledger."""

from decimal import Decimal
from typing import Any

from documents.domain.letters import journals, labels
from documents.domain.letters.tables import Detail
from lendkit.values.en_au import dollars


def disbursement(detail: Detail) -> dict[str, Any]:
    """The `loan_amount`, what was `withheld` from it as rows, and the `net` proceeds."""
    current = journals.current(detail)
    advances = (Decimal(journal["amount"]) for journal in current if journal["type"] == "disbursement")
    withheld = [journal for journal in current if journal["type"] in journals.WITHHELD]
    loan_amount = sum(advances, Decimal(0))
    net = loan_amount - sum((Decimal(journal["amount"]) for journal in withheld), Decimal(0))
    rows = [[labels.less(journals.name(journal, detail)), dollars(journal["amount"])] for journal in withheld]
    return {"loan_amount": dollars(loan_amount), "withheld": rows, "net": dollars(net)}
