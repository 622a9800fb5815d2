"""What the guards ask for, what the clock has told, and the foreign facts of an application found by its id."""

from alembic import op

from lendkit.runtime.migrate import kit_v2

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    kit_v2()
    op.execute(
        """
        CREATE TABLE record (
          id uuid PRIMARY KEY,
          application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
          noun text NOT NULL CHECK (noun IN
            ('consents', 'valuations', 'requirements', 'decisions', 'legal_advice', 'conditions')),
          version integer NOT NULL DEFAULT 1,
          body jsonb NOT NULL,
          created_by jsonb NOT NULL,
          created_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        CREATE INDEX record_application ON record (application_id, noun, created_at);
        CREATE TABLE stale_notice (
          application_id uuid NOT NULL REFERENCES application (id) ON DELETE CASCADE,
          since timestamptz NOT NULL,
          id uuid NOT NULL,
          PRIMARY KEY (application_id, since)
        );
        CREATE TABLE note_reminder (
          note_id uuid PRIMARY KEY REFERENCES note (id) ON DELETE CASCADE,
          id uuid NOT NULL
        );
        CREATE INDEX note_remind ON note (remind_date) WHERE remind_date IS NOT NULL;
        CREATE INDEX copies_application ON copies ((body->>'application_id'), kind)
          WHERE kind IN ('fee', 'instalment', 'journal', 'payment', 'loan', 'schedule', 'funding', 'document');
        ALTER TABLE provisioning ADD COLUMN lodged_by jsonb;
        ALTER TABLE action_required ADD COLUMN service text NOT NULL DEFAULT 'parties';
        ALTER TABLE deleted_application ADD COLUMN version integer NOT NULL DEFAULT 1;
        """
    )
    op.execute(_PARTS_OF_FINANCE)


# Until now nobody took the fees of a submit. Where there are some, finance is asked for them; elsewhere it has no part.
_PARTS_OF_FINANCE = """
WITH waiting AS (
  SELECT p.application_id, a.broker_id, a.author,
    (SELECT jsonb_agg(c.body - 'version' - 'application_id' - 'status' ORDER BY l.position) FROM links l
       JOIN copies c ON c.kind = l.kind AND c.id = l.id AND c.version = 0
       WHERE l.application_id = p.application_id AND l.section = 'fees') AS fees
  FROM provisioning p JOIN application a ON a.id = p.application_id
  WHERE p.service = 'finance' AND p.state = 'pending')
UPDATE provisioning p SET
  state = CASE WHEN w.fees IS NULL THEN 'done' ELSE 'pending' END,
  lodged_by = w.author,
  parts = CASE WHEN w.fees IS NOT NULL THEN jsonb_build_object('application_id', w.application_id,
    'broker_id', w.broker_id, 'parties', '[]'::jsonb, 'fees', w.fees, 'documents', '[]'::jsonb) END
FROM waiting w WHERE p.application_id = w.application_id AND p.service = 'finance'
"""
