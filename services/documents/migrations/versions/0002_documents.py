"""Documents, their files, and the applications that are gone."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(_TABLES)


_TABLES = """
CREATE TABLE document (
  id uuid PRIMARY KEY,
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  application_id uuid,
  type text NOT NULL,
  template text,
  fee_id uuid,
  repayment_id uuid,
  note_id uuid,
  party_id uuid,
  signed_by text,
  signature_date date,
  author_id uuid NOT NULL,
  author jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  staged_until timestamptz,
  CHECK ((application_id IS NULL) = (staged_until IS NOT NULL))
);
CREATE INDEX document_application ON document (application_id, created_at) WHERE application_id IS NOT NULL;
CREATE INDEX document_staged ON document (staged_until) WHERE staged_until IS NOT NULL;
CREATE UNIQUE INDEX document_template ON document (application_id, template) WHERE template IS NOT NULL;
CREATE TABLE file (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES document ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  name text NOT NULL,
  content_type text NOT NULL,
  size bigint NOT NULL CHECK (size > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  author jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (document_id, number)
);
CREATE TABLE application_gone (id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
"""
