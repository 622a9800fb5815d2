"""One of the two systems that are compared: its addresses, login and processes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg2
import requests

from bench.load.machine import Groups

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Config:
    """`peer.json` or `ours.json`: the endpoints, and the pools of ids that they draw from."""

    headers: Mapping[str, str]
    login: Mapping[str, Any]
    pools: Mapping[str, Mapping[str, str]]
    endpoints: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, name: str) -> "Config":
        return cls(**json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")))


class Side(Protocol):
    """`peer.Peer` and `ours.Ours`."""

    name: str
    config: Config

    def base(self, endpoint: Mapping[str, Any]) -> str:
        """URL of the process that serves this endpoint, without a proxy."""

    def front(self) -> str:
        """URL for signing in."""

    def password(self) -> str: ...

    def database(self, name: str) -> str:
        """URL of a database that pools are read from."""

    def groups(self, endpoint: Mapping[str, Any]) -> Groups:
        """`app` and `postgres`, which serve the endpoint, and `rest`, which work on the events it causes."""

    def settle(self) -> float:
        """Wait until all events are consumed; the seconds it took."""


def token(side: Side) -> str:
    login = side.config.login
    body = {"email": login["email"], "password": side.password()}
    session = requests.Session()
    session.trust_env = False
    answer = session.post(f"{side.front()}{login['path']}", json=body, timeout=30)
    answer.raise_for_status()
    return str(answer.json()["access"])


def pool(side: Side, endpoint: Mapping[str, Any]) -> list[str]:
    """Read again before each run, because a run uses some of it up."""
    if "pool" not in endpoint:
        return []
    spec = side.config.pools[endpoint["pool"]]
    with psycopg2.connect(side.database(spec["database"])) as connection, connection.cursor() as cursor:
        cursor.execute(spec["query"])
        rows: Iterable[tuple[Any]] = cursor.fetchall()
    connection.close()
    return [str(row[0]) for row in rows]
