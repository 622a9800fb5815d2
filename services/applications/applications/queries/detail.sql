-- The full nested application. `guard_context` (store/guard_context.sql) and `timeline` (timeline.sql) come before it as
-- common table expressions; visible stands for what this caller may see, staff is false for a client.
-- Sections that may be long leave as JSON text of their own: a thousand journals need not become one document first.
SELECT g.*, a.version, (
  a.terms
  || jsonb_build_object(
    'id', a.id, 'version', a.version, 'reference_number', a.reference_number, 'stage', a.stage,
    'stage_since', a.stage_since, 'days_in_stage', (now()::date - a.stage_since::date),
    'created_by', a.author, 'created_at', a.created_at, 'updated_at', a.updated_at, 'lvr', a.lvr::text,
    'broker_id', a.broker_id, 'bd_id', a.bd_id, 'branch_id', a.branch_id)
  || jsonb_build_object(
    'borrowers', coalesce(a.draft->'borrowers', p.sections->'borrowers', '[]'),
    'guarantors', coalesce(a.draft->'guarantors', p.sections->'guarantors', '[]'),
    'companies', coalesce(a.draft->'companies', p.sections->'companies', '[]'),
    'broker', (SELECT c.body FROM copies c WHERE c.kind = 'broker' AND c.id = a.broker_id),
    'bd', (SELECT c.body FROM copies c WHERE c.kind = 'bdm' AND c.id = a.bd_id),
    'branch', (SELECT c.body FROM copies c WHERE c.kind = 'branch' AND c.id = a.branch_id),
    'securities', coalesce(a.terms->'securities', '[]'), 'valuer_info', a.terms->'valuer_info',
    'qs_info', a.terms->'qs_info', 'warnings', a.warnings)
  || (g.context->'records')
  || CASE WHEN :staff THEN '{}' ELSE '{"valuations": [], "decisions": []}' END::jsonb
  || jsonb_build_object(
    'provisioning', g.context->'provisioning',
    'action_required', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('part', r.part, 'code', r.code, 'detail', r.detail) ORDER BY r.at),
        '[]')
      FROM action_required r WHERE r.application_id = a.id),
    'notes', coalesce(a.draft->'notes', '[]') || (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'version', n.version, 'content', n.content,
        'remind_date', n.remind_date, 'mentions', n.mentions, 'created_by', n.created_by, 'created_at', n.created_at)
        ORDER BY n.created_at DESC), '[]')
      FROM note n WHERE n.application_id = a.id AND :staff),
    'history', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'from', m.from_stage, 'to', m.to_stage, 'at', m.at,
        'actor', m.actor, 'reason', m.reason, 'note', m.note, 'seconds_in_stage', m.seconds_in_stage,
        'undoes', m.undoes, 'undone', m.undone) ORDER BY m.at DESC), '[]')
      FROM stage_move m WHERE m.application_id = a.id),
    'sections', (
      SELECT jsonb_object_agg(s.section, jsonb_build_object('as_of', o.as_of,
        'silent', coalesce(o.as_of < now() - make_interval(secs => :silent_after), true)))
      FROM (VALUES
        ('borrowers', 'parties'), ('guarantors', 'parties'), ('companies', 'parties'), ('broker', 'parties'),
        ('bd', 'parties'), ('branch', 'parties'), ('repayments', 'finance'), ('fees', 'finance'),
        ('ledger', 'finance'), ('loan', 'finance'), ('funding', 'finance'), ('payments', 'finance'),
        ('documents', 'documents')) AS s (section, owner)
      LEFT JOIN sources o ON o.owner = s.owner))
  )::text AS body,
  coalesce((a.draft->'fees')::text, (
    SELECT json_agg(c.body || jsonb_build_object('invoice', i.invoices->(c.id::text))
      ORDER BY c.body->>'created_at', c.id)::text
    FROM copies c WHERE c.kind = 'fee' AND c.body->>'application_id' = a.id::text AND NOT c.deleted), '[]') AS fees,
  coalesce((a.draft->'documents')::text, (
    SELECT json_agg(c.body ORDER BY c.body->>'created_at' DESC, c.id DESC)::text
    FROM copies c
    WHERE c.kind = 'document' AND c.body->>'application_id' = a.id::text AND NOT c.deleted), '[]') AS documents,
  coalesce((
    SELECT json_agg(c.body || jsonb_build_object('invoice', i.invoices->(c.id::text))
      ORDER BY c.body->>'due_date', (c.body->>'number')::integer)::text
    FROM copies c
    WHERE c.kind = 'instalment' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
      AND c.body->>'status' <> 'replaced'), '[]') AS repayments,
  coalesce((
    SELECT json_agg(c.body ORDER BY c.body->>'booked_at' DESC, c.id DESC)::text
    FROM copies c WHERE c.kind = 'journal' AND c.body->>'application_id' = a.id::text AND NOT c.deleted), '[]') AS ledger,
  coalesce((
    SELECT json_agg(c.body ORDER BY c.body->>'received_on' DESC, c.id DESC)::text
    FROM copies c
    WHERE c.kind = 'payment' AND c.body->>'application_id' = a.id::text AND NOT c.deleted), '[]') AS payments,
  coalesce((
    SELECT c.body::text
    FROM copies c WHERE c.kind = 'loan' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
    ORDER BY c.as_of DESC LIMIT 1), 'null') AS loan,
  coalesce((
    SELECT c.body::text
    FROM copies c WHERE c.kind = 'funding' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
    ORDER BY (c.body->>'number')::integer DESC LIMIT 1), 'null') AS funding,
  t.timeline
FROM application a
CROSS JOIN guard_context g
CROSS JOIN timeline t
CROSS JOIN LATERAL ( -- section → parties: their copies with what the link says
  SELECT jsonb_object_agg(s.section, s.parties) AS sections
  FROM (
    SELECT l.section, jsonb_agg(c.body || l.detail || jsonb_build_object('id', l.id, 'version', c.version)
      ORDER BY l.position) AS parties
    FROM links l JOIN copies c ON c.kind = l.kind AND c.id = l.id
    WHERE l.application_id = a.id AND l.section IN ('borrowers', 'guarantors', 'companies') GROUP BY l.section) s
  OFFSET 0) p
CROSS JOIN LATERAL ( -- fee or instalment → the newest invoice filed for it; OFFSET 0: once, not once for each use
  SELECT coalesce(jsonb_object_agg(coalesce(c.body->>'fee_id', c.body->>'repayment_id'),
    jsonb_build_object('document_id', c.id, 'name', c.body->'name', 'version', c.body->'number')
    ORDER BY c.body->>'created_at'), '{}') AS invoices
  FROM copies c
  WHERE c.kind = 'document' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
    AND c.body->>'type' = 'invoice' AND coalesce(c.body->>'fee_id', c.body->>'repayment_id') IS NOT NULL
  OFFSET 0) i
WHERE a.id = :id AND :visible
