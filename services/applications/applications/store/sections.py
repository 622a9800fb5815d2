"""What other services say of an application, as SQL: their copies name it, so no row of ours has to link them.

A section is derived from the copies alone. It is rebuilt with them, an instalment that was replaced and a document that
was deleted leave it by themselves, and 360 instalments arrive in the one statement that writes their copies.
"""

KINDS = ("fee", "instalment", "journal", "payment", "loan", "schedule", "funding", "document")
ORDER = {
    "fee": "c.body->>'created_at', c.id",
    "document": "c.body->>'created_at' DESC, c.id DESC",
    "instalment": "c.body->>'due_date', (c.body->>'number')::integer",
    "journal": "c.body->>'booked_at' DESC, c.id DESC",
    "payment": "c.body->>'received_on' DESC, c.id DESC",
    "funding": "(c.body->>'number')::integer DESC",
}
_STANDING = {"instalment": " AND c.body->>'status' <> 'replaced'"}


def named_by(kind: str) -> str:
    """FROM and WHERE over the copies `c` of a kind that name `application a`."""
    return f"""copies c WHERE c.kind = '{kind}' AND c.body->>'application_id' = a.id::text
      AND NOT c.deleted{_STANDING.get(kind, "")}"""


def listed(kind: str, also: str = "") -> str:
    """A kind as the text of a JSON list, in its order; `also` is a jsonb expression to add to each.

    Text, because a thousand journals need not become a tree in the database to be printed.
    """
    body = f"c.body || {also}" if also else "c.body"
    return f"coalesce((SELECT json_agg({body} ORDER BY {ORDER[kind]})::text FROM {named_by(kind)}), '[]')"


def newest(kind: str) -> str:
    """The one that counts as JSON text, or null: the loan, the last funding table."""
    order = ORDER.get(kind, "c.as_of DESC")
    return f"coalesce((SELECT c.body::text FROM {named_by(kind)} ORDER BY {order} LIMIT 1), 'null')"
