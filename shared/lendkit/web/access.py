"""Default deny: every view says who may call it, and a view that says nothing stops the service from starting."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from lendkit.contracts import permissions
from lendkit.values.actor import Actor
from lendkit.values.errors import Forbidden, Unauthenticated

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC, INTERNAL = "public", "internal"


def permission(name: str) -> Callable[[View], View]:
    """Only roles to which the matrix gives this permission; raises KeyError for one that is not in it."""
    permissions.MATRIX[name]
    return _mark(name)


def public(view: View) -> View:
    """Anybody may call this."""
    return _mark(PUBLIC)(view)


def internal(view: View) -> View:
    """Only another service with its token may call this; the gateway refuses the path from outside."""
    return _mark(INTERNAL)(view)


def _mark(access: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.__dict__["access"] = access
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> str | None:
    """What the view says, looked up through the wrappers that other decorators put around it."""
    view: Any = app.view_functions[endpoint]
    while view is not None:
        if "access" in getattr(view, "__dict__", {}):
            return str(view.__dict__["access"])
        view = getattr(view, "__wrapped__", None)
    return None


def refuse_unmarked(app: Flask) -> None:
    """Raises RuntimeError naming every route that does not say who may call it."""
    open_routes = [str(rule) for rule in app.url_map.iter_rules() if access_of(app, rule.endpoint) is None]
    if open_routes:
        raise RuntimeError(f"mark these routes with @permission, @public or @internal: {', '.join(open_routes)}")


def check() -> Actor | None:
    """The actor of this request, allowed to call its view. Raises Unauthenticated or Forbidden."""
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access == PUBLIC:
        return None
    actor = current_app.extensions["lend_verifier"].verify(_bearer())
    if access == INTERNAL:
        if actor.kind != "service":
            raise Forbidden()
    elif access is None or not permissions.allowed(actor.role, access):
        raise Forbidden()
    return actor  # type: ignore[no-any-return]


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated()
    return token.strip()
