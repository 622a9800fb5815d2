"""Cursor pages: a list goes on where it stopped, whatever was added meanwhile."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, post_load

from lendkit.contracts.fields import Text
from lendkit.values.errors import Invalid

MOST = 200
DEFAULT = 50


class PageArgs(Schema):
    """Query arguments of every list."""

    limit = fields.Integer(load_default=DEFAULT)
    cursor = Text(500)
    sort = Text(40)

    @post_load
    def clamp(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "limit": min(max(data["limit"], 1), MOST)}


@dataclass(frozen=True)
class Order:
    """One allowed sort: a SQL expression that is never null, its SQL type, and the direction."""

    expression: str
    type: str
    descending: bool = False

    def __post_init__(self) -> None:
        _READERS[self.type]  # a type without a reader is a mistake of ours: KeyError at start


@dataclass(frozen=True)
class Page:
    """Where a list stands: SQL for the rest of the query, and the way to write the next cursor."""

    sort: str
    order: Order
    limit: int
    after: tuple[str, str] | None
    id: str

    @property
    def first(self) -> bool:
        return self.after is None

    def where(self) -> tuple[str, dict[str, Any]]:
        """The condition that skips what was shown before, and its parameters."""
        if self.after is None:
            return "TRUE", {}
        sign = "<" if self.order.descending else ">"
        condition = (
            f"({self.order.expression}, {self.id}) {sign} (CAST(:_after AS {self.order.type}), CAST(:_id AS uuid))"
        )
        return condition, {"_after": self.after[0], "_id": self.after[1]}

    def tail(self) -> str:
        """ORDER BY and LIMIT, one row more than shown so that we know whether there is a next page."""
        way = "DESC" if self.order.descending else "ASC"
        return f"ORDER BY {self.order.expression} {way}, {self.id} {way} LIMIT {self.limit + 1}"

    def key(self) -> str:
        """The column to select as `_key`: the sort value as text."""
        return f"({self.order.expression})::text AS _key"

    def answer(self, rows: Sequence[Any], item: Callable[[Any], Any], total: int | None, **more: Any) -> dict[str, Any]:
        """The page's body; `rows` have `id` and `_key`."""
        shown = rows[: self.limit]
        next_ = _encode(self.sort, shown[-1]._key, str(shown[-1].id)) if len(rows) > self.limit else None
        return {"items": [item(row) for row in shown], "next": next_, "total": total if self.first else None, **more}


def page(args: Mapping[str, Any], sorts: Mapping[str, Order], default: str, id: str = "id") -> Page:
    """The page asked for. Raises Invalid naming `sort` or `cursor`."""
    sort = args.get("sort") or default
    if sort not in sorts:
        raise Invalid({"/sort": [f"Sort by one of {', '.join(sorts)}."]})
    cursor = args.get("cursor")
    after = _decode(cursor, sort, sorts[sort].type) if cursor else None
    return Page(sort, sorts[sort], args["limit"], after, id)


def like(text: str) -> str:
    """A pattern that finds `text` anywhere, its own wildcards taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _shaped(pattern: str, reader: Callable[[str], Any] = str) -> Callable[[str], Any]:
    """A reader of the one way in which PostgreSQL writes a type: Python's own readers take more than it does."""

    def read(text: str) -> Any:
        if not re.fullmatch(pattern, text, re.ASCII | re.DOTALL):
            raise ValueError(text)
        return reader(text)

    return read


def _whole(bits: int) -> Callable[[str], Any]:
    def read(text: str) -> None:
        if not -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1):
            raise ValueError(text)

    return _shaped(r"-?\d{1,19}", read)


# SQL type of a sort -> what its value must be, so that a forged cursor is refused before the database sees it
_READERS: dict[str, Callable[[str], Any]] = {
    "text": _shaped("[^\x00\ud800-\udfff]*"),
    "integer": _whole(32),
    "bigint": _whole(64),
    "numeric": _shaped(r"-?\d{1,18}([.]\d{1,18})?"),
    "timestamptz": _shaped(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d([.]\d{1,6})?[+]00", datetime.fromisoformat),
    "date": _shaped(r"\d{4}-\d\d-\d\d", date.fromisoformat),
    "uuid": _shaped("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "boolean": _shaped("true|false"),
}


def _encode(sort: str, key: str, id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, key, id]).encode()).decode().rstrip("=")


def _decode(cursor: str, sort: str, type: str) -> tuple[str, str]:
    try:
        fields_ = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        its_sort, key, id = fields_
        if its_sort != sort or not isinstance(key, str):
            raise ValueError
        _READERS[type](key)
        return key, str(UUID(id))
    except (ValueError, TypeError, AttributeError, RecursionError) as exc:
        raise Invalid({"/cursor": ["This cursor does not belong to this list. Begin again without one."]}) from exc
