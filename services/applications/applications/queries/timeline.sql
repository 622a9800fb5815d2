-- Everything that happened to an application as the text of one JSON list, newest first, at most 500 entries.
-- Clients (staff is false) see neither notes nor what the lender recorded for itself.
SELECT (
  SELECT coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'at', e.at, 'actor', e.actor,
    'title', e.title, 'detail', e.detail, 'link_id', e.link_id) ORDER BY e.at DESC)::text, '[]')
  FROM (
    SELECT u.id, u.kind, u.at, u.actor, u.title, u.detail, u.link_id
    FROM (
      SELECT m.id, CASE WHEN m.undoes IS NULL THEN 'stage' ELSE 'undo' END AS kind, m.at, m.actor,
        m.to_stage AS title, coalesce(m.note, m.reason) AS detail, NULL AS link_id
      FROM stage_move m WHERE m.application_id = a.id
      UNION ALL
      SELECT n.id, 'note', n.created_at, n.created_by, 'note', left(n.content, 300), n.id::text
      FROM note n WHERE n.application_id = a.id AND :staff
      UNION ALL
      SELECT r.id, rtrim(r.noun, 's'), r.created_at, r.created_by,
        coalesce(r.body->>'title', r.body->>'decision', r.body->>'value', r.body->>'kind', r.noun),
        left(coalesce(r.body->>'reason', r.body->>'detail', r.body->>'note', r.body->>'valuer',
          r.body->>'solicitor'), 300), r.id::text
      FROM record r WHERE r.application_id = a.id AND (:staff OR r.noun NOT IN ('valuations', 'decisions'))
      UNION ALL -- a satisfied condition and a resolved requirement are entries of their own
      SELECT md5(r.id || 'done')::uuid,
        CASE r.noun WHEN 'conditions' THEN 'condition_met' ELSE 'requirement_resolved' END, d.at,
        coalesce(r.body->'met_by', r.body->'resolved_by'), r.body->>'title',
        left(coalesce(r.body->>'evidence', r.body->>'resolution'), 300), r.id::text
      FROM record r
      CROSS JOIN LATERAL (SELECT coalesce(r.body->>'met_at', r.body->>'resolved_at')::timestamptz AS at) d
      WHERE r.application_id = a.id AND d.at IS NOT NULL
      UNION ALL
      SELECT c.id, 'document', (c.body->>'created_at')::timestamptz, c.body->'created_by', c.body->>'name',
        c.body->>'type', c.id::text
      FROM copies c WHERE c.kind = 'document' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
      UNION ALL
      SELECT c.id, 'money', (c.body->>'booked_at')::timestamptz, finance.actor, c.body->>'type', c.body->>'amount',
        coalesce(c.body->>'payment_id', c.body->>'fee_id', c.body->>'repayment_id', c.id::text)
      FROM copies c WHERE c.kind = 'journal' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
      UNION ALL
      SELECT c.id, 'funding', (c.body->>'created_at')::timestamptz, c.body->'created_by',
        'funding table ' || (c.body->>'number'), c.body->>'net', c.id::text
      FROM copies c WHERE c.kind = 'funding' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
      UNION ALL
      SELECT c.id, 'schedule', c.as_of, finance.actor, c.body->>'reason', c.body->>'instalments', c.id::text
      FROM copies c WHERE c.kind = 'schedule' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
    ) u
    ORDER BY u.at DESC LIMIT 500
  ) e
) AS timeline
FROM application a
CROSS JOIN (
  SELECT jsonb_build_object('id', '00000000-0000-0000-0000-000000000000', 'name', 'Finance', 'role', 'service') AS actor
) finance
WHERE a.id = :id
