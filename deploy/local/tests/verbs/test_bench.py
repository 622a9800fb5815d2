"""What the measurements send, copy and print."""

import re
from typing import Any

from bench.dataset import copies
from bench.load import calls, table
from bench.load.run import Result
from lendkit.values.identifiers import uuid7


def _fields(line: str) -> list[str]:
    return line.split("\t")


def test_what_can_be_used_once_is_sent_once_in_its_order() -> None:
    endpoint = {"method": "POST", "path": "/fees/{id}/pay/", "in_order": True, "once": True, "bodies": [{"n": "{n}"}]}
    sent = [_fields(line) for line in calls.lines(endpoint, ["a", "b"], 7)]
    assert [row[:3] for row in sent] == [
        ["POST", "/fees/a/pay/", '{"n": "7000000"}'],
        ["POST", "/fees/b/pay/", '{"n": "7000001"}'],
    ]


def test_each_round_through_the_pool_has_the_next_body() -> None:
    endpoint: dict[str, Any] = {"path": "/{id}", "in_order": True, "bodies": [{"to": "on"}, {"to": "back"}]}
    lines = calls.lines(endpoint, ["a", "b"], 1)
    assert [_fields(next(lines))[1:3] for _ in range(5)] == [
        ["/a", '{"to": "on"}'],
        ["/b", '{"to": "on"}'],
        ["/a", '{"to": "back"}'],
        ["/b", '{"to": "back"}'],
        ["/a", '{"to": "on"}'],
    ]


def test_every_money_call_has_a_key_of_its_own() -> None:
    lines = calls.lines({"path": "/", "headers": {"Idempotency-Key": "bench-{n}"}}, [], 3)
    keys = {_fields(next(lines))[3] for _ in range(4)}
    assert len(keys) == 4 and all(key.startswith("Idempotency-Key: bench-300000") for key in keys)


def test_a_copy_has_its_own_in_each_place() -> None:
    text = copies.Text.cut('one\t{"id": "one", "of": "two"}\n', re.compile("(one|two)"))
    assert text.filled({"one": "1", "two": "2"}) == '1\t{"id": "1", "of": "2"}\n'


def test_the_id_of_a_copy_is_as_much_older_as_the_copy() -> None:
    id = str(uuid7())
    older, other = copies._id(id, 1, 10), copies._id(id, 2, 10)
    assert len({id, older, other}) == 3 and older[14] == "7" and older[:13] == other[:13] < id[:13]


def _result(per_second: float, errors: int = 0) -> Result:
    spent = {"app": 1.0, "postgres": 1.0, "rest": 0.0}
    return Result(int(per_second * 10), 10.0, 1.0, 2.0, errors, spent, 0.0, 0.0)


def test_the_ratio_is_of_medians_and_an_error_makes_it_void() -> None:
    ours = [_result(number) for number in (900, 1000, 5000)]
    *_, line = table.lines({"detail": [_result(100)] * 3}, {"detail": ours})
    assert "| 100 |" in line and "| 1000 |" in line and line.endswith("| 10.0 × | 20 × |")
    *_, line = table.lines({"detail": [_result(100)]}, {"detail": [_result(900, errors=1)]})
    assert "void | 1 errors" in line and "10.0" not in line
