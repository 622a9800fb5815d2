"""Answers that were given before and would be the same: of the cells, while no fact and no name has changed since."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from lendkit.runtime import db
from lendkit.values import dates
from lendkit.values.plain import plain
from reports.queries.report import EDITION, Report, as_of, joined

MOST = 16  # answers of a few hundred kilobytes, in each worker
_answers: OrderedDict[str, tuple[Any, str]] = OrderedDict()
_lock = Lock()


def answer(name: str, report: Report, filters: Mapping[str, Any]) -> str:
    """The report as JSON; how old its facts are is always of now."""
    key = json.dumps([name, str(dates.today()), plain(filters)])
    head = db.one(f"SELECT {EDITION} AS edition, {as_of(report.owners)} AS as_of", prepare=True)
    assert head is not None
    with _lock:
        found = _answers.get(key)
        if found and head.edition is not None and found[0] == head.edition:
            _answers.move_to_end(key)
            return joined(head.as_of, found[1])
    edition, oldest, body = report.edition(filters)
    with _lock:
        _answers[key] = (edition, body)
        _answers.move_to_end(key)
        while len(_answers) > MOST:
            _answers.popitem(last=False)
    return joined(oldest, body)
