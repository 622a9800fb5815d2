"""What letters call fees, deductions and parties."""

from typing import Any

import pytest

from documents.domain.letters import labels


@pytest.mark.parametrize(
    ("party", "name"),
    [
        ({"name": "Liam Smith"}, "Liam Smith"),
        ({"name": "Bellbird Pty Ltd", "acn": "004085616", "abn": "53004085616"}, "Bellbird Pty Ltd (ACN 004 085 616)"),
        ({"name": "Bellbird", "abn": "53004085616"}, "Bellbird (ABN 53 004 085 616)"),
        (
            {"name": "Smith Family Trust", "trustee_name": "Bellbird Pty Ltd"},
            "Bellbird Pty Ltd as trustee for Smith Family Trust",
        ),
    ],
)
def test_party(party: dict[str, Any], name: str) -> None:
    assert labels.party(party) == name


def test_fees_and_deductions() -> None:
    assert (labels.fee("legal"), labels.fee("line"), labels.fee("other")) == ("Legal fee", "Line fee", "Other")
    assert (labels.deduction("prepaid_interest"), labels.deduction("legal")) == ("Interest withheld", "Legal fee")
    assert [labels.less(name) for name in ("Interest withheld", "Legal fee")] == [
        "Less interest withheld",
        "Less legal fee",
    ]


def test_exit_strategies() -> None:
    assert labels.exit_strategy("sale", "Two presold lots") == "Sale of property: Two presold lots"
    assert (labels.exit_strategy("refinance", None), labels.exit_strategy("", None)) == ("Refinance", "")


def test_facilities() -> None:
    assert (labels.facility("construction"), labels.facility("smsf")) == ("Construction loan", "SMSF loan")
