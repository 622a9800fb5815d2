-- The next hints in order, each with the scope of its application at this moment.
SELECT f.seq, f.user_id, f.application_id, f.event_id, f.kind, f.entity, f.id, f.version, f.actor, f.client_id,
  f.occurred_at, s.broker_id, s.bd_id, s.branch_id, coalesce(s.party_ids, '{}') AS party_ids
FROM feed f
LEFT JOIN scope s ON s.application_id = f.application_id
WHERE f.seq > :after
ORDER BY f.seq
LIMIT :limit
