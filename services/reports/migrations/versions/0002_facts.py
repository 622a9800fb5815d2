"""The facts that the reports are made of, one row per foreign thing, each with the version that it was last heard in.

No foreign keys: the facts come in any order. `number` 0 is interest withheld at settlement.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE application (
          id uuid PRIMARY KEY,
          version integer NOT NULL,
          deleted boolean NOT NULL,
          reference_number text NOT NULL,
          stage text,
          broker_id uuid,
          bd_id uuid,
          branch_id uuid,
          party_names text[] NOT NULL
        );
        CREATE INDEX application_broker ON application (broker_id);
        CREATE INDEX application_bd ON application (bd_id);
        CREATE INDEX application_branch ON application (branch_id);
        CREATE TABLE application_terms (
          id uuid PRIMARY KEY,
          version integer NOT NULL,
          application_type text,
          loan_amount numeric(18, 2)
        );
        CREATE TABLE stage_move (
          application_id uuid NOT NULL,
          version integer NOT NULL,
          from_stage text,
          to_stage text NOT NULL,
          at timestamptz NOT NULL,
          undoes uuid,
          PRIMARY KEY (application_id, version)
        );
        CREATE INDEX stage_move_lodged ON stage_move (at, application_id) WHERE from_stage IS NULL;
        CREATE TABLE loan (
          id uuid PRIMARY KEY,
          version integer NOT NULL,
          application_id uuid NOT NULL,
          status text NOT NULL,
          principal numeric(18, 2) NOT NULL,
          balance numeric(18, 2) NOT NULL,
          settled_on date NOT NULL,
          maturity_date date NOT NULL,
          discharged_on date
        );
        CREATE INDEX loan_application ON loan (application_id);
        CREATE TABLE instalment (
          id uuid PRIMARY KEY,
          version integer NOT NULL,
          application_id uuid NOT NULL,
          loan_id uuid NOT NULL,
          number integer NOT NULL,
          due_date date NOT NULL,
          amount numeric(18, 2) NOT NULL,
          outstanding numeric(18, 2) NOT NULL,
          status text NOT NULL,
          paid_on date
        );
        CREATE INDEX instalment_due ON instalment (due_date);
        CREATE INDEX instalment_application ON instalment (application_id);
        CREATE INDEX instalment_unpaid ON instalment (due_date, loan_id) WHERE outstanding > 0;
        CREATE TABLE payment (
          id uuid PRIMARY KEY,
          version integer NOT NULL,
          application_id uuid NOT NULL,
          loan_id uuid NOT NULL,
          amount numeric(18, 2) NOT NULL,
          received_on date NOT NULL,
          status text NOT NULL
        );
        CREATE INDEX payment_received ON payment (received_on);
        CREATE INDEX payment_application ON payment (application_id);
        """
    )
