"""Users, their sessions, failed logins and the keys that sign tokens."""

from alembic import op

from lendkit.runtime.migrate import kit_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    kit_v1()
    op.execute(
        """
        CREATE TABLE app_user (
          id uuid PRIMARY KEY,
          version integer NOT NULL CHECK (version > 0),
          email text NOT NULL UNIQUE,
          name text NOT NULL,
          role text NOT NULL CHECK (role IN ('admin', 'bd', 'credit', 'accounts', 'broker', 'client')),
          links jsonb NOT NULL DEFAULT '{}',
          active boolean NOT NULL DEFAULT true,
          password_hash text NOT NULL,
          created_at timestamptz NOT NULL DEFAULT now(),
          updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX app_user_created ON app_user (created_at DESC, id DESC);
        CREATE TABLE refresh_token (
          token_hash bytea PRIMARY KEY,
          family_id uuid NOT NULL,
          user_id uuid NOT NULL REFERENCES app_user (id),
          parent_hash bytea UNIQUE,
          issued_at timestamptz NOT NULL DEFAULT now(),
          used_at timestamptz,
          expires_at timestamptz NOT NULL,
          family_expires_at timestamptz NOT NULL,
          revoked_at timestamptz
        );
        CREATE INDEX refresh_token_family ON refresh_token (family_id);
        CREATE INDEX refresh_token_user ON refresh_token (user_id) WHERE revoked_at IS NULL;
        CREATE TABLE login_failure (
          subject bytea PRIMARY KEY,
          failures integer NOT NULL,
          last_at timestamptz NOT NULL
        );
        CREATE TABLE signing_key (
          kid text PRIMARY KEY,
          private_key bytea NOT NULL,
          jwk jsonb NOT NULL,
          created_at timestamptz NOT NULL DEFAULT now(),
          active_from timestamptz
        );
        """
    )
