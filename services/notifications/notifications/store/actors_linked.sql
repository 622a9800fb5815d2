-- The active users who stand for one of an application's people.
SELECT user_id AS id, role, links, version
FROM actors
WHERE active AND (
  (role = 'bd' AND (links->>'bd_id' = :bd_id OR links->>'branch_id' = :branch_id))
  OR (role = 'broker' AND links->>'broker_id' = :broker_id)
  OR (role = 'client' AND jsonb_exists_any(links->'party_ids', CAST(:parties AS text[])))
)
ORDER BY user_id
