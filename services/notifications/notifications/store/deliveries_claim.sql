-- Take a delivery that is due, or whose sender died, together with the notification it is of.
UPDATE delivery d
SET state = 'sending', attempts = attempts + 1, taken_at = :now, first_try_at = coalesce(first_try_at, :now)
FROM notification n
WHERE d.id = :id AND n.id = d.notification_id
  AND ((d.state = 'pending' AND d.next_at <= :now) OR (d.state = 'sending' AND d.taken_at < :stale))
RETURNING d.id, d.notification_id, d.address, d.name, d.attempts, d.first_try_at, d.message_id,
  n.user_id, n.party_id, n.kind, n.title, n.message, n.link, n.application_id, n.detail
