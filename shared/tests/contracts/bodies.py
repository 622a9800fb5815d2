"""Bodies that the shapes are tested with."""

from typing import Any

import pytest
from marshmallow import Schema, ValidationError

from lendkit.contracts.fields import problems

BROKER, BDM, BRANCH = (f"0198a000-000{n}-7000-8000-000000000001" for n in (3, 2, 1))
MEI = {"first_name": "Mei", "last_name": "Brown"}
ACCOUNT = {"bsb": "062-000", "account_number": "14310918", "account_name": "Mei Brown"}


def refused(shape: type[Schema], body: Any) -> dict[str, list[str]]:
    """JSON pointer → messages; the test fails when the body is taken."""
    with pytest.raises(ValidationError) as exc:
        shape().load(body)
    return problems(exc.value.messages)


def an_application(**more: Any) -> dict[str, Any]:
    return {"loan_amount": "500000.00", "loan_term": 12, "application_type": "residential", "borrowers": [MEI], **more}
