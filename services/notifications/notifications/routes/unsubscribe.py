"""The link at the foot of a mail: signed, so it needs no login. Looking changes nothing, the button does."""

from flask import Response, request

from lendkit.web.access import public
from lendkit.web.blueprint import blueprint
from notifications.channels import letters, links
from notifications.commands import preferences
from notifications.domain import kinds

blp = blueprint("notifications", "unsubscribe")

POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
STAYS = "We must tell you of repayments and of what you are to sign, so these mails cannot be switched off."


@blp.get("/unsubscribe/<token>/")
@blp.response(200, content_type="text/html")
@blp.doc(operationId="askUnsubscribe", security=[])
@public
def ask(token: str) -> Response:
    found = links.read(token)
    if found is None or not _known(found.kind):
        return _unknown()
    if kinds.mandatory(found.kind):
        return _page(kinds.label(found.kind), STAYS)
    title = f"Unsubscribe from “{kinds.label(found.kind)}”?"
    text = "There will be no more mail of this kind. In the product you still see it."
    return _page(title, text, action=request.path)


@blp.post("/unsubscribe/<token>/")
@blp.response(200, content_type="text/html")
@blp.doc(operationId="unsubscribe", security=[])
@public
def act(token: str) -> Response:
    """Also what a mail program sends by itself (RFC 8058)."""
    found = links.read(token)
    if found is None or not _known(found.kind):
        return _unknown()
    if not preferences.unsubscribe(found.user, found.kind):
        return _page(kinds.label(found.kind), STAYS)
    return _page("You are unsubscribed", f"There will be no more mail of the kind “{kinds.label(found.kind)}”.")


def _known(kind: str) -> bool:
    return kind in kinds.BY_CODE or kind in kinds.DIGESTS


def _unknown() -> Response:
    return _page(
        "This link does not work", "It is not whole, or not ours. Choose what you are told instead.", status=404
    )


def _page(title: str, text: str, *, action: str = "", status: int = 200) -> Response:
    settings_url = links.page("/settings/notifications")
    body = letters.html("unsubscribe.html", title=title, text=text, action=action, settings_url=settings_url)
    response = Response(body, status=status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
