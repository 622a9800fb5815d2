"""What each application adds to the reports, and the sums of that by month and person: a report reads the sums.

A person's cell without a month is of all months. `day` is there where an application has one share of its kind.
`contribution` is asked by its plain name on purpose: during a rebuild it finds the tables that are being built.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(_TABLES)
    op.execute(_CONTRIBUTION)
    op.execute(_SHARES)
    op.execute(_CELLS)
    op.execute("ANALYZE share; ANALYZE cell; ANALYZE instalment; ANALYZE application")


_TABLES = """
CREATE TABLE share (
  application_id uuid NOT NULL,
  measure text NOT NULL,
  month date NOT NULL,
  day date,
  key text NOT NULL,
  bd_id uuid,
  broker_id uuid,
  branch_id uuid,
  n bigint NOT NULL,
  amount numeric NOT NULL,
  rest numeric NOT NULL
);
CREATE INDEX share_application ON share (application_id);
CREATE INDEX share_day ON share (measure, day, application_id) WHERE day IS NOT NULL;
CREATE INDEX share_month ON share (month, application_id) WHERE measure = 'due';
CREATE TABLE cell (
  measure text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('all', 'bd_id', 'broker_id', 'branch_id')),
  month date,
  key text NOT NULL,
  person uuid,
  n bigint NOT NULL,
  amount numeric NOT NULL,
  rest numeric NOT NULL,
  UNIQUE NULLS NOT DISTINCT (measure, kind, month, key, person)
);
CREATE TABLE edition (single boolean PRIMARY KEY CHECK (single), mark uuid NOT NULL);
CREATE INDEX cell_empty ON cell (n) WHERE n = 0;
CREATE INDEX application_reference ON application (reference_number, id);
CREATE INDEX instalment_waiting ON instalment (due_date, application_id)
  WHERE status NOT IN ('paid', 'replaced') AND amount > 0 AND number > 0;
"""

# What counts, and as what, is told where the reports are: queries/compliance.py, volume.py, status.py.
_CONTRIBUTION = """
CREATE FUNCTION contribution(ids uuid[]) RETURNS SETOF share LANGUAGE sql STABLE AS $$
  WITH a AS MATERIALIZED (
    SELECT a.*, d.loan_amount FROM application a LEFT JOIN application_terms d USING (id)
    WHERE a.id = ANY(ids) AND NOT a.deleted),
  walked AS (
    SELECT m.*, lead(m.undoes) OVER (PARTITION BY m.application_id ORDER BY m.version) IS NOT NULL AS undone
    FROM stage_move m WHERE m.application_id = ANY(ids)),
  stay AS MATERIALIZED (
    SELECT application_id, to_stage AS stage, at, lead(at) OVER w AS left_at,
      (min(at) FILTER (WHERE from_stage IS NULL) OVER (PARTITION BY application_id)) AS began
    FROM walked WHERE undoes IS NULL AND NOT undone WINDOW w AS (PARTITION BY application_id ORDER BY version)),
  lodging AS (
    SELECT application_id, (min(at) AT TIME ZONE 'Australia/Sydney')::date AS day FROM stage_move
    WHERE application_id = ANY(ids) AND from_stage IS NULL GROUP BY application_id),
  due AS MATERIALIZED (
    SELECT i.*, CASE WHEN i.status = 'paid' AND i.paid_on <= i.due_date THEN 'paid_on_time'
      WHEN i.status = 'paid' THEN 'paid_late' ELSE 'waiting' END AS standing
    FROM instalment i
    WHERE i.application_id = ANY(ids) AND i.status <> 'replaced' AND i.amount > 0 AND i.number > 0),
  part AS (
    SELECT application_id, 'due' AS measure, due_date AS day, standing AS key, 1 AS n, amount, outstanding AS rest
    FROM due
    UNION ALL
    SELECT application_id, 'payer', min(due_date), '', 1, 0, 0 FROM due GROUP BY application_id
    UNION ALL
    SELECT application_id, 'waiting', min(due_date), '', 1, 0, 0 FROM due WHERE standing = 'waiting'
    GROUP BY application_id
    UNION ALL
    SELECT application_id, 'received', received_on, '', 1, amount, 0 FROM payment
    WHERE application_id = ANY(ids) AND status = 'received'
    UNION ALL
    SELECT s.application_id, v.measure, (s.began AT TIME ZONE 'Australia/Sydney')::date, v.key, v.n, v.amount, v.rest
    FROM stay s JOIN a ON a.id = s.application_id AND a.stage <> 'draft'
    CROSS JOIN LATERAL (VALUES
      ('lodged', a.stage, 1, coalesce(a.loan_amount, 0), 0::numeric, s.left_at IS NULL),
      ('stay', s.stage, 1, extract(epoch FROM s.left_at - s.at), 0, s.left_at IS NOT NULL),
      ('to_settle', '', 1, extract(epoch FROM s.at - s.began), 0, s.stage = 'settled')
    ) AS v (measure, key, n, amount, rest, holds)
    WHERE s.began IS NOT NULL AND v.holds
    UNION ALL
    SELECT s.application_id, 'reached', (min(s.began) AT TIME ZONE 'Australia/Sydney')::date, s.stage, 1, 0, 0
    FROM stay s JOIN a ON a.id = s.application_id AND a.stage <> 'draft'
    WHERE s.began IS NOT NULL GROUP BY s.application_id, s.stage
    UNION ALL
    SELECT a.id, 'book', coalesce(l.settled_on, f.day),
      CASE WHEN l.status = 'open' THEN 'performing' WHEN l.status IS NOT NULL THEN l.status
        WHEN a.stage = 'settled' THEN 'performing' WHEN a.stage IN ('discharged', 'closed') THEN 'discharged'
        WHEN a.stage IN ('declined', 'withdrawn') THEN a.stage ELSE 'active' END,
      1, coalesce(l.principal, a.loan_amount, 0), coalesce(l.balance, 0)
    FROM a LEFT JOIN lodging f ON f.application_id = a.id LEFT JOIN loan l ON l.application_id = a.id
    WHERE a.stage <> 'draft' AND coalesce(l.settled_on, f.day) IS NOT NULL)
  SELECT p.application_id, p.measure, date_trunc('month', p.day::timestamp)::date,
    CASE WHEN p.measure IN ('lodged', 'book', 'waiting') THEN min(p.day) END, p.key, a.bd_id, a.broker_id, a.branch_id,
    sum(p.n)::bigint, sum(p.amount), sum(p.rest)
  FROM part p JOIN a ON a.id = p.application_id
  GROUP BY p.application_id, p.measure, date_trunc('month', p.day::timestamp), p.key, a.bd_id, a.broker_id, a.branch_id
$$;
"""

_SHARES = "INSERT INTO share SELECT * FROM contribution((SELECT coalesce(array_agg(id), '{}') FROM application))"

_CELLS = """
INSERT INTO cell (measure, kind, month, key, person, n, amount, rest)
SELECT s.measure, k.kind, k.month, s.key, k.person, sum(s.n), sum(s.amount), sum(s.rest)
FROM share s CROSS JOIN LATERAL (VALUES
  ('all', s.month, NULL::uuid), ('bd_id', s.month, s.bd_id), ('bd_id', NULL, s.bd_id),
  ('broker_id', s.month, s.broker_id), ('broker_id', NULL, s.broker_id),
  ('branch_id', s.month, s.branch_id), ('branch_id', NULL, s.branch_id)) AS k (kind, month, person)
WHERE s.measure <> 'waiting' AND (k.kind = 'all' OR s.measure IN ('due', 'lodged', 'book'))
GROUP BY 1, 2, 3, 4, 5
"""
