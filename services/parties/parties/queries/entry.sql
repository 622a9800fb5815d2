-- Who is linked to an entry, whichever side holds the link; state stands for the public state of `directory d`, visible
-- for what this caller may see.
SELECT :state || jsonb_build_object(
  'brokers', coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) ORDER BY b.name)
    FROM directory b WHERE b.kind = 'broker' AND (b.branch_id = d.id OR d.id = ANY(b.bd_ids))), '[]'::jsonb),
  'bdms', coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) ORDER BY b.name)
    FROM directory b WHERE b.kind = 'bdm' AND (b.branch_id = d.id OR b.id = ANY(d.bd_ids))), '[]'::jsonb))
FROM directory d
WHERE d.id = :id AND d.kind = :kind AND :visible
