"""The requests of one endpoint, one a line, as `replay.lua` reads them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

MAX_LINES = 30_000  # lines of an endpoint whose requests may be repeated


def lines(endpoint: Mapping[str, Any], pool: Sequence[str], number: int) -> Iterator[str]:
    """`METHOD path body headers` between tabs. `{id}` is an item of the pool, `{n}` a number never used before,
    `{today}` the day.

    `once` sends each item of the pool once; `in_order` walks the pool, the k-th time with the k-th body.
    """
    items = list(pool or endpoint.get("values") or [""])
    bodies = [json.dumps(body).replace("{today}", str(date.today())) for body in endpoint.get("bodies", [])] or [""]
    headers = "; ".join(f"{name}: {value}" for name, value in endpoint.get("headers", {}).items())
    in_order = endpoint.get("in_order", False)
    if not in_order:
        items = Random(number).choices(items, k=MAX_LINES)
    for i in range(len(items) if endpoint.get("once") else MAX_LINES):
        body = bodies[(i // len(items) if in_order else i) % len(bodies)]
        line = "\t".join((endpoint.get("method", "GET"), endpoint["path"], body, headers))
        yield line.replace("{id}", items[i % len(items)]).replace("{n}", str(number * 1_000_000 + i))
