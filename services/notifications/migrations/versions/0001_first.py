"""What users are told, the numbered feed that sockets follow, and the tickets that open them."""

from alembic import op

from lendkit.runtime.migrate import kit_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    kit_v1()
    op.execute(
        """
        CREATE TABLE notification (
          id uuid PRIMARY KEY,
          user_id uuid NOT NULL,
          kind text NOT NULL,
          title text NOT NULL,
          message text NOT NULL,
          link text,
          application_id uuid,
          created_at timestamptz NOT NULL DEFAULT now(),
          read_at timestamptz,
          acknowledged_at timestamptz,
          deleted_at timestamptz,
          dedupe_key text NOT NULL,
          UNIQUE (user_id, dedupe_key)
        );
        CREATE INDEX notification_list ON notification (user_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
        CREATE INDEX notification_unread ON notification (user_id) WHERE read_at IS NULL AND deleted_at IS NULL;
        CREATE TABLE feed_counter (
          one boolean PRIMARY KEY DEFAULT true CHECK (one),
          seq bigint NOT NULL
        );
        INSERT INTO feed_counter (seq) VALUES (0);
        CREATE TABLE feed (
          seq bigint PRIMARY KEY,
          user_id uuid,
          application_id uuid,
          event_id uuid NOT NULL,
          kind text NOT NULL,
          entity text NOT NULL,
          id uuid NOT NULL,
          version integer NOT NULL,
          actor jsonb,
          client_id text,
          occurred_at timestamptz NOT NULL,
          UNIQUE NULLS NOT DISTINCT (event_id, user_id, application_id, kind)
        );
        CREATE INDEX feed_age ON feed (occurred_at, seq);
        CREATE TABLE ticket (
          hash bytea PRIMARY KEY,
          user_id uuid NOT NULL,
          role text NOT NULL,
          links jsonb NOT NULL,
          version integer NOT NULL,
          expires_at timestamptz NOT NULL,
          used_at timestamptz
        );
        """
    )
