"""Applications: their people and stage, their terms, and every move between stages."""

from typing import Any

from lendkit.contracts.envelope import Event
from lendkit.messaging.rebuilds import rebuilds
from reports.store import facts


@rebuilds("application")
def keep(events: list[Event]) -> None:
    """People and stage, which every event about an application says; a move says the stage as `to`."""
    facts.put("application", [_state(event) for event in events])


@rebuilds("application")
def close(events: list[Event]) -> None:
    """A deletion stays as a tombstone: it has the highest version, so no late event brings the application back."""
    facts.put("application", [{**_state(event), "deleted": True} for event in events])


@rebuilds("application_terms")
def keep_terms(events: list[Event]) -> None:
    """Type and amount, guarded by a version of their own because a move need not repeat them."""
    rows = [
        {
            "id": str(event.subject),
            "version": event.sequence,
            "application_type": event.data.get("application_type"),
            "loan_amount": event.data["loan_amount"],
        }
        for event in events
        if "loan_amount" in event.data
    ]
    facts.put("application_terms", rows)


@rebuilds("stage_move")
def keep_lodged(events: list[Event]) -> None:
    """The first move: from no stage, at the instant of lodgement (a draft is only its author's)."""
    facts.put("stage_move", [_move(event, None, event.data["stage"], event.time.isoformat()) for event in events])


@rebuilds("stage_move")
def keep_moves(events: list[Event]) -> None:
    """Moves never change; one that was undone stays, as does its undo."""
    facts.put("stage_move", [_move(event, event.data["from"], event.data["to"], event.data["at"]) for event in events])


def _state(event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "id": str(event.subject),
        "version": event.sequence,
        "deleted": False,
        "reference_number": data["reference_number"],
        "stage": data.get("to", data.get("stage")),
        "broker_id": data.get("broker_id"),
        "bd_id": data.get("bd_id"),
        "branch_id": data.get("branch_id"),
        "party_names": data.get("party_names", []),
    }


def _move(event: Event, from_stage: str | None, to: str, at: str) -> dict[str, Any]:
    return {
        "application_id": str(event.subject),
        "version": event.sequence,
        "from_stage": from_stage,
        "to_stage": to,
        "at": at,
        "undoes": event.data.get("undoes"),
    }
