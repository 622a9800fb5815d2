"""The seeded book: the same every time, and everything in it would be taken by the strictest reader."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from deploy.local.seeding import people
from deploy.local.seeding.book import STANDING, Book
from lendkit.contracts import checks
from lendkit.values.identifiers import abn_matches_acn, abn_ok, acn_ok

NUMBERS = range(1, 401)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.of_checkout()


def test_it_is_the_same_every_time(book: Book) -> None:
    again = Book.of_checkout()
    assert [book.application(index) for index in NUMBERS] == [again.application(index) for index in reversed(NUMBERS)][
        ::-1
    ]


def test_a_longer_book_begins_like_a_shorter_one(book: Book) -> None:
    assert book.application(7) == [book.application(index) for index in range(1, 1000, 3)][2]


def test_nothing_in_it_would_be_refused(book: Book) -> None:
    for index in NUMBERS:
        plan = book.application(index)
        assert checks.errors(checks.application(plan.body, date(2026, 7, 1))) == {}, plan.key
        assert 8 <= len(plan.key) <= 128


def test_nobody_is_in_it_twice(book: Book) -> None:
    addresses = [
        party["email"]
        for index in NUMBERS
        for kind in ("borrowers", "companies", "guarantors")
        for party in book.application(index).body.get(kind) or []
        if "email" in party
    ]
    assert len(addresses) == len(set(addresses)) > 400


def test_a_good_part_of_it_has_moved_on(book: Book) -> None:
    stages = Counter(book.application(index).stage for index in range(1, 2001))
    assert set(stages) == set(STANDING)
    assert 0.3 < stages["inquiry"] / 2000 < 0.5
    assert stages["settled"] > 80


def test_it_is_lodged_by_whose_it_is(book: Book) -> None:
    plans = [book.application(index) for index in NUMBERS]
    for plan in plans:
        assert (plan.body.get("source") == "direct") == ("broker_id" not in plan.body)
    assert len({plan.author for plan in plans}) >= 4


@pytest.mark.parametrize("seed", range(200))
def test_every_company_has_numbers_that_check(seed: int) -> None:
    acn = people.acn(Random(seed))
    abn = people.abn(acn)
    assert acn_ok(acn) and abn_ok(abn) and abn_matches_acn(abn, acn)
