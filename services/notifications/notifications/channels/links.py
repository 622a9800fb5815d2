"""The links in an email: to a page of the product, and the signed one that unsubscribes from a kind of email."""

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from notifications.settings import Settings

UNSUBSCRIBE = "/api/notifications/unsubscribe/"


@dataclass(frozen=True)
class Subscription:
    """One user's emails of one kind, or one digest."""

    user: UUID
    kind: str


def page(path: str) -> str:
    return Settings.current().base_url.rstrip("/") + path


def unsubscribe_url(subscription: Subscription) -> str:
    token = _signer().dumps([subscription.user.hex, subscription.kind])
    return page(f"{UNSUBSCRIBE}{token}/")


def read_token(token: str) -> Subscription | None:
    """None for anything that was not signed here."""
    try:
        user, kind = _signer().loads(token)
        return Subscription(UUID(hex=user), str(kind))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(Settings.current().client_secret, salt="unsubscribe")
