INSERT INTO preference (user_id, channels, thresholds, daily_digest, weekly_digest, quiet_from, quiet_to, timezone,
  updated_at)
VALUES (:user, CAST(:channels AS jsonb), CAST(:thresholds AS jsonb), :daily_digest, :weekly_digest, :quiet_from,
  :quiet_to, :timezone, :now)
ON CONFLICT (user_id) DO UPDATE SET channels = excluded.channels, thresholds = excluded.thresholds,
  daily_digest = excluded.daily_digest, weekly_digest = excluded.weekly_digest, quiet_from = excluded.quiet_from,
  quiet_to = excluded.quiet_to, timezone = excluded.timezone, updated_at = excluded.updated_at
