"""Mail: what is to be delivered where, what each user chose, which digests were made, and what is told later."""

from alembic import op

from lendkit.runtime.migrate import kit_v2

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    kit_v2()
    op.execute(
        """
        ALTER TABLE notification ALTER COLUMN user_id DROP NOT NULL;
        ALTER TABLE notification
          ADD COLUMN party_id uuid,
          ADD COLUMN in_app boolean NOT NULL DEFAULT true,
          ADD COLUMN digest boolean NOT NULL DEFAULT true,
          ADD COLUMN detail jsonb NOT NULL DEFAULT '{}';
        CREATE UNIQUE INDEX notification_outside ON notification (party_id, dedupe_key) WHERE user_id IS NULL;
        CREATE INDEX notification_application ON notification (application_id, kind, created_at);
        CREATE TABLE delivery (
          id uuid PRIMARY KEY,
          notification_id uuid NOT NULL REFERENCES notification ON DELETE CASCADE,
          cause text NOT NULL,
          channel text NOT NULL DEFAULT 'email',
          address text NOT NULL,
          name text NOT NULL DEFAULT '',
          state text NOT NULL DEFAULT 'pending'
            CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'dropped')),
          attempts integer NOT NULL DEFAULT 0,
          next_at timestamptz NOT NULL,
          queued_at timestamptz,
          first_try_at timestamptz,
          taken_at timestamptz,
          ended_at timestamptz,
          message_id text NOT NULL UNIQUE,
          last_error text,
          created_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE UNIQUE INDEX delivery_once ON delivery (channel, lower(address), cause);
        CREATE INDEX delivery_due ON delivery (next_at) WHERE state IN ('pending', 'sending');
        CREATE INDEX delivery_notification ON delivery (notification_id);
        CREATE TABLE preference (
          user_id uuid PRIMARY KEY,
          channels jsonb NOT NULL,
          thresholds jsonb NOT NULL,
          daily_digest boolean NOT NULL,
          weekly_digest boolean NOT NULL,
          quiet_from time,
          quiet_to time,
          timezone text NOT NULL,
          updated_at timestamptz NOT NULL,
          CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
        );
        CREATE INDEX preference_digests ON preference (user_id) WHERE daily_digest OR weekly_digest;
        CREATE TABLE digest (
          user_id uuid NOT NULL,
          kind text NOT NULL,
          period text NOT NULL,
          made_at timestamptz NOT NULL,
          PRIMARY KEY (user_id, kind, period)
        );
        CREATE TABLE later (
          user_id uuid NOT NULL,
          dedupe_key text NOT NULL,
          kind text NOT NULL,
          application_id uuid NOT NULL,
          instalment_id uuid,
          event jsonb NOT NULL,
          due_at timestamptz NOT NULL,
          PRIMARY KEY (user_id, dedupe_key)
        );
        CREATE INDEX later_due ON later (due_at);
        CREATE INDEX later_application ON later (application_id);
        """
    )
