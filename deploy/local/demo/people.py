"""Names, addresses and numbers that could be somebody's in Australia; the numbers pass their checks."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

_NAMES = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
FIRST, LAST, STREETS, PLACES, TRADES = (_NAMES[name] for name in ("first", "last", "streets", "places", "trades"))
WAYS = ("Street", "Road", "Avenue", "Parade")
_ACN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)
_ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)


def rename(party: dict[str, Any], dice: Random, mark: str) -> None:
    """Make somebody else of a borrower, company or guarantor; `mark` keeps the e-mail address his alone."""
    if "first_name" in party:
        party["first_name"], party["last_name"] = dice.choice(FIRST), dice.choice(LAST)
        party["date_of_birth"] = str(date(1948, 1, 1) + timedelta(dice.randrange(20_000)))
        name = f"{party['first_name']}.{party['last_name']}"
    else:
        name = f"{dice.choice(STREETS)} {dice.choice(LAST)} {dice.choice(TRADES)}"
        kind = party.get("entity_type") or "company"
        party["entity_name"] = f"{name} {'Pty Ltd' if kind == 'company' else 'Trust'}"
        _number(party, dice)
    party["email"] = f"{name.lower().replace(' ', '.').replace(chr(39), '')}.{mark}@example.com.au"
    if party.get("phone"):
        party["phone"] = f"04{dice.randrange(10**8):08d}"
    move(party.get("address"), dice)
    account = party.get("bank_account")
    if account:
        account["account_number"] = f"{dice.randrange(10**7, 10**8)}"
        account["account_name"] = party.get("entity_name") or f"{party['first_name']} {party['last_name']}"


def move(address: dict[str, Any] | None, dice: Random) -> None:
    """To another street, where the address is Australian."""
    if address and (address.get("country") or "Australia") == "Australia":
        city, state, postcode = dice.choice(PLACES)
        street = (
            f"{dice.randrange(1, 240)} {dice.choice(STREETS)} {dice.choice(('Street', 'Road', 'Avenue', 'Parade'))}"
        )
        address |= {"street": street, "city": city, "state": state, "postal_code": postcode}


def acn(dice: Random) -> str:
    """Nine digits, the last of which checks the others (ASIC)."""
    digits = [dice.randrange(10) for _ in _ACN_WEIGHTS]
    check = -sum(weight * digit for weight, digit in zip(_ACN_WEIGHTS, digits, strict=True)) % 10
    return "".join(map(str, [*digits, check]))


def abn(number: str) -> str:
    """The ABN of the company with this ACN: two digits before it, so that 89 divides the weighted sum (ABR)."""
    for prefix in range(11, 100):
        digits = [int(digit) for digit in f"{prefix}{number}"]
        digits[0] -= 1
        if sum(weight * digit for weight, digit in zip(_ABN_WEIGHTS, digits, strict=True)) % 89 == 0:
            return f"{prefix}{number}"
    raise AssertionError("every ACN has an ABN")


def _number(party: dict[str, Any], dice: Random) -> None:
    number = acn(dice)
    if party.get("acn"):
        party["acn"] = number
    if party.get("abn"):
        party["abn"] = abn(number)
