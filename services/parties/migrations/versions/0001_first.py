"""Parties, whose applications they are on, and the directory of brokers, BDMs and branches."""

from alembic import op

from lendkit.runtime.migrate import kit_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    kit_v1()
    op.execute(
        """
        CREATE TABLE party (
          id uuid PRIMARY KEY,
          version integer NOT NULL CHECK (version > 0),
          kind text NOT NULL CHECK (kind IN ('person', 'company')),
          roles text[] NOT NULL,
          name text NOT NULL,
          body jsonb NOT NULL,
          sealed bytea,
          email text,
          phone text,
          abn text,
          acn text,
          born_on date,
          created_by uuid NOT NULL,
          lodged_with uuid,
          created_at timestamptz NOT NULL DEFAULT now(),
          updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX party_name ON party (lower(name), id);
        CREATE INDEX party_email ON party (lower(email)) WHERE email IS NOT NULL;
        CREATE INDEX party_phone ON party (phone) WHERE phone IS NOT NULL;
        CREATE INDEX party_abn ON party (abn) WHERE abn IS NOT NULL;
        CREATE INDEX party_acn ON party (acn) WHERE acn IS NOT NULL;
        CREATE INDEX party_lodged ON party (lodged_with) WHERE lodged_with IS NOT NULL;
        CREATE TABLE party_application (
          party_id uuid NOT NULL,
          application_id uuid NOT NULL,
          PRIMARY KEY (party_id, application_id)
        );
        CREATE INDEX party_application_back ON party_application (application_id);
        CREATE TABLE party_gone (id uuid PRIMARY KEY, gone_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE application_gone (id uuid PRIMARY KEY, gone_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE directory (
          id uuid PRIMARY KEY,
          version integer NOT NULL CHECK (version > 0),
          kind text NOT NULL CHECK (kind IN ('broker', 'bdm', 'branch')),
          name text NOT NULL,
          body jsonb NOT NULL,
          branch_id uuid,
          bd_ids uuid[] NOT NULL DEFAULT '{}',
          sealed bytea,
          created_at timestamptz NOT NULL DEFAULT now(),
          updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX directory_name ON directory (kind, lower(name), id);
        CREATE INDEX directory_branch ON directory (branch_id);
        CREATE INDEX directory_bds ON directory USING gin (bd_ids);
        """
    )
