"""The rows of one event's notices: each person's notification, their mails, and what waits for their threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lendkit.contracts.envelope import Event
from lendkit.contracts.permissions import STAFF
from lendkit.messaging.work import Work
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from notifications.channels.letters import message_id
from notifications.domain import kinds, rules
from notifications.domain.notices import Notice
from notifications.domain.people import Person
from notifications.domain.preferences import Preferences
from notifications.settings import Settings
from notifications.store import deliveries, feed, later, notifications, preferences


@dataclass
class Writing:
    """`facts` are what the words were made of."""

    w: Work
    event: Event
    kind: str
    facts: Mapping[str, Any]
    notices: Sequence[Notice]

    def write(self, mail_to: set[str] | None = None) -> None:
        """With `mail_to`, mail goes to these addresses only."""
        chosen = preferences.of(self.w, {notice.to.user.id for notice in self.notices if notice.to.user})
        made: dict[UUID | None, UUID] = {}
        hints = []
        for notice in self.notices:
            user = notice.to.user
            own = chosen[user.id] if user else Preferences()
            if user and user.role in STAFF and self._waits(user.id, own):
                continue
            known = made.get(user.id) if user else None
            id = known or self._insert(notice, own)
            if id is None:
                continue
            if user and known is None:
                made[user.id] = id
                if own.wants(self.kind, kinds.IN_APP):
                    hints.append(self._hint(user.id, id))
            self._mail(notice.to, id, own, mail_to)
        feed.add(self.w, hints)

    def _insert(self, notice: Notice, own: Preferences) -> UUID | None:
        """None when this person was told of this already."""
        id, user, application = uuid7(), notice.to.user, self.facts.get("application_id")
        tab = f"/{notice.words.tab}" if notice.words.tab else ""
        row = {
            "id": id,
            "user_id": user.id if user else None,
            "party_id": notice.to.record,
            "kind": self.kind,
            "title": notice.title,
            "message": notice.message,
            "link": f"/applications/{application}{tab}" if application else None,
            "application_id": application,
            "dedupe_key": self._cause(),
            "in_app": user is not None and own.wants(self.kind, kinds.IN_APP),
            "digest": user is not None and own.wants(self.kind, kinds.DIGEST),
            "detail": {"facts": notice.words.facts, "to": self.event.data.get("to")},
        }
        return id if notifications.insert(self.w, row) else None

    def _hint(self, user: UUID, id: UUID) -> dict[str, Any]:
        hint = feed.row(self.event, "notification", kind="notification", user_id=user)
        return {**hint, "id": str(id), "version": 1}

    def _mail(self, to: Person, id: UUID, own: Preferences, only: set[str] | None) -> None:
        if not own.wants(self.kind, kinds.EMAIL):
            return
        next_at = own.after_quiet(dates.now() + kinds.BY_CODE[self.kind].hold)
        for address in to.emails:
            if only is None or address.lower() in only:
                mail(self.w, id, self._cause(), address, to.name, next_at)

    def _waits(self, user: UUID, own: Preferences) -> bool:
        """Whether this member of staff wants to hear of it only later: it is kept for then."""
        threshold, days = own.threshold(self.kind), self.facts.get("days")
        if threshold is None or days is None or self.facts.get("cause", "repayment") != "repayment":
            return False
        early = threshold - days if self.kind == "stage_stale" else days - threshold
        if early <= 0:
            return False
        event = replace(self.event, data={**self.event.data, "days": threshold})
        row = {
            "user_id": user,
            "dedupe_key": rules.cause(self.kind, event.data, str(event.id)),
            "kind": self.kind,
            "application_id": self.facts["application_id"],
            "instalment_id": self.facts.get("instalment_id"),
            "event": event.to_wire(),
            "due_at": self.event.time + timedelta(days=early),
        }
        later.insert(self.w, row)
        return True

    def _cause(self) -> str:
        return rules.cause(self.kind, self.facts, str(self.event.id))


def mail(w: Work, notification: UUID, cause: str, address: str, name: str, next_at: datetime) -> bool:
    """One mail to one address for one cause; False when there is one already."""
    id = uuid7()
    row = {
        "id": id,
        "notification_id": notification,
        "cause": cause,
        "address": address,
        "name": name,
        "next_at": next_at,
        "message_id": message_id(id, Settings.current().mail_from),
    }
    return deliveries.insert(w, row)
