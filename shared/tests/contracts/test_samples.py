"""Each sample application is taken unchanged and may be lodged as it stands."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from lendkit.contracts import checks
from lendkit.contracts.shapes import ApplicationShape
from lendkit.values.plain import plain

TODAY = date(2026, 11, 24)
Read = Callable[[str], Any]


def kept(sent: Any, loaded: Any) -> bool:
    """What was sent is still there; numbers may have become the text of the same amount."""
    if isinstance(sent, dict):
        return all(name in loaded and kept(value, loaded[name]) for name, value in sent.items())
    if isinstance(sent, list):
        return len(sent) == len(loaded) and all(map(kept, sent, loaded))
    if isinstance(sent, int | Decimal) and isinstance(loaded, str):
        return sent == Decimal(loaded)
    return bool(sent == loaded)


def test_it_is_taken_unchanged(body: dict[str, Any]) -> None:
    assert kept(body, plain(ApplicationShape().load(body)))


def test_nothing_in_it_stops_it_from_being_lodged(body: dict[str, Any]) -> None:
    assert checks.errors(checks.application(ApplicationShape().load(body), TODAY)) == {}


def test_it_is_lodged_unless_it_says_draft(body: dict[str, Any]) -> None:
    assert ApplicationShape().load(body)["stage"] == "inquiry"
    assert ApplicationShape().load({**body, "stage": "draft"})["stage"] == "draft"


def test_the_brief_sends_numbers(sample_body: Read) -> None:
    loaded = ApplicationShape().load(sample_body("00-brief"))
    assert (loaded["loan_amount"], loaded["interest_rate"]) == (Decimal("500000.00"), Decimal("5.5"))
    assert plain(loaded)["loan_amount"] == "500000.00"


def test_the_brief_lives_in_california_and_nobody_minds(sample_body: Read) -> None:
    assert checks.application(ApplicationShape().load(sample_body("00-brief")), TODAY) == []


def test_an_overseas_address_may_have_no_state(sample_body: Read) -> None:
    loaded = ApplicationShape().load(sample_body("11-refinance-and-equity-release"))
    assert loaded["borrowers"][0]["address"]["state"] == ""


def test_an_unanswered_question_is_not_a_no(sample_body: Read) -> None:
    assert ApplicationShape().load(sample_body("08-commercial"))["solvency"]["tax_arrears"] is None


def test_a_guarantor_backs_the_borrower_it_names(sample_body: Read) -> None:
    loaded = ApplicationShape().load(sample_body("03-refinance"))
    assert loaded["guarantors"][0]["backs"] == [loaded["borrowers"][0]["ref"]] == ["b1"]


def test_a_trust_and_a_super_fund_need_no_acn(sample_body: Read) -> None:
    for name in ("09-smsf", "10-investment"):
        company = ApplicationShape().load(sample_body(name))["companies"][0]
        assert company["acn"] is None and company["trustee_name"]
