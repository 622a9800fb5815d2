"""A deal as its events tell it, made of the golden samples; whatever a test does not say is as in them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from lendkit.contracts import Event, sample
from lendkit.values.identifiers import uuid7

BD, BROKER, BRANCH = (uuid7() for _ in range(3))
NOON = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # of Monday 2 November in Sydney


def event_of(type: str, subject: UUID, sequence: int, time: datetime = NOON, **data: Any) -> Event:
    body = {**sample(type)["data"], **data, "id": str(subject), "version": sequence}
    return Event(type, subject, sequence, body, time=time)


def directory() -> list[Event]:
    """The BDM, the broker and the branch of every deal here."""
    names = {"bdm": (BD, "Priya Raman"), "broker": (BROKER, "Grace Nguyen"), "branch": (BRANCH, "Sydney")}
    return [event_of(f"parties.{noun}_created.v1", id, 1, name=name) for noun, (id, name) in names.items()]


class Deal:
    """One application and its loan; every call is the next thing that happens to it."""

    def __init__(self, reference: str = "APP-2026-000001", **people: Any) -> None:
        self.id, self.loan_id = uuid7(), uuid7()
        self.version = self.loan_version = 0
        self.stage = "inquiry"
        self.at = NOON
        self.instalments: dict[UUID, dict[str, Any]] = {}
        self.data = {
            "reference_number": reference,
            "application_id": str(self.id),
            **{name: str(id) for name, id in {"bd_id": BD, "broker_id": BROKER, "branch_id": BRANCH}.items()},
            "loan_amount": "500000.00",
            **people,
        }

    def lodged(self, at: datetime = NOON, **data: Any) -> Event:
        self.at = at
        self.data |= data
        return self._event("application_lodged", stage=self.stage)

    def changed(self, **data: Any) -> Event:
        self.data |= data
        return self._event("application_changed", stage=self.stage, changed=sorted(data))

    def assigned(self, **data: Any) -> Event:
        was = {name: self.data[name] for name in data}
        self.data |= data
        return self._event("application_assigned", stage=self.stage, was=was)

    def moved(self, to: str, after: timedelta = timedelta(days=1), undoes: bool = False) -> Event:
        """A move does not repeat the terms."""
        self.at += after
        come_from, self.stage = self.stage, to
        people = {name: value for name, value in self.data.items() if name != "loan_amount"}
        more = {"from": come_from, "to": to, "at": self.at.isoformat(), "undoes": str(uuid7()) if undoes else None}
        return self._event("stage_changed", people, **more)

    def deleted(self) -> Event:
        return self._event("application_deleted")

    def loan(self, name: str = "loan_opened", **data: Any) -> Event:
        self.loan_version += 1
        own = {"principal": "500000.00", "settled_on": "2026-11-02", "application_id": str(self.id), **data}
        return event_of(f"finance.{name}.v1", self.loan_id, self.loan_version, **own)

    def instalment(self, due_date: str, *, id: UUID | None = None, number: int = 1, **data: Any) -> Event:
        """A new one, or with `id` the next version of one."""
        id = id or uuid7()
        amount = {"amount": "1000.00", "outstanding": "1000.00", "interest": "1000.00"}
        before = self.instalments.get(id, {"version": 0, "number": number, **amount, "status": "projected"})
        now = {**before, **data, "due_date": due_date, "version": before["version"] + 1}
        self.instalments[id] = now
        own = {"application_id": str(self.id), "loan_id": str(self.loan_id)}
        body = {name: value for name, value in now.items() if name != "version"}
        return event_of("finance.instalment_changed.v1", id, now["version"], **{**body, **own})

    def paid(self, due_date: str, paid_on: str, **data: Any) -> Event:
        return self.instalment(due_date, status="paid", outstanding="0.00", paid_on=paid_on, **data)

    def payment(self, received_on: str, amount: str = "1000.00") -> Event:
        own = {"application_id": str(self.id), "loan_id": str(self.loan_id)}
        return event_of("finance.payment_received.v1", uuid7(), 1, received_on=received_on, amount=amount, **own)

    def _event(self, name: str, data: dict[str, Any] | None = None, **more: Any) -> Event:
        self.version += 1
        own = self.data if data is None else data
        return event_of(f"applications.{name}.v1", self.id, self.version, self.at, **{**own, **more})


def reversed_(payment: Event) -> Event:
    data = {**payment.data, "status": "reversed", "version": 2}
    return Event("finance.payment_reversed.v1", payment.subject, 2, data)


def settled(reference: str = "APP-2026-000001", **people: Any) -> tuple[Deal, list[Event]]:
    """A deal with an open loan, and the events so far."""
    deal = Deal(reference, **people)
    return deal, [deal.lodged(), deal.moved("settled"), deal.loan()]
