"""Bodies are read as JSON is written down in RFC 8259, and no more: what parsers like to let through is refused."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

DEEPEST = 64
MOST_KEYS = 10_000
_MARKS = re.compile(rb'["\\\\\[\]{}]')
_SURROGATE = re.compile("[\x00\ud800-\udfff]")


class UnreadableJson(BadRequest):
    """A body that is no JSON, or JSON that means different things to different parsers."""

    problem_code = "unreadable_json"


class StrictRequest(Request):
    """A Flask request whose `get_json` is strict; its size limit is the app's `MAX_CONTENT_LENGTH`."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        if not self.is_json:
            raise UnsupportedMediaType("Send application/json.")
        raw = self.get_data(cache=cache)
        limit = self.max_content_length
        if limit is not None and len(raw) >= limit:  # a body sent in chunks is cut off at the limit
            raise RequestEntityTooLarge("The body is too large.")
        return loads(raw)


def loads(raw: bytes) -> Any:
    """The value; numbers with a point are Decimals. Raises UnreadableJson with a sentence that says what is wrong."""
    _refuse_depth(raw)
    counter = _Counter()
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
            object_pairs_hook=counter.object,
        )
        _refuse_characters(value)
    except (UnicodeDecodeError, json.JSONDecodeError) as exc:
        raise UnreadableJson(f"The body is not JSON: {exc}.") from exc
    except (RecursionError, ValueError) as exc:
        raise UnreadableJson(str(exc)) from exc
    if not isinstance(value, (dict, list)):
        raise UnreadableJson("The body must be a JSON object.")
    return value


def _refuse_depth(raw: bytes) -> None:
    """One pass over the brackets that stand outside strings."""
    depth, inside, skip = 0, False, -1
    for mark in _MARKS.finditer(raw):
        byte, at = mark[0], mark.start()
        if at == skip:
            continue
        if byte == b"\\":
            skip = at + 1
        elif byte == b'"':
            inside = not inside
        elif not inside:
            depth += 1 if byte in (b"[", b"{") else -1
            if depth > DEEPEST:
                raise UnreadableJson(f"The body is nested more than {DEEPEST} deep.")


def _refuse_characters(value: Any) -> None:
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise ValueError("The body holds a character that cannot be kept.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_characters(key)
            _refuse_characters(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_characters(inner)


class _Counter:
    """Counts the keys of the whole body and refuses doubles."""

    def __init__(self) -> None:
        self.keys = 0

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.keys += len(pairs)
        if self.keys > MOST_KEYS:
            raise ValueError(f"The body has more than {MOST_KEYS} keys.")
        body = dict(pairs)
        if len(body) < len(pairs):
            raise ValueError("The body has the same key twice.")
        return body


def _integer(text: str) -> int | Decimal:
    """-0 is never meant: as a Decimal it keeps its sign, and no field takes it for 0."""
    return Decimal(text) if text == "-0" else int(text)


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as exc:
        raise ValueError("The body has a number that is out of range.") from exc
    if abs(value.adjusted()) > 30:
        raise ValueError("The body has a number that is out of range.")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON.")
