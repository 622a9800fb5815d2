"""Applications, who and what is on them, their notes, moves and what their owners still have to confirm."""

from alembic import op

from lendkit.runtime.migrate import kit_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    kit_v1()
    op.execute(
        """
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE SEQUENCE reference_number;
        CREATE TABLE application (
          id uuid PRIMARY KEY,
          version integer NOT NULL CHECK (version > 0),
          reference_number text NOT NULL UNIQUE,
          stage text NOT NULL,
          stage_since timestamptz NOT NULL DEFAULT now(),
          author jsonb NOT NULL,
          author_id uuid NOT NULL,
          broker_id uuid,
          bd_id uuid,
          branch_id uuid,
          application_type text,
          loan_amount numeric(18, 2),
          lvr numeric(7, 1),
          terms jsonb NOT NULL,
          draft jsonb,
          warnings jsonb NOT NULL DEFAULT '[]',
          search text NOT NULL DEFAULT '',
          created_at timestamptz NOT NULL DEFAULT now(),
          updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX application_created ON application (created_at DESC, id DESC);
        CREATE INDEX application_updated ON application (updated_at DESC, id DESC);
        CREATE INDEX application_amount ON application (coalesce(loan_amount, 0) DESC, id DESC);
        CREATE INDEX application_stage ON application (stage, created_at DESC);
        CREATE INDEX application_bd ON application (bd_id, created_at DESC);
        CREATE INDEX application_broker ON application (broker_id, created_at DESC);
        CREATE INDEX application_branch ON application (branch_id, created_at DESC);
        CREATE INDEX application_author ON application (author_id);
        CREATE INDEX application_search ON application USING gin (search gin_trgm_ops);
        CREATE TABLE links (
          application_id uuid NOT NULL,
          section text NOT NULL,
          kind text NOT NULL,
          id uuid NOT NULL,
          position integer NOT NULL DEFAULT 0,
          detail jsonb NOT NULL DEFAULT '{}',
          PRIMARY KEY (application_id, section, kind, id)
        );
        CREATE INDEX links_back ON links (id);
        CREATE TABLE note (
          id uuid PRIMARY KEY,
          version integer NOT NULL DEFAULT 1,
          application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
          content text NOT NULL,
          remind_date date,
          mentions uuid[] NOT NULL DEFAULT '{}',
          created_by jsonb NOT NULL,
          created_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX note_application ON note (application_id, created_at DESC);
        CREATE TABLE stage_move (
          id uuid PRIMARY KEY,
          application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
          from_stage text,
          to_stage text NOT NULL,
          at timestamptz NOT NULL DEFAULT clock_timestamp(),
          actor jsonb NOT NULL,
          reason text,
          note text,
          seconds_in_stage bigint,
          undoes uuid,
          undone boolean NOT NULL DEFAULT false
        );
        CREATE INDEX stage_move_application ON stage_move (application_id, at DESC);
        CREATE TABLE provisioning (
          application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
          service text NOT NULL CHECK (service IN ('parties', 'finance', 'documents')),
          state text NOT NULL CHECK (state IN ('pending', 'done', 'refused')),
          parts jsonb,
          asked_at timestamptz NOT NULL DEFAULT now(),
          tries integer NOT NULL DEFAULT 1,
          PRIMARY KEY (application_id, service)
        );
        CREATE INDEX provisioning_pending ON provisioning (service, asked_at) WHERE state = 'pending';
        CREATE TABLE action_required (
          application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
          part text NOT NULL,
          code text NOT NULL,
          detail text NOT NULL,
          at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (application_id, part, code)
        );
        CREATE TABLE deleted_application (
          id uuid PRIMARY KEY,
          reference_number text NOT NULL,
          deleted_by jsonb NOT NULL,
          deleted_at timestamptz NOT NULL DEFAULT now()
        );
        """
    )
