-- People and companies that match a search and filters; visible stands for what this caller may see, and shown for the
-- parties of this list (borrowers, guarantors or companies).
SELECT p.id, p.version, p.kind, p.roles, p.name, p.body, p.created_at
FROM party p
WHERE :shown AND :visible
  AND (CAST(:q AS text) IS NULL OR p.name ILIKE :q OR p.email ILIKE :q OR p.phone = :phone
    OR p.abn = :digits OR p.acn = :digits)
  AND (CAST(:broker_id AS uuid) IS NULL OR EXISTS (
    SELECT 1 FROM party_application x JOIN scope s USING (application_id)
    WHERE x.party_id = p.id AND s.broker_id = :broker_id))
  AND (CAST(:bd_id AS uuid) IS NULL OR EXISTS (
    SELECT 1 FROM party_application x JOIN scope s USING (application_id)
    WHERE x.party_id = p.id AND s.bd_id = :bd_id))
  AND (CAST(:branch_id AS uuid) IS NULL OR EXISTS (
    SELECT 1 FROM party_application x JOIN scope s USING (application_id)
    WHERE x.party_id = p.id AND s.branch_id = :branch_id))
