-- What the guards of a transition look at: one application, with what its owners say of its parts.
-- record_state stands for the public state of `record r`, which `records.py` has.
SELECT a.stage, a.author_id, a.bd_id, a.broker_id, a.terms, jsonb_build_object(
  'provisioning', (
    SELECT coalesce(jsonb_object_agg(p.service, p.state), '{}') FROM provisioning p WHERE p.application_id = a.id),
  'came_from', (
    SELECT m.from_stage FROM stage_move m
    WHERE m.application_id = a.id AND m.to_stage = 'more_info_required' AND m.undoes IS NULL
    ORDER BY m.at DESC, m.id DESC LIMIT 1),
  'parties', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'section', l.section, 'kind', l.kind,
      'body', c.body - 'income' - 'expenses' - 'assets' - 'liabilities' - 'employment')
      ORDER BY l.section, l.position), '[]')
    FROM links l JOIN copies c ON c.kind = l.kind AND c.id = l.id
    WHERE l.application_id = a.id AND l.section IN ('borrowers', 'companies', 'guarantors')),
  'documents', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('type', c.body->'type', 'party_id', c.body->'party_id',
      'signed_by', c.body->'signed_by', 'created_at', c.body->'created_at')), '[]')
    FROM copies c
    WHERE c.kind = 'document' AND c.body->>'application_id' = a.id::text AND NOT c.deleted),
  'has_funding_table', EXISTS (
    SELECT 1 FROM copies c
    WHERE c.kind = 'funding' AND c.body->>'application_id' = a.id::text AND NOT c.deleted),
  'commitment_fees', (
    SELECT coalesce(jsonb_agg(c.body->'status'), '[]') FROM copies c
    WHERE c.kind = 'fee' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
      AND c.body->>'type' = 'commitment'),
  'max_lvr', (
    SELECT c.body->>'max_lvr' FROM copies c
    WHERE c.kind = 'product'
      AND c.id = coalesce((a.terms->>'product_id')::uuid, CAST(:default_product AS uuid))),
  'records', (
    SELECT jsonb_object_agg(n.noun, coalesce(s.states, '[]'))
    FROM unnest(ARRAY['consents', 'valuations', 'requirements', 'decisions', 'legal_advice', 'conditions']) AS n (noun)
    LEFT JOIN (
      SELECT r.noun, jsonb_agg(:record_state ORDER BY r.created_at, r.id) AS states
      FROM record r WHERE r.application_id = a.id GROUP BY r.noun) s USING (noun))
) AS context
FROM application a
WHERE a.id = :id
