"""The emails of a notification: queued with it, and composed from it when they are sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lendkit.messaging.work import Work
from lendkit.values import dates
from lendkit.values.identifiers import uuid7
from notifications.channels import links
from notifications.channels.emails import Email, message_id
from notifications.domain import kinds
from notifications.domain.audience import Recipient
from notifications.domain.preferences import Preferences
from notifications.domain.trigger import Trigger
from notifications.settings import Settings
from notifications.store import deliveries
from notifications.store.deliveries import Delivery

SETTINGS_PAGE = "/settings/notifications"


def queue(
    w: Work, trigger: Trigger, to: Recipient, notification: UUID, own: Preferences, only: set[str] | None = None
) -> None:
    """To each address of the recipient, or of those in `only`, where the recipient wants email of this kind."""
    if not own.wants(trigger.kind, kinds.EMAIL):
        return
    next_at = own.after_quiet(dates.now() + kinds.BY_CODE[trigger.kind].hold)
    for address in to.emails:
        if only is None or address.lower() in only:
            add(w, notification, trigger.dedupe_key, address, to.name, next_at)


def add(w: Work, notification: UUID, dedupe_key: str, address: str, name: str, next_at: datetime) -> None:
    """One email to one address for one dedupe key, unless there is one already."""
    id = uuid7()
    delivery = {
        "id": id,
        "notification_id": notification,
        "dedupe_key": dedupe_key,
        "address": address,
        "name": name,
        "next_at": next_at,
        "message_id": message_id(id, Settings.current().mail_from),
    }
    deliveries.insert(w, delivery)


def compose(delivery: Delivery) -> Email:
    """The notification's text, with links into the product."""
    user, kind, link = delivery.user_id, delivery.kind, delivery.link
    optional = user is not None and not kinds.mandatory(kind)
    return Email(
        address=delivery.address,
        name=delivery.name,
        message_id=delivery.message_id,
        title=delivery.title,
        message=delivery.message,
        details=delivery.detail.get("facts") or [],
        groups=[_linked(group) for group in delivery.detail.get("groups") or []],
        url=links.page(link) if link else "",
        button="View all notifications" if kind in kinds.DIGESTS else "View application",
        reason=_reason(kind, has_login=user is not None),
        settings_url=links.page(SETTINGS_PAGE) if user else "",
        unsubscribe_url=links.unsubscribe_url(links.Subscription(user, kind)) if user and optional else "",
    )


def _linked(group: dict[str, Any]) -> dict[str, Any]:
    items = [{**item, "url": links.page(item["link"]) if item["link"] else ""} for item in group["items"]]
    return {**group, "items": items}


def _reason(kind: str, *, has_login: bool) -> str:
    if kind in kinds.DIGESTS:
        return f"You're receiving this because you turned on the {kinds.label(kind).lower()}."
    if kinds.mandatory(kind):
        return "You're receiving this because we must notify you about repayments. These emails can't be turned off."
    if not has_login:
        return "You're receiving this because you're assigned to this application."
    return f"You're receiving this because “{kinds.label(kind)}” emails are on for your applications."
