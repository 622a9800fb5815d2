"""Bodies are read as JSON is written down in RFC 8259, and no more: what parsers like to let through is refused."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

DEEPEST = 64
MOST_KEYS = 10_000
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SURROGATE = re.compile("[\x00\ud800-\udfff]")


class StrictRequest(Request):
    """A Flask request whose `get_json` is strict; its size limit is the app's `MAX_CONTENT_LENGTH`."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        if not self.is_json:
            raise UnsupportedMediaType("Send application/json.")
        return loads(self.get_data(cache=cache))


def loads(raw: bytes) -> Any:
    """The value; numbers with a point are Decimals. Raises BadRequest with a sentence that says what is wrong."""
    _refuse_depth(raw)
    counter = _Counter()
    try:
        value = json.loads(
            raw.decode("utf-8"), parse_float=_decimal, parse_constant=_constant, object_pairs_hook=counter.object
        )
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise BadRequest(f"The body is not JSON: {fault}.") from fault
    except (RecursionError, ValueError) as fault:
        raise BadRequest(str(fault)) from fault
    if not isinstance(value, (dict, list)):
        raise BadRequest("The body must be a JSON object.")
    return value


def _refuse_depth(raw: bytes) -> None:
    depth = 0
    for byte in _STRINGS.sub(b"", raw):
        if byte in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise BadRequest(f"The body is nested more than {DEEPEST} deep.")
        elif byte in b"]}":
            depth -= 1


class _Counter:
    """Counts the keys of the whole body and refuses doubles and characters that no database keeps."""

    def __init__(self) -> None:
        self.keys = 0

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.keys += len(pairs)
        if self.keys > MOST_KEYS:
            raise ValueError(f"The body has more than {MOST_KEYS} keys.")
        made = dict(pairs)
        if len(made) < len(pairs):
            raise ValueError("The body has the same key twice.")
        for key, value in pairs:
            if _SURROGATE.search(key) or (isinstance(value, str) and _SURROGATE.search(value)):
                raise ValueError("The body holds a character that cannot be kept.")
        return made


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if abs(value.adjusted()) > 30:
        raise ValueError("The body has a number that is out of range.")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON.")
