"""Copies of a deal: each has ids, names, a reference, instants and hashes of its own."""

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bench.dataset.deals import SURNAMES
from bench.dataset.people import People
from bench.dataset.rows import Table

Where = tuple[str, Table]  # a table and the database it is in
DAYS_BACK = 730  # how far the dataset reaches back
FIRST_REFERENCE = 1_000_000
_HEADS = "Ash Black Carl Dun East Fair Green Hart Ing Kirk Lang Mar New Oak Pem Ros Stan Thorn Wal York"
_TAILS = "by bury combe croft dale don field ford ham hurst ley man mere more son stead ton ville well worth"
HEADS, TAILS = _HEADS.split(), _TAILS.split()  # 400 surnames, those of the peer's dataset


@dataclass(frozen=True)
class Text:
    """A text, cut at the tokens that each copy replaces with its own."""

    parts: list[str]

    @classmethod
    def cut(cls, text: str, tokens: re.Pattern[str]) -> "Text":
        return cls(tokens.split(text))

    def filled(self, values: Mapping[str, str]) -> str:
        filled = self.parts.copy()
        filled[1::2] = [values[token] for token in filled[1::2]]
        return "".join(filled)


@dataclass
class Pattern:
    """One deal to copy: its rows by database and table, and the texts that its journals are hashed from, in order."""

    ids: set[str]
    reference: str
    made_on: date
    hashes: Sequence[tuple[str, str]]
    rows: Mapping[Where, list[str]]
    people: People
    texts: dict[Where, Text] = field(default_factory=dict)
    chain: list[tuple[str, Text]] = field(default_factory=list)

    def __post_init__(self) -> None:
        people = [ids[0] for ids in (self.people.branches, self.people.bdms, self.people.brokers)]
        names = [*SURNAMES, *(name.lower() for name in SURNAMES)]
        instants = [f"{self.made_on} ", f"{self.made_on}T"]
        fixed = [*self.ids, *people, *names, *instants, self.reference, self.reference.lower()]
        tokens = re.compile(f"({'|'.join(map(re.escape, [*fixed, *(hash for hash, _ in self.hashes)]))})")
        self.texts = {
            where: Text.cut("".join(f"{line}\n" for line in lines), tokens) for where, lines in self.rows.items()
        }
        self.chain = [(hash, Text.cut(text, tokens)) for hash, text in self.hashes]

    def values(self, number: int) -> dict[str, str]:
        """Token → what copy `number` has in its place."""
        dice = Random(f"bench {number}")
        days = dice.randrange(DAYS_BACK)
        values = {id: _id(id, number, days) for id in self.ids}
        for ids in (self.people.branches, self.people.bdms, self.people.brokers):
            values[ids[0]] = dice.choice(ids)
        for name in SURNAMES:
            other = dice.choice(HEADS) + dice.choice(TAILS)
            values |= {name: other, name.lower(): other.lower()}
        day = self.made_on - timedelta(days)
        values |= {f"{self.made_on}{after}": f"{day}{after}" for after in " T"}
        reference = f"APP-{day.year}-{FIRST_REFERENCE + number}"
        values |= {self.reference: reference, self.reference.lower(): reference.lower()}
        for hash, text in self.chain:
            values[hash] = hashlib.sha256(text.filled(values).encode()).hexdigest()
        return values


def text_of(patterns: Sequence[Pattern], where: Where, values: Sequence[Mapping[str, str]], first: int) -> io.StringIO:
    """The rows of these copies for one table; copy `n` is made after pattern `n` modulo their number."""
    out = io.StringIO()
    for number, value in enumerate(values, first):
        text = patterns[number % len(patterns)].texts.get(where)
        out.write(text.filled(value) if text else "")
    out.seek(0)
    return out


def _id(id: str, number: int, days: int) -> str:
    """Another id that was made as many days earlier: its first 48 bits are the milliseconds (RFC 9562, version 7)."""
    mixed = hashlib.md5(f"{number} {id}".encode(), usedforsecurity=False).hexdigest()
    at = int(id[:8] + id[9:13], 16) - days * 86_400_000 if id[14] == "7" else int(mixed[:12], 16)
    stamp = f"{at:012x}"
    return f"{stamp[:8]}-{stamp[8:]}-{id[14]}{mixed[:3]}-{id[19]}{mixed[3:6]}-{mixed[6:18]}"
