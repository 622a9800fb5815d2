"""Log in, refresh, log out, and the signed-in user."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, request

from auth.commands import sessions, tokens
from auth.domain.refresh_tokens import FAMILY
from auth.queries import users
from auth.schemas.sessions import Login, Permissions, Refreshed, Session
from auth.schemas.users import User
from auth.settings import Settings
from lendkit.contracts import permissions as permission_matrix
from lendkit.runtime import context
from lendkit.values.errors import Forbidden, existing
from lendkit.web.access import permission, public
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

COOKIE = "refresh"
blp = blueprint("auth", "sessions")


@blp.post("/login/")
@blp.arguments(Login)
@blp.response(200, Session)
@blp.doc(operationId="login")
@public
def login(body: dict[str, Any]) -> Response:
    """Log in: an access token for 10 minutes, and a refresh cookie."""
    return _answer(sessions.login(body["email"], body["password"], request.remote_addr or ""))


@blp.post("/refresh/")
@blp.response(200, Refreshed)
@blp.doc(operationId="refresh")
@public
def refresh() -> Response:
    """A new access token for the refresh cookie, which is replaced by its successor."""
    _refuse_foreign_origin()
    token = request.cookies.get(COOKIE)
    session = sessions.refresh(token) if token else None
    if session is None:
        return _without_cookie(json_text({"authenticated": False}))
    return _answer(session)


@blp.post("/logout/")
@blp.response(204)
@blp.doc(operationId="logout")
@public
def logout() -> Response:
    """Log out on this device."""
    _refuse_foreign_origin()
    token = request.cookies.get(COOKIE)
    if token:
        sessions.logout(token)
    return _without_cookie(Response(status=204))


@blp.get("/me/")
@blp.response(200, User)
@blp.doc(operationId="me")
@permission("session.own")
def me() -> Response:
    """The signed-in user."""
    return json_text(existing(users.by_id(context.actor().id)))


@blp.get("/permissions/")
@blp.response(200, Permissions)
@blp.doc(operationId="permissions")
@permission("session.own")
def permissions() -> Response:
    """What the role of the signed-in user allows."""
    role = context.actor().role
    return json_text({"role": role, "permissions": permission_matrix.of_role(role)})


def _answer(session: sessions.Session) -> Response:
    user = {key: session.user[key] for key in ("id", "email", "name", "role", "links")}
    body = {"authenticated": True, "access": session.access, "expires_in": tokens.USER_SECONDS, "user": user}
    response = json_text(body)
    response.set_cookie(
        COOKIE,
        session.refresh,
        max_age=int(FAMILY.total_seconds()),
        path="/api/auth/",
        httponly=True,
        samesite="Strict",
        secure=request.headers.get("X-Forwarded-Proto", request.scheme) == "https",
    )
    return response


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/api/auth/", httponly=True, samesite="Strict")
    return response


def _refuse_foreign_origin() -> None:
    """A page of another site can't use this browser's session, even where the cookie is sent."""
    origin = request.headers.get("Origin")
    allowed = (*Settings.current().allowed_origins, *Settings.current().cors_origins)
    if origin and origin not in allowed and urlsplit(origin).netloc != request.host:
        raise Forbidden("This page can't use your session.", code="foreign_origin")
