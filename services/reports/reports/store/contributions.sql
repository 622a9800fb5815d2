-- What these applications add to the reports (share), from the facts as they are now; the totals by month and by BDM,
-- broker and branch (cell) change by the difference.
WITH removed AS (DELETE FROM share WHERE application_id = ANY(CAST(:ids AS uuid[])) RETURNING *),
added AS (INSERT INTO share SELECT * FROM contribution(CAST(:ids AS uuid[])) RETURNING *),
changed AS (
  SELECT measure, month, key, bd_id, broker_id, branch_id, -n AS n, -amount AS amount, -rest AS rest FROM removed
  UNION ALL
  SELECT measure, month, key, bd_id, broker_id, branch_id, n, amount, rest FROM added
),
difference AS (
  SELECT c.measure, k.kind, k.month, c.key, k.person, sum(c.n) AS n, sum(c.amount) AS amount, sum(c.rest) AS rest
  FROM changed c CROSS JOIN LATERAL (VALUES
    ('all', c.month, NULL::uuid), ('bd_id', c.month, c.bd_id), ('bd_id', NULL, c.bd_id),
    ('broker_id', c.month, c.broker_id), ('broker_id', NULL, c.broker_id),
    ('branch_id', c.month, c.branch_id), ('branch_id', NULL, c.branch_id)) AS k (kind, month, person)
  WHERE c.measure <> 'waiting' AND (k.kind = 'all' OR c.measure IN ('due', 'lodged', 'book'))
  GROUP BY c.measure, k.kind, k.month, c.key, k.person
  HAVING sum(c.n) <> 0 OR sum(c.amount) <> 0 OR sum(c.rest) <> 0
)
INSERT INTO cell (measure, kind, month, key, person, n, amount, rest)
SELECT measure, kind, month, key, person, n, amount, rest FROM difference ORDER BY measure, kind, month, key, person
ON CONFLICT (measure, kind, month, key, person) DO UPDATE
SET n = cell.n + excluded.n, amount = cell.amount + excluded.amount, rest = cell.rest + excluded.rest
