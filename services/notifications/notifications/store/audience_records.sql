-- The records of an application's parties, broker and BDM.
SELECT kind, id, body
FROM copies
WHERE NOT deleted AND (
  (kind IN ('person', 'company') AND id = ANY(CAST(:parties AS uuid[])))
  OR (kind = 'broker' AND id = CAST(:broker_id AS uuid))
  OR (kind = 'bdm' AND id = CAST(:bd_id AS uuid))
)
