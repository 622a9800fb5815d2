"""One object holds what the process runs on."""

import pytest

from lendkit.runtime.runtime import Runtime


class Clock:
    pass


def test_a_part_is_found_by_its_type_and_made_where_it_can_be() -> None:
    runtime = Runtime()
    with pytest.raises(RuntimeError, match="no Clock is bound"):
        runtime.part(Clock)
    made = runtime.part(Clock, Clock)
    assert runtime.part(Clock) is made
    bound = runtime.bind(Clock, Clock())
    assert runtime.part(Clock) is bound is not made


def test_a_part_is_replaced_for_the_length_of_a_block() -> None:
    runtime, other = Runtime(), Clock()
    with runtime.replaced(Clock, other):
        assert runtime.part(Clock) is other
    with pytest.raises(RuntimeError):
        runtime.part(Clock)
    mine = runtime.bind(Clock, Clock())
    with pytest.raises(ZeroDivisionError), runtime.replaced(Clock, other):
        raise ZeroDivisionError
    assert runtime.part(Clock) is mine
