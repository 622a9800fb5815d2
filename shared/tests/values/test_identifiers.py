"""Australian numbers by their checksums, and the masks that stand for what must not be shown."""

import time

import pytest

from lendkit.values import identifiers


@pytest.mark.parametrize("abn", ["51 824 753 556", "51824753556", "53 004 085 616"])
def test_an_abn_whose_checksum_holds(abn: str) -> None:
    assert identifiers.abn_ok(abn)


@pytest.mark.parametrize(
    "abn", ["51 824 753 557", "53 004 085 617", "00000000000", "5182475355", "518247535566", "", "abc"]
)
def test_no_abn(abn: str) -> None:
    assert not identifiers.abn_ok(abn)


@pytest.mark.parametrize("acn", ["004 085 616", "004085616"])
def test_an_acn_whose_checksum_holds(acn: str) -> None:
    assert identifiers.acn_ok(acn)


@pytest.mark.parametrize("acn", ["004 085 617", "000000000", "000 000 000", "04085616", "0040856160", "", "abc"])
def test_no_acn(acn: str) -> None:
    assert not identifiers.acn_ok(acn)


def test_a_companys_abn_ends_in_its_acn() -> None:
    assert identifiers.abn_matches_acn("53 004 085 616", "004 085 616")
    assert not identifiers.abn_matches_acn("51 824 753 556", "004 085 616")


@pytest.mark.parametrize(
    ("bsb", "ok"),
    [
        ("062-000", True),
        ("062000", True),
        ("06200", False),
        ("0620000", False),
        ("06a-000", False),
        ("０６２０００", False),
    ],
)
def test_bsb(bsb: str, ok: bool) -> None:
    assert identifiers.bsb_ok(bsb) is ok


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0412 345 678", "+61412345678"),
        ("+61 412 345 678", "+61412345678"),
        ("(03) 9123 4567", "+61391234567"),
        ("+1 415 555 2671", "+14155552671"),
        ("1234567890", None),
        ("12", None),
        ("call me", None),
        ("", None),
    ],
)
def test_phone_numbers_are_kept_as_e164(typed: str, stored: str | None) -> None:
    assert identifiers.phone_e164(typed) == stored


def test_a_mask_leaves_the_last_four_digits_of_an_account() -> None:
    account = {"bsb": "062-000", "account_number": "123 456 789", "account_name": "Liam Smith"}
    assert identifiers.mask_account(account) == {
        "bsb": "xxx-xxx", "account_number": "xxxx6789", "account_name": "Liam Smith",
    }  # fmt: skip


def test_a_mask_of_a_mask_is_the_same_mask() -> None:
    once = identifiers.mask_account({"bsb": "062-000", "account_number": "123456789"})
    assert identifiers.mask_account(once) == once


def test_a_tax_id_is_masked() -> None:
    masked = identifiers.mask_tax_id("123 456 782")
    assert masked.startswith("xxx xxx") and "123" not in masked and "456" not in masked


def test_ids_sort_by_the_time_they_were_made() -> None:
    first = identifiers.uuid7()
    time.sleep(0.002)
    second = identifiers.uuid7()
    assert first.version == 7 and first < second


def test_dashes_do_not_matter_and_full_width_digits_are_no_number() -> None:
    assert identifiers.abn_ok("51-824-753-556") and identifiers.acn_ok("004-085-616") and identifiers.bsb_ok("062 000")
    assert not identifiers.abn_ok("５１８２４７５３５５６")


@pytest.mark.parametrize(("number", "masked"), [("1234", "xxxx34"), ("12345", "xxxx45"), ("1", "xxxx"), ("", "xxxx")])
def test_a_short_account_number_is_not_shown_whole(number: str, masked: str) -> None:
    once = identifiers.mask_account({"bsb": "062-000", "account_number": number})
    assert once["account_number"] == masked and identifiers.mask_account(once) == once


@pytest.mark.parametrize("number", ["12", "123", "AB1"])
def test_a_short_tax_id_is_not_shown_whole(number: str) -> None:
    assert number not in identifiers.mask_tax_id(number)
