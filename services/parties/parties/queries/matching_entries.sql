-- Brokers, BDMs or branches that match a search and filters; visible stands for what this caller may see.
SELECT d.id, d.version, d.name, d.body, d.created_at
FROM directory d
WHERE :visible AND d.kind = :kind
  AND (CAST(:q AS text) IS NULL OR d.name ILIKE :q OR d.body->>'company' ILIKE :q OR d.body->>'email' ILIKE :q
    OR (CAST(:digits AS text) <> '' AND translate(d.body->>'phone', ' +-()', '') LIKE '%' || :digits))
  AND (CAST(:branch_id AS uuid) IS NULL OR d.branch_id = :branch_id)
  AND (CAST(:bd_id AS uuid) IS NULL OR CAST(:bd_id AS uuid) = ANY(d.bd_ids))
  AND (CAST(:broker_id AS uuid) IS NULL OR d.id = :broker_id OR EXISTS (
    SELECT 1 FROM directory b WHERE b.id = :broker_id AND (d.id = b.branch_id OR d.id = ANY(b.bd_ids))))
