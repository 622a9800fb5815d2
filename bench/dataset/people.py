"""The branches, BDMs and brokers of the dataset: as many as the peer has."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from deploy.local.demo.callers import Caller
from deploy.local.demo.deals import Stuck

BRANCHES, BDMS, BROKERS = 8, 20, 200


@dataclass(frozen=True)
class People:
    """Ids; the first of each are those of the patterns."""

    branches: list[str]
    bdms: list[str]
    brokers: list[str]


def make(admin: Caller) -> People:
    """Through the API; idempotent, since each has a key of its own."""

    def create(path: str, body: dict[str, Any]) -> str:
        answer = admin.post(f"/api/parties/{path}/", body, f"bench-{body['name']}")
        if answer.status_code != 201:
            raise Stuck(f"{path}: {answer.status_code} {answer.text[:300]}")
        return str(answer.json()["id"])

    with ThreadPoolExecutor(4) as pool:
        branches = list(pool.map(lambda n: create("branches", {"name": f"Branch {n}"}), range(BRANCHES)))
        bdms = list(pool.map(lambda n: create("bdms", _bdm(n, branches)), range(BDMS)))
        brokers = list(pool.map(lambda n: create("brokers", _broker(n, branches, bdms)), range(BROKERS)))
    return People(branches, bdms, brokers)


def _bdm(number: int, branches: list[str]) -> dict[str, Any]:
    own = {"branch_id": branches[number % BRANCHES], "phone": "0400000100", "email": f"bdm{number}@example.com"}
    return {"name": f"Manager {number}", **own}


def _broker(number: int, branches: list[str], bdms: list[str]) -> dict[str, Any]:
    own = {"branch_id": branches[number % BRANCHES], "bd_ids": [bdms[number % BDMS]], "phone": "0411000100"}
    return {"name": f"Broker {number}", "company": f"Brokerage {number}", "email": f"broker{number}@example.com", **own}
