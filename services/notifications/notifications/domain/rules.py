"""Who is told of an event, and in which words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lendkit.context import Actor

Data = Mapping[str, Any]
People = Sequence[Actor]


@dataclass(frozen=True)
class Notice:
    """One user is told this."""

    to: Actor
    title: str
    message: str


def notices(kind: str, data: Data, people: People, author: str) -> list[Notice]:
    """Everybody among `people` whom the event concerns; `author` is the name of who did it."""
    return RULES[kind](data, people, author)


def _lodged(data: Data, people: People, author: str) -> list[Notice]:
    title = f"New application {data['reference_number']}"
    return _all([*_bds(data, people), *_brokers(data, people)], title, f"{author} lodged it.")


def _assigned(data: Data, people: People, author: str) -> list[Notice]:
    """The newly assigned; and the broker's people also when it is only the BDM who is new to them."""
    reference, was = data["reference_number"], data["was"]
    new_bd = _differs(data, was, "bd_id")
    theirs = [*(_bds(data, people) if new_bd else [])]
    told = []
    if _differs(data, was, "broker_id"):
        theirs += _brokers(data, people)
    elif new_bd:
        told = _all(_brokers(data, people), f"New BDM for {reference}", f"{author} changed who looks after it.")
    return [*_all(theirs, f"{reference} is yours now", f"{author} assigned it to you."), *told]


def _moved(data: Data, people: People, author: str) -> list[Notice]:
    back = "back " if data.get("undoes") else ""
    came, went = stage_label(data["from"]), stage_label(data["to"])
    title = f"{data['reference_number']} moved {back}to {went}"
    message = f"{author} moved it {back}from {came} to {went}."
    return _all([*_bds(data, people), *_brokers(data, people), *_clients(data, people)], title, message)


RULES: dict[str, Callable[[Data, People, str], list[Notice]]] = {
    "application_lodged": _lodged,
    "application_assigned": _assigned,
    "stage_changed": _moved,
}


def stage_label(stage: str) -> str:
    """`sent_to_lender` as people say it."""
    return stage.replace("_", " ").capitalize()


def _all(people: People, title: str, message: str) -> list[Notice]:
    return [Notice(person, title, message) for person in people]


def _bds(data: Data, people: People) -> list[Actor]:
    """The users of its BDM; where it has none with a login, those of its branch."""
    bds = [person for person in people if person.role == "bd"]
    own = [person for person in bds if _linked(person, "bd_id", data)]
    return own or [person for person in bds if _linked(person, "branch_id", data)]


def _brokers(data: Data, people: People) -> list[Actor]:
    return [person for person in people if person.role == "broker" and _linked(person, "broker_id", data)]


def _clients(data: Data, people: People) -> list[Actor]:
    parties = {str(id) for id in data.get("party_ids") or []}
    return [one for one in people if one.role == "client" and parties & set(one.links.get("party_ids") or [])]


def _linked(person: Actor, link: str, data: Data) -> bool:
    return bool(data.get(link)) and str(person.links.get(link)) == str(data[link])


def _differs(data: Data, was: Data, link: str) -> bool:
    return link in was and str(was[link]) != str(data.get(link))
