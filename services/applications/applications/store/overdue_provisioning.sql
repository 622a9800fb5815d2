-- The parts that no owner confirmed in time, marked as asked for again; the time between tries grows with their number.
WITH due AS (
  SELECT application_id, service FROM provisioning
  WHERE state = 'pending' AND asked_at < now() - CAST(:after AS interval) * least(tries, 20)
  ORDER BY asked_at LIMIT 50 FOR UPDATE SKIP LOCKED)
UPDATE provisioning p
SET asked_at = now(), tries = tries + 1
FROM due d JOIN application a ON a.id = d.application_id
WHERE p.application_id = d.application_id AND p.service = d.service
RETURNING p.application_id, p.service, p.parts, p.tries, p.lodged_by, a.version
