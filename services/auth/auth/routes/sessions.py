"""Login, refresh, logout, and who I am."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, request

from auth.commands import sessions, tokens
from auth.domain.refresh import FAMILY
from auth.queries import users
from auth.schemas.sessions import Login, Permissions, Refreshed, Session
from auth.schemas.users import User
from auth.settings import Settings
from lendkit.contracts import permissions as matrix
from lendkit.runtime import context
from lendkit.values.errors import Forbidden, NotFound
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
    return _answer(sessions.login(body["email"], body["password"], request.remote_addr or ""))


@blp.post("/refresh/")
@blp.response(200, Refreshed)
@blp.doc(operationId="refresh")
@public
def refresh() -> Response:
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
    user = users.one(context.actor().id)
    if user is None:
        raise NotFound()
    return json_text(user)


@blp.get("/permissions/")
@blp.response(200, Permissions)
@blp.doc(operationId="permissions")
@permission("session.own")
def permissions() -> Response:
    role = context.actor().role
    return json_text({"role": role, "permissions": matrix.of_role(role)})


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
    """A page of another site may not use this browser's session, whatever its cookies do."""
    origin = request.headers.get("Origin")
    allowed = (*Settings.current().allowed_origins, *Settings.current().cors_origins)
    if origin and origin not in allowed and urlsplit(origin).netloc != request.host:
        raise Forbidden("This page may not use your session.", code="foreign_origin")
