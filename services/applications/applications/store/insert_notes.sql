-- Takes rows, a JSON list of {id, content, remind_date, mentions}, and answers each note's public state.
INSERT INTO note (id, application_id, content, remind_date, mentions, created_by)
SELECT (r->>'id')::uuid, :application, r->>'content', (r->>'remind_date')::date,
  ARRAY(SELECT m::uuid FROM jsonb_array_elements_text(r->'mentions') AS m), CAST(:by AS jsonb)
FROM jsonb_array_elements(CAST(:rows AS jsonb)) WITH ORDINALITY AS t (r, n) ORDER BY n
RETURNING id, version, application_id, content, remind_date, mentions, created_by, created_at
