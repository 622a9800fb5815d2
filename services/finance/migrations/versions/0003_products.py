"""Products, which never change once they are made, and the versions of funding tables."""

import json

from alembic import op

from lendkit.contracts.finance import DEFAULT_PRODUCT_ID

revision = "0003"
down_revision = "0002"

# Written out, not taken from the code: what this migration made stays what it made.
DEFAULT = {
    "name": "Interest only",
    "method": "interest_only",
    "frequency": None,
    "day_count": "ACT/365F",
    "balloon": None,
    "interest_only_periods": 0,
    "principal_every": 1,
    "amount_min": None,
    "amount_max": None,
    "rate_min": None,
    "rate_max": None,
    "term_min": None,
    "term_max": None,
    "max_lvr": None,
    "allocation_order": ["penalties", "fees", "interest", "principal"],
    "default_margin": "0",
    "default_on": "overdue",
    "grace_days": 0,
    "payoff": "to_date",
    "prepaid_refund": True,
    "gst": {},
}


def upgrade() -> None:
    op.execute(_TABLES)
    op.execute(_RIGHTS)
    body = json.dumps(DEFAULT).replace(":", r"\:")
    op.execute(f"INSERT INTO product (id, name, body) VALUES ('{DEFAULT_PRODUCT_ID}', 'Interest only', '{body}')")


_TABLES = """
CREATE TABLE product (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  body jsonb NOT NULL,
  created_by jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX product_name ON product (lower(name), id);
CREATE TABLE funding (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  loan_amount numeric(18, 2) NOT NULL CHECK (loan_amount > 0),
  deductions jsonb NOT NULL,
  net numeric(18, 2) NOT NULL CHECK (net >= 0),
  inputs jsonb NOT NULL,
  created_by jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (application_id, number)
);
"""

# The default privileges of a deployment let the service's login change every table: not these.
_RIGHTS = """
DO $$
DECLARE login text;
BEGIN
  FOR login IN
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND table_name = 'product' AND grantee NOT IN (current_user, 'PUBLIC')
  LOOP
    EXECUTE format('REVOKE ALL ON product, funding FROM %I', login);
    EXECUTE format('GRANT SELECT, INSERT ON product, funding TO %I', login);
  END LOOP;
END $$;
"""
