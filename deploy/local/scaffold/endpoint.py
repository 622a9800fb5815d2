"""A new endpoint that takes something in: `POST /api/SERVICE/NAME/`, from the route down to the event it raises."""

import ast

from deploy.local.scaffold.checkout import Checkout, importing, insert
from deploy.local.scaffold.names import Name, camel

ROLE = {"client": "client", "broker": "broker"}


def write(checkout: Checkout, name: Name, event: Name | None, permission: str | None) -> None:
    permission, refused = _who(name.service, permission)
    if event is not None:
        _fits(checkout, event, name)
    names = {
        "service": name.service,
        "name": name.name,
        "words": name.words,
        "singular": name.singular,
        "thing": name.singular.replace("_", " "),
        "camel": camel(name.singular),
        "path": name.dashed,
        "permission": permission,
        "refused": refused,
        "event": f"{event.service}.{event.name}.v1" if event else "",
        "imports": f"from {name.service}.commands import {event.name}\n" if event else "",
        "publish": f"{event.name}.publish(id, application, data['reason'])".replace("'", '"') if event else _STATE,
    }
    for layer, says in (("routes", "Requests in"), ("schemas", "Shapes of requests"), ("store", "Rows")):
        checkout.package(f"{name.package}/{layer}", f"{says} of {name.service}.")
        checkout.create(f"{name.package}/{layer}/{name.name}.py", f"endpoint_{layer}.py.txt", **names)
    checkout.package(f"{name.package}/commands", f"The use cases of {name.service}.")
    checkout.create(f"{name.package}/commands/{name.name}.py", "endpoint_command.py.txt", **names)
    test = "endpoint_event_test.py.txt" if event else "endpoint_test.py.txt"
    checkout.create(f"{name.tests}/routes/test_{name.name}.py", test, **names)
    checkout.edit(
        f"{name.package}/app.py",
        lambda text: _with_blueprint(text, f"{name.name}.blp"),
        importing(f"from {name.service}.routes import {name.name}"),
    )


_STATE = '{"id": str(id), "version": 1, "application_id": str(application), "reason": data["reason"]}'


def _who(service: str, permission: str | None) -> tuple[str, str]:
    """The permission asked for, else the narrowest of the service; and a role that does not have it."""
    from lendkit.contracts.permissions import MATRIX, ROLES

    own = [name for name in MATRIX if name.startswith(f"{service}.")] or ["users.admin"]
    chosen = permission or min(own, key=lambda name: len(MATRIX[name]))
    if chosen not in MATRIX:
        raise SystemExit(f"there is no permission {chosen}; there are: {', '.join(MATRIX)}")
    return chosen, next((role for role in reversed(ROLES) if role not in MATRIX[chosen]), "")


def _fits(checkout: Checkout, event: Name, endpoint: Name) -> None:
    """The command of `./dev new event` is what raises it."""
    if event.service != endpoint.service:
        raise SystemExit(f"{endpoint.service} may not publish {event.service}.{event.name}: only its owner may")
    command = f"{event.package}/commands/{event.name}.py"
    if not (checkout.root / command).exists():
        raise SystemExit(f"{command} is not there: ./dev new event {event.service}.{event.name} --to SERVICE, first")


def _with_blueprint(text: str, item: str) -> str:
    """In the first tuple or list of blueprints."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.List | ast.Tuple) and any(_is_blueprint(element) for element in node.elts):
            return insert(text, node, item)
    raise SystemExit("app.py has no list of blueprints")


def _is_blueprint(element: ast.expr) -> bool:
    return isinstance(element, ast.Attribute) and element.attr == "blp"
