"""The permission matrix: which role may do what. Whose records it may touch is the business of `lendkit.web.scope`."""

STAFF = frozenset({"admin", "bd", "credit", "accounts"})
EVERYBODY = STAFF | {"broker", "client"}
ROLES = ("admin", "bd", "credit", "accounts", "broker", "client")

MATRIX: dict[str, frozenset[str]] = {
    "applications.read": EVERYBODY,
    "applications.lodge": frozenset({"admin", "bd", "broker", "client"}),
    "applications.edit": frozenset({"admin", "bd", "broker", "client"}),
    "applications.move": frozenset({"admin", "credit", "bd", "broker", "client"}),
    "applications.delete": frozenset({"admin", "bd", "broker", "client"}),
    "notes.read": EVERYBODY - {"client"},
    "notes.write": EVERYBODY - {"client"},
    "applications.record": frozenset({"admin", "credit", "bd"}),
    "applications.decide": frozenset({"admin", "credit"}),
    "finance.read": EVERYBODY,
    "finance.preview": EVERYBODY,
    "finance.fund": frozenset({"admin", "credit", "bd"}),
    "finance.post": frozenset({"admin", "accounts"}),
    "finance.books": frozenset({"admin", "credit", "accounts"}),
    "finance.products": frozenset({"admin", "credit"}),
    "documents.read": EVERYBODY,
    "documents.upload": EVERYBODY,
    "documents.generate": STAFF,
    "reports.read": STAFF,
    "parties.read": EVERYBODY,
    "parties.write": frozenset({"admin", "bd"}),
    "parties.directory": STAFF | {"broker"},
    "parties.manage": frozenset({"admin"}),
    "parties.commission": frozenset({"admin", "accounts"}),
    "users.admin": frozenset({"admin"}),
    "session.own": EVERYBODY,
    "notifications.own": EVERYBODY,
}


def allowed(role: str, permission: str) -> bool:
    """Default deny: an unknown permission or role is refused."""
    return role in MATRIX.get(permission, frozenset())


def of_role(role: str) -> list[str]:
    return sorted(name for name, roles in MATRIX.items() if role in roles)
