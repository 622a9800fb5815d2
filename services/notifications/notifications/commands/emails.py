"""What a delivery's mail says: the notification's words, with links into the product."""

from typing import Any

from notifications.channels import links
from notifications.channels.letters import Letter
from notifications.domain import kinds

SETTINGS = "/settings/notifications"


def of(row: Any) -> Letter:
    """The letter of a claimed delivery."""
    digest = row.kind in kinds.DIGESTS
    ends = row.user_id is not None and not kinds.mandatory(row.kind)
    return Letter(
        address=row.address,
        name=row.name,
        message_id=row.message_id,
        title=row.title,
        message=row.message,
        facts=row.detail.get("facts") or [],
        groups=[_linked(group) for group in row.detail.get("groups") or []],
        url=links.page(row.link) if row.link else "",
        button="See all notifications" if digest else "Open the application",
        why=_why(row.kind, known=row.user_id is not None),
        settings_url=links.page(SETTINGS) if row.user_id else "",
        unsubscribe=links.unsubscribe(links.Subscription(row.user_id, row.kind)) if ends else "",
    )


def _linked(group: dict[str, Any]) -> dict[str, Any]:
    items = [{**item, "url": links.page(item["link"]) if item["link"] else ""} for item in group["items"]]
    return {**group, "items": items}


def _why(kind: str, *, known: bool) -> str:
    if kind in kinds.DIGESTS:
        return f"This is the {kinds.label(kind).lower()} that you asked for."
    if kinds.mandatory(kind):
        return "We must tell you of repayments, so this mail cannot be switched off."
    if not known:
        return "You get this because you look after this application."
    return f"You get mail of the kind “{kinds.label(kind)}” for applications that concern you."
