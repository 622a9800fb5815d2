"""Identifiers: our own (UUIDv7) and Australia's (ABN, ACN, BSB, phone numbers), checked, formatted and masked."""

import re
from typing import Any
from uuid import UUID

import phonenumbers
from stdnum.au import abn, acn
from uuid_utils import compat

_BSB = re.compile(r"\d{6}", re.ASCII)


def uuid7() -> UUID:
    """A new id that sorts by the time it was made."""
    id: UUID = compat.uuid7()
    return id


def digits(value: str) -> str:
    """The number without the spaces and dashes that people put in."""
    return re.sub(r"[\s-]", "", value)


def abn_ok(value: str) -> bool:
    """The checksum of abr.business.gov.au holds; eleven zeros are not a number."""
    number = digits(value)
    return number.isascii() and set(number) != {"0"} and bool(abn.is_valid(number))


def acn_ok(value: str) -> bool:
    """The checksum of ASIC holds; nine zeros are not a number."""
    number = digits(value)
    return number.isascii() and set(number) != {"0"} and bool(acn.is_valid(number))


def abn_matches_acn(abn_: str, acn_: str) -> bool:
    """A company's ABN normally ends in its ACN."""
    return digits(abn_)[-9:] == digits(acn_)


def bsb_ok(value: str) -> bool:
    return bool(_BSB.fullmatch(digits(value)))


def phone_e164(value: str, region: str = "AU") -> str | None:
    """`0412 345 678` → `+61412345678`; None when it is not a possible number there."""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


def mask_tax_id(value: str) -> str:
    """All but the last three digits hidden, and never more than a third of a short number shown."""
    return f"xxx xxx {_tail(digits(value), 3, 3)}"


def mask_account(account: dict[str, Any]) -> dict[str, Any]:
    """`{bsb, account_number, account_name}` with only the last four digits of the number left, half of a short one."""
    number = digits(str(account.get("account_number") or ""))
    shown = number.removeprefix("xxxx") if number.startswith("xxxx") else _tail(number, 4, 2)
    return {**account, "bsb": "xxx-xxx", "account_number": f"xxxx{shown}"}


def _tail(number: str, most: int, part: int) -> str:
    """The last `most` characters, at most one in `part` of all there are."""
    count = min(most, len(number) // part)
    return number[-count:] if count else ""
