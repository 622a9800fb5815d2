"""The unsubscribe link of an email: signed, so it needs no login. GET asks, POST acts."""

from flask import Response, request

from lendkit.web.access import public
from lendkit.web.blueprint import blueprint
from notifications.channels import emails, links
from notifications.commands import preferences
from notifications.domain import kinds

blp = blueprint("notifications", "unsubscribe")

POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
MANDATORY = "We must notify you about repayments, so these emails can't be turned off."


@blp.get("/unsubscribe/<token>/")
@blp.response(200, content_type="text/html")
@blp.doc(operationId="askUnsubscribe", security=[])
@public
def ask(token: str) -> Response:
    """A page that asks before it unsubscribes you from a kind of email."""
    subscription = links.read_token(token)
    if subscription is None or not _known(subscription.kind):
        return _unknown()
    label = kinds.label(subscription.kind)
    if kinds.mandatory(subscription.kind):
        return _page(label, MANDATORY)
    text = "You won't get these emails any more. You'll still see these notifications in Lend."
    return _page(f"Unsubscribe from “{label}” emails?", text, action=request.path)


@blp.post("/unsubscribe/<token>/")
@blp.response(200, content_type="text/html")
@blp.doc(operationId="unsubscribe", security=[])
@public
def act(token: str) -> Response:
    """Unsubscribe from a kind of email: from the page, or in one click by the email program (RFC 8058)."""
    subscription = links.read_token(token)
    if subscription is None or not _known(subscription.kind):
        return _unknown()
    label = kinds.label(subscription.kind)
    if not preferences.unsubscribe(subscription.user, subscription.kind):
        return _page(label, MANDATORY)
    return _page("You're unsubscribed", f"You won't get “{label}” emails any more.")


def _known(kind: str) -> bool:
    return kind in kinds.BY_CODE or kind in kinds.DIGESTS


def _unknown() -> Response:
    text = "It may be incomplete. You can choose which emails you get in your notification settings."
    return _page("This link doesn't work", text, status=404)


def _page(title: str, text: str, *, action: str = "", status: int = 200) -> Response:
    settings_url = links.page("/settings/notifications")
    body = emails.html("unsubscribe.html", title=title, text=text, action=action, settings_url=settings_url)
    response = Response(body, status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
