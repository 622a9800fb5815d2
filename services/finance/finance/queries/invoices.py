"""The invoice of a fee or a repayment: the document that names it, from the copies that documents' events keep."""


def of(link: str, id: str) -> str:
    """SQL for `{document_id, name, version}` or null: the newest document whose `link` is `id`, an invoice first."""
    return f"""(SELECT jsonb_build_object('document_id', c.id, 'name', c.body->>'name', 'version', c.body->'number')
      FROM copies c WHERE c.kind = 'document' AND NOT c.deleted AND c.body->>'{link}' = {id}::text
      ORDER BY (c.body->>'type' = 'invoice') DESC, c.as_of DESC, c.id DESC LIMIT 1)"""
