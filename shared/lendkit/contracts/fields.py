"""The fields of requests and events: each has a limit, refuses what it would have to guess, and says what to enter."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError, fields, validate

from lendkit.values import en_au, identifiers, money

# Control characters but tab and line feed, lone surrogates, and the marks that turn the direction of text around.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_BREAK = re.compile("[\t\n\u2028\u2029]")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
ACRONYMS = {"Abn": "ABN", "Acn": "ACN", "Bsb": "BSB", "Bd": "BDM", "Gst": "GST", "Id": "ID", "Lvr": "LVR"}
# marshmallow's own sentences as people here say them; `{field}` is the field's label.
SENTENCES = {
    "Missing data for required field.": "{field} is required.",
    "Field may not be null.": "{field} can't be blank.",
    "Unknown field.": "{field} isn't a field of this form.",
    "Invalid value.": "{field} isn't valid.",
    "Not a valid string.": "Enter text.",
    "Not a valid utf-8 string.": "Enter text.",
    "Not a valid UUID.": "This ID isn't valid.",
    "Not a valid number.": "Enter a number.",
    "Number too large.": "Enter a smaller number.",
    "Not a valid integer.": "Enter a whole number.",
    "Not a valid boolean.": "Choose yes or no.",
    "Not a valid date.": "This date doesn't exist.",
    "Not a valid list.": "Send a list.",
    "Not a valid mapping type.": "Send an object.",
    "Invalid input type.": "Send an object.",
    "Invalid type.": "Send an object.",
}


class Text(fields.String):
    """Text of at most `longest` characters; one line unless `lines`."""

    def __init__(self, longest: int = 200, *, shortest: int = 0, lines: bool = False, **kwargs: Any) -> None:
        short = "{{field}} can't be blank." if shortest == 1 else "Enter at least {min} characters."
        length = validate.Length(min=0, max=longest, error="Enter up to {max:,} characters.")
        super().__init__(
            validate=[validate.Length(min=shortest, error=short), length] if shortest else length, **kwargs
        )
        self.lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        if self.lines:
            text = text.replace("\r\n", "\n")
        if _FORBIDDEN.search(text) or (not self.lines and _BREAK.search(text)):
            raise ValidationError("Remove the characters that can't be saved, such as control characters.")
        return text.strip()


class Money(fields.Field[Decimal]):
    """Dollars and cents, as text on the wire; a number is accepted if it is exact to the cent."""

    def __init__(self, *, positive: bool = True, zero: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {}).setdefault("example", "500000.00")
        super().__init__(**kwargs)
        self.positive, self.zero = positive, zero

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else money.text(Decimal(value))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        try:
            amount = money.parse(value)
        except ValueError as exc:
            raise ValidationError(str(exc)) from exc
        if self.positive and (amount < 0 or (amount == 0 and not self.zero)):
            raise ValidationError("Enter $0.00 or more." if self.zero else "Enter more than $0.00.")
        return amount


class Rate(fields.Field[Decimal]):
    """Percent a year or a share, more than 0 and at most 100, with up to six decimals; text on the wire."""

    _RATE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?", re.ASCII)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format(Decimal(value), "f")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise ValidationError("Not a rate. Write it like 8.95.")
        text = value if isinstance(value, str) else format(Decimal(value), "f") if -1000 < value < 1000 else ""
        if not self._RATE.fullmatch(text) or not 0 < Decimal(text) <= 100:
            raise ValidationError("Enter a rate above 0% and up to 100%, with up to 6 decimals.")
        return Decimal(text)


class Whole(fields.Integer):
    """A whole number (of `unit`, like `months`): neither 1.9 nor "12" nor true."""

    def __init__(self, least: int, most: int, *, unit: str = "", **kwargs: Any) -> None:
        between = f"Enter {least} to {most}{unit and f' {unit}'}."
        super().__init__(validate=validate.Range(min=least, max=most, error=between), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("Enter a whole number.")
        return value


class Flag(fields.Boolean):
    """true or false: neither 1 nor "yes"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Choose yes or no.")
        return value


class Day(fields.Date):
    """A calendar date, `YYYY-MM-DD`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValidationError("Enter a date like 2026-11-24.")
        day = super()._deserialize(value, attr, data, **kwargs)
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(f"Enter a date from {EARLIEST.year} to {LATEST.year}.")
        return day


class Email(Text):
    """An email address that could exist; whether it does is found out by writing to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(254, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return validate_email(text, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError as exc:
            raise ValidationError("This email address isn't valid. Check it.") from exc


class Digits(fields.String):
    """An ABN or ACN with any spacing; the digits are kept. The checksum is for `checks`: a draft may be wrong."""

    def __init__(self, count: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = count

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = identifiers.digits(str(super()._deserialize(value, attr, data, **kwargs)))
        if not re.fullmatch(rf"[0-9]{{{self.count}}}", text, re.ASCII):
            raise ValidationError(f"Enter {self.count} digits.")
        return text


class Choice(fields.String):
    """One of a fixed list."""

    def __init__(self, *options: str, **kwargs: Any) -> None:
        super().__init__(validate=validate.OneOf(options, error="Choose one of: {choices}."), **kwargs)


class Many(fields.List[Any]):
    """A list of at most `most`."""

    def __init__(self, inner: Any, most: int = 50, **kwargs: Any) -> None:
        super().__init__(inner, validate=validate.Length(max=most, error="Add up to {max}."), **kwargs)


def problems(messages: Any, pointer: str = "") -> dict[str, list[str]]:
    """marshmallow's nested messages as JSON pointer → sentences for people."""
    if isinstance(messages, Mapping):
        errors: dict[str, list[str]] = {}
        for key, value in messages.items():
            errors.update(problems(value, pointer if key == "_schema" else f"{pointer}/{_escaped(key)}"))
        return errors
    texts = [messages] if isinstance(messages, str) else messages
    field = _label(pointer.rpartition("/")[2])
    return {pointer or "/": [SENTENCES.get(str(text), str(text)).replace("{field}", field) for text in texts]}


def _label(name: str) -> str:
    """`loan_amount` → `Loan amount`, `bsb` → `BSB`; `This` for an item of a list or a whole body."""
    if not name or name.isdecimal():
        return "This"
    label = en_au.label(name.removesuffix("_id"))
    return ACRONYMS.get(label, label)


def _escaped(key: Any) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")
