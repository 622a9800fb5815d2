-- The active users around an application, all admins and those an event names: each with the name and the address of
-- the login, and the address of the directory record that the user stands for.
SELECT a.user_id, a.role, a.links, a.version, coalesce(u.body->>'name', '') AS name, u.body->>'email' AS email,
  r.body->>'email' AS record_email
FROM actors a
LEFT JOIN copies u ON u.kind = 'user' AND u.id = a.user_id AND NOT u.deleted
LEFT JOIN copies r ON r.kind = CASE a.role WHEN 'bd' THEN 'bdm' ELSE 'broker' END AND NOT r.deleted
  AND r.id = CAST(CASE a.role WHEN 'bd' THEN a.links->>'bd_id' WHEN 'broker' THEN a.links->>'broker_id' END AS uuid)
WHERE a.active AND (
  (a.role = 'bd' AND (a.links->>'bd_id' = :bd_id OR a.links->>'branch_id' = :branch_id))
  OR (a.role = 'broker' AND a.links->>'broker_id' = :broker_id)
  OR (a.role = 'client' AND jsonb_exists_any(a.links->'party_ids', CAST(:parties AS text[])))
  OR a.role = 'admin'
  OR a.user_id = ANY(CAST(:named AS uuid[]))
)
ORDER BY a.user_id
