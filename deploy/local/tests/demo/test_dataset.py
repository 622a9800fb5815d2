"""The seeded book: the same every time, and everything in it would be taken by the strictest reader."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from deploy.local.demo import people
from deploy.local.demo.dataset import STANDING, Dataset
from lendkit.contracts import checks
from lendkit.values.identifiers import abn_matches_acn, abn_ok, acn_ok

NUMBERS = range(1, 401)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return Dataset.of_checkout()


def test_it_is_the_same_every_time(dataset: Dataset) -> None:
    again = Dataset.of_checkout()
    backwards = [again.application(index) for index in reversed(NUMBERS)]
    assert [dataset.application(index) for index in NUMBERS] == backwards[::-1]


def test_a_longer_book_begins_like_a_shorter_one(dataset: Dataset) -> None:
    assert dataset.application(7) == [dataset.application(index) for index in range(1, 1000, 3)][2]


def test_nothing_in_it_would_be_refused(dataset: Dataset) -> None:
    for index in NUMBERS:
        plan = dataset.application(index)
        assert checks.errors(checks.application(plan.body, date(2026, 7, 1))) == {}, plan.key
        assert 8 <= len(plan.key) <= 128


def test_nobody_is_in_it_twice(dataset: Dataset) -> None:
    addresses = [
        party["email"]
        for index in NUMBERS
        for kind in ("borrowers", "companies", "guarantors")
        for party in dataset.application(index).body.get(kind) or []
        if "email" in party
    ]
    assert len(addresses) == len(set(addresses)) > 400


def test_a_good_part_of_it_has_moved_on(dataset: Dataset) -> None:
    stages = Counter(dataset.application(index).stage for index in range(1, 2001))
    assert set(stages) == set(STANDING)
    assert 0.3 < stages["inquiry"] / 2000 < 0.5
    assert stages["settled"] > 80


def test_it_is_lodged_by_whose_it_is(dataset: Dataset) -> None:
    plans = [dataset.application(index) for index in NUMBERS]
    for plan in plans:
        assert (plan.body.get("source") == "direct") == ("broker_id" not in plan.body)
    assert len({plan.author for plan in plans}) >= 4


@pytest.mark.parametrize("seed", range(200))
def test_every_company_has_numbers_that_check(seed: int) -> None:
    acn = people.acn(Random(seed))
    abn = people.abn(acn)
    assert acn_ok(acn) and abn_ok(abn) and abn_matches_acn(abn, acn)
