"""The book: application number `index` is the same whenever and wherever it is asked for."""

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.local.demo import people
from deploy.local.machine.places import DEMO_DATA, ROOT

SAMPLES = ROOT / "tests" / "samples"
FIRST_SETTLEMENT = date(2026, 8, 3)
# Where deals stand: most are young, some are old, a few came to nothing.
STANDING = {
    "inquiry": 44,
    "sent_to_lender": 8,
    "funding_table_issued": 9,
    "indicative_letter_issued": 6,
    "indicative_letter_signed": 4,
    "commitment_fee_received": 3,
    "application_submitted": 4,
    "valuation_ordered": 3,
    "valuation_received": 3,
    "formal_approval": 3,
    "loan_docs_instructed": 1,
    "loan_docs_issued": 1,
    "loan_docs_signed": 1,
    "settlement_conditions": 1,
    "settled": 6,
    "declined": 5,
    "withdrawn": 6,
}


@dataclass(frozen=True)
class PlannedApplication:
    """`body` is what is posted, `author` the e-mail address of who posts it, `stage` where it is to get."""

    index: int
    body: dict[str, Any]
    author: str
    stage: str

    @property
    def key(self) -> str:
        return f"seed-{self.index:07d}"


class Dataset:
    """Varies the contract's samples over the demo's brokers and BDMs."""

    def __init__(self, samples: Sequence[Mapping[str, Any]], demo: Mapping[str, Any]) -> None:
        self._samples = samples
        self._brokers = demo["parties"]["brokers"]
        self._users = demo["auth"]["users"]

    @classmethod
    def of_checkout(cls) -> "Dataset":
        samples = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(SAMPLES.glob("*.json"))]
        return cls(samples, json.loads(DEMO_DATA.read_text(encoding="utf-8")))

    def application(self, index: int) -> PlannedApplication:
        dice = Random(f"lend {index}")
        body = copy.deepcopy(dict(dice.choice(self._samples)))
        _terms(body, dice)
        for number, party in enumerate(_parties(body)):
            people.rename(party, dice, f"{index}.{number}")
        broker = dice.choice(self._brokers)
        bd_id = dice.choice(broker["bd_ids"])
        direct = body.get("source") == "direct"
        body |= {"bd_id": bd_id} | ({} if direct else {"broker_id": broker["id"]})
        stage = dice.choices(list(STANDING), list(STANDING.values()))[0]
        return PlannedApplication(index, body, self._author(None if direct else broker["id"], bd_id), stage)

    def _author(self, broker_id: str | None, bd_id: str) -> str:
        """The broker or the BDM where he has a login, else an admin for him."""
        for user in self._users:
            if broker_id and user["links"]["broker_id"] == broker_id:
                return str(user["email"])
        for user in self._users:
            if user["links"]["bd_id"] == bd_id:
                return str(user["email"])
        return str(next(user["email"] for user in self._users if user["role"] == "admin"))


def _parties(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    parties = [party for kind in ("borrowers", "companies", "guarantors") for party in body.get(kind) or []]
    return [party for party in parties if set(party) - {"id"}]


def _terms(body: dict[str, Any], dice: Random) -> None:
    """Another amount, with securities worth as much more; another rate, term and day of settlement."""
    amount = round(dice.lognormvariate(13.6, 0.7) / 5000) * 5000
    amount = min(max(amount, 100_000), 8_000_000)
    factor = amount / float(body["loan_amount"])
    body["loan_amount"] = f"{amount}.00"
    body["interest_rate"] = f"{dice.randrange(575, 1450, 5) / 100:.2f}"
    body["loan_term"] = dice.choice((6, 9, 12, 12, 18, 24, 24, 36))
    if body.get("capitalised_interest_months"):
        body["capitalised_interest_months"] = min(body["capitalised_interest_months"], body["loan_term"])
    body["estimated_settlement_date"] = str(FIRST_SETTLEMENT + timedelta(dice.randrange(300)))
    for security in body.get("securities") or []:
        people.move(security.get("address"), dice)
        _scale(security, factor)


def _scale(node: Any, factor: float) -> None:
    """Every amount inside, to the thousand."""
    if isinstance(node, dict):
        for name, value in node.items():
            if isinstance(value, str) and name in ("estimated_value", "balance", "value"):
                node[name] = f"{max(round(float(value) * factor / 1000), 1) * 1000}.00"
            else:
                _scale(value, factor)
    elif isinstance(node, list):
        for inner in node:
            _scale(inner, factor)
