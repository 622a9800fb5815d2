-- Mark the due deliveries that no task in the broker stands for, or whose task has been lost.
UPDATE delivery
SET queued_at = :now
WHERE id IN (
  SELECT id FROM delivery
  WHERE ((state = 'pending' AND next_at <= :now) OR (state = 'sending' AND taken_at < :stale))
    AND (queued_at IS NULL OR queued_at < :requeue OR queued_at < taken_at)
  ORDER BY next_at LIMIT :limit
  FOR UPDATE SKIP LOCKED
)
RETURNING id
