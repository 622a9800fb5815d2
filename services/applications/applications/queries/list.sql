-- A page of applications. page_key, filters and page_tail stand for the sort key, the conditions and the page's end.
SELECT a.id, :page_key, jsonb_build_object(
  'id', a.id, 'reference_number', a.reference_number, 'stage', a.stage, 'application_type', a.application_type,
  'loan_amount', a.terms->>'loan_amount', 'loan_term', a.terms->'loan_term', 'interest_rate', a.terms->>'interest_rate',
  'purpose', a.terms->>'purpose', 'lvr', a.lvr::text, 'created_at', a.created_at, 'updated_at', a.updated_at,
  'version', a.version, 'days_in_stage', (now()::date - a.stage_since::date),
  'broker', (
    SELECT jsonb_build_object('id', c.id, 'name', c.body->>'name') FROM copies c
    WHERE c.kind = 'broker' AND c.id = a.broker_id),
  'bd', (
    SELECT jsonb_build_object('id', c.id, 'name', c.body->>'name') FROM copies c
    WHERE c.kind = 'bdm' AND c.id = a.bd_id),
  'branch', (
    SELECT jsonb_build_object('id', c.id, 'name', c.body->>'name') FROM copies c
    WHERE c.kind = 'branch' AND c.id = a.branch_id),
  'borrower_names', coalesce(
    (SELECT jsonb_agg(trim(concat_ws(' ', b->>'first_name', b->>'last_name')))
     FROM jsonb_array_elements(a.draft->'borrowers') b),
    (SELECT jsonb_agg(c.body->>'name' ORDER BY l.section, l.position)
     FROM links l JOIN copies c ON c.kind = l.kind AND c.id = l.id
     WHERE l.application_id = a.id AND l.section IN ('borrowers', 'companies')), '[]')) AS body
FROM application a
WHERE :filters :page_tail
