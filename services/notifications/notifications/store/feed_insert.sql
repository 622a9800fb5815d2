-- Hints numbered from :before + 1 in the order of the JSON array :rows.
INSERT INTO feed (seq, user_id, application_id, event_id, kind, entity, id, version, actor, client_id, occurred_at)
SELECT :before + hint.n, (hint.row->>'user_id')::uuid, (hint.row->>'application_id')::uuid,
  (hint.row->>'event_id')::uuid, hint.row->>'kind', hint.row->>'entity', (hint.row->>'id')::uuid,
  (hint.row->>'version')::integer, nullif(hint.row->'actor', 'null'::jsonb), hint.row->>'client_id',
  (hint.row->>'occurred_at')::timestamptz
FROM jsonb_array_elements(CAST(:rows AS jsonb)) WITH ORDINALITY AS hint (row, n)
ON CONFLICT DO NOTHING
