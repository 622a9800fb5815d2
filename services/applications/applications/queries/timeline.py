"""Everything that happened to an application in one feed, as SQL: newest first, each line with what it leads to."""

from applications.store.sections import named_by

MOST = 500
_FINANCE = """jsonb_build_object('id', '00000000-0000-0000-0000-000000000000', 'name', 'Finance', 'role', 'service')"""


def _line(kind: str, id: str, at: str, actor: str, title: str, detail: str, link: str) -> str:
    return f"""SELECT {at} AS at, json_build_object('id', {id}, 'kind', {kind}, 'at', {at}, 'actor', {actor},
      'title', {title}, 'detail', {detail}, 'link_id', {link}) AS line"""


def _at(field: str) -> str:
    return f"(c.body->>'{field}')::timestamptz"


_STAGES = f"""{
    _line(
        "CASE WHEN m.undoes IS NULL THEN 'stage' ELSE 'undo' END",
        "m.id",
        "m.at",
        "m.actor",
        "m.to_stage",
        "coalesce(m.note, m.reason)",
        "NULL::uuid",
    )
} FROM stage_move m WHERE m.application_id = a.id"""
_NOTES = f"""{
    _line("'note'", "n.id", "n.created_at", "n.created_by", "'note'", "left(n.content, 300)", "n.id")
} FROM note n WHERE n.application_id = a.id AND :house"""
# The house's own records stay with the house; a resolved requirement and a met condition are lines of their own.
_RECORDS = f"""{
    _line(
        "rtrim(r.noun, 's')",
        "r.id",
        "r.created_at",
        "r.created_by",
        "coalesce(r.body->>'title', r.body->>'decision', r.body->>'value', r.body->>'kind', r.noun)",
        "left(coalesce(r.body->>'reason', r.body->>'detail', r.body->>'note', r.body->>'valuer',"
        " r.body->>'solicitor'), 300)",
        "r.id",
    )
} FROM record r WHERE r.application_id = a.id AND (:house OR r.noun NOT IN ('valuations', 'decisions'))"""
_DONE = f"""{
    _line(
        "CASE r.noun WHEN 'conditions' THEN 'condition_met' ELSE 'requirement_resolved' END",
        "md5(r.id || 'done')::uuid",
        "d.at",
        "coalesce(r.body->'met_by', r.body->'resolved_by')",
        "r.body->>'title'",
        "left(coalesce(r.body->>'evidence', r.body->>'resolution'), 300)",
        "r.id",
    )
} FROM record r CROSS JOIN LATERAL (SELECT coalesce(r.body->>'met_at', r.body->>'resolved_at')::timestamptz AS at) d
  WHERE r.application_id = a.id AND d.at IS NOT NULL"""
_DOCUMENTS = f"""{
    _line(
        "'document'",
        "c.id",
        _at("created_at"),
        "c.body->'created_by'",
        "c.body->>'name'",
        "c.body->>'type'",
        "c.id",
    )
} FROM {named_by("document")}"""
_MONEY = f"""{
    _line(
        "'money'",
        "c.id",
        _at("booked_at"),
        _FINANCE,
        "c.body->>'type'",
        "c.body->>'amount'",
        "coalesce(c.body->>'payment_id', c.body->>'fee_id', c.body->>'repayment_id', c.id::text)",
    )
} FROM {named_by("journal")}"""
_FUNDING = f"""{
    _line(
        "'funding'",
        "c.id",
        _at("created_at"),
        "c.body->'created_by'",
        "'funding table ' || (c.body->>'number')",
        "c.body->>'net'",
        "c.id",
    )
} FROM {named_by("funding")}"""
_SCHEDULES = f"""{
    _line("'schedule'", "c.id", "c.as_of", _FINANCE, "c.body->>'reason'", "c.body->>'instalments'", "c.id")
} FROM {named_by("schedule")}"""

_ALL = " UNION ALL ".join((_STAGES, _NOTES, _RECORDS, _DONE, _DOCUMENTS, _MONEY, _FUNDING, _SCHEDULES))
# The text of a JSON list over `application a`; takes `:house`, false for a client.
TIMELINE = f"""(SELECT coalesce(json_agg(t.line ORDER BY t.at DESC)::text, '[]') FROM (
  SELECT u.at, u.line FROM ({_ALL}) AS u ORDER BY u.at DESC LIMIT {MOST}) AS t)"""
