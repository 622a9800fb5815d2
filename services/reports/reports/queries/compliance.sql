-- Repayment compliance from the facts: any range, any BDM, broker or branch, any caller.
-- Every instalment that falls due in the range has one outcome; compliance.py says which, and how the rate is made.
-- A file has rows only: then all instalments need not be added up five times.
-- Outside the service, /* scope */ TRUE sees everything; inside, lendkit.web.scope takes its place.
WITH due AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.bd_id, a.broker_id, a.branch_id, i.due_date, i.amount, i.outstanding,
    date_trunc('month', i.due_date::timestamp)::date AS month,
    CASE WHEN i.status = 'paid' AND i.paid_on <= i.due_date THEN 'paid_on_time'
      WHEN i.status = 'paid' THEN 'paid_late'
      WHEN i.due_date < :today THEN 'overdue'
      ELSE 'outstanding' END AS outcome
  FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE i.status <> 'replaced' AND i.amount > 0 AND i.number > 0
    AND i.due_date >= :from_day AND i.due_date <= :to_day
    AND NOT a.deleted AND /* scope */ TRUE
    AND (CAST(:bd_id AS uuid) IS NULL OR a.bd_id = CAST(:bd_id AS uuid))
    AND (CAST(:broker_id AS uuid) IS NULL OR a.broker_id = CAST(:broker_id AS uuid))
    AND (CAST(:branch_id AS uuid) IS NULL OR a.branch_id = CAST(:branch_id AS uuid))
),
received AS MATERIALIZED (
  SELECT date_trunc('month', p.received_on::timestamp)::date AS month, count(*) AS n, sum(p.amount) AS amount
  FROM payment p JOIN application a ON a.id = p.application_id
  WHERE NOT :rows_only AND p.status = 'received' AND p.received_on >= :from_day AND p.received_on <= :to_day
    AND NOT a.deleted AND /* scope */ TRUE
    AND (CAST(:bd_id AS uuid) IS NULL OR a.bd_id = CAST(:bd_id AS uuid))
    AND (CAST(:broker_id AS uuid) IS NULL OR a.broker_id = CAST(:broker_id AS uuid))
    AND (CAST(:branch_id AS uuid) IS NULL OR a.branch_id = CAST(:branch_id AS uuid))
  GROUP BY 1
),
-- Each application's outcomes, ranked as the rows are: the longest overdue first.
ranked AS MATERIALIZED (
  SELECT *, dense_rank() OVER (ORDER BY oldest_overdue, reference_number, id) AS position
  FROM (
    SELECT id, reference_number, outcome, count(*) AS n, sum(amount) AS amount, sum(outstanding) AS outstanding,
      min(due_date) AS oldest,
      min(min(due_date)) FILTER (WHERE outcome = 'overdue') OVER (PARTITION BY id) AS oldest_overdue
    FROM due GROUP BY id, reference_number, outcome
  ) AS by_outcome
),
counted AS (
  SELECT CASE grouping(month, bd_id, broker_id, branch_id)
      WHEN 7 THEN 'month' WHEN 11 THEN 'bdm' WHEN 13 THEN 'broker' WHEN 14 THEN 'branch' ELSE 'total' END AS kind,
    month, coalesce(bd_id, broker_id, branch_id) AS id, outcome,
    count(*) AS n, sum(amount) AS amount, sum(outstanding) AS outstanding, min(due_date) AS oldest
  FROM due WHERE NOT :rows_only
  GROUP BY outcome, GROUPING SETS ((), (month), (bd_id), (broker_id), (branch_id))
  UNION ALL
  SELECT 'application', NULL, id, outcome, n, amount, outstanding, oldest FROM ranked WHERE position <= :shown
),
applications AS (
  SELECT count(DISTINCT id) AS total FROM ranked
),
-- From here on as in compliance_monthly.sql.
figures AS MATERIALIZED (
  SELECT kind, month, id, sum(n) FILTER (WHERE outcome <> 'received') AS n,
    min(oldest) FILTER (WHERE outcome = 'overdue') AS oldest_overdue,
    jsonb_build_object(
      'due', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE outcome <> 'received'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE outcome <> 'received'), 0)::numeric(20, 2)::text,
        'outstanding', coalesce(sum(outstanding) FILTER (WHERE outcome <> 'received'), 0)::numeric(20, 2)::text),
      'paid_on_time', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE outcome = 'paid_on_time'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE outcome = 'paid_on_time'), 0)::numeric(20, 2)::text,
        'outstanding', coalesce(sum(outstanding) FILTER (WHERE outcome = 'paid_on_time'), 0)::numeric(20, 2)::text),
      'paid_late', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE outcome = 'paid_late'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE outcome = 'paid_late'), 0)::numeric(20, 2)::text,
        'outstanding', coalesce(sum(outstanding) FILTER (WHERE outcome = 'paid_late'), 0)::numeric(20, 2)::text),
      'overdue', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE outcome = 'overdue'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE outcome = 'overdue'), 0)::numeric(20, 2)::text,
        'outstanding', coalesce(sum(outstanding) FILTER (WHERE outcome = 'overdue'), 0)::numeric(20, 2)::text),
      'outstanding', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE outcome = 'outstanding'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE outcome = 'outstanding'), 0)::numeric(20, 2)::text,
        'outstanding', coalesce(sum(outstanding) FILTER (WHERE outcome = 'outstanding'), 0)::numeric(20, 2)::text),
      'on_time_rate', round(
        100.0 * coalesce(sum(n) FILTER (WHERE outcome = 'paid_on_time'), 0)
        / nullif(sum(n) FILTER (WHERE outcome IN ('paid_on_time', 'paid_late', 'overdue')), 0), 1)::text
    ) AS due,
    jsonb_build_object('received', jsonb_build_object(
      'count', coalesce(sum(n) FILTER (WHERE outcome = 'received'), 0),
      'amount', coalesce(sum(amount) FILTER (WHERE outcome = 'received'), 0)::numeric(20, 2)::text)) AS received
  FROM (
    SELECT kind, month, id, outcome, n, amount, outstanding, oldest FROM counted
    UNION ALL
    SELECT 'month', month, NULL, 'received', n, amount, 0, NULL FROM received
    UNION ALL
    SELECT 'total', NULL, NULL, 'received', n, amount, 0, NULL FROM received
    UNION ALL  -- a total of nothing, and a month with nothing in it, are zero
    SELECT 'total', NULL, NULL, 'received', 0, 0, 0, NULL
    UNION ALL
    SELECT 'month', generate_series(min(month)::timestamp, max(month), '1 month')::date, NULL, 'received', 0, 0, 0, NULL
    FROM (SELECT month FROM counted WHERE kind = 'month' UNION SELECT month FROM received) AS months
  ) AS all_counted
  GROUP BY kind, month, id
),
owners AS (
  SELECT f.kind, jsonb_agg(jsonb_build_object('id', f.id, 'name', c.body->>'name') || f.due
    ORDER BY f.n DESC, c.body->>'name', f.id) AS list
  FROM figures f LEFT JOIN copies c ON c.kind = f.kind AND c.id = f.id
  WHERE f.kind IN ('bdm', 'broker', 'branch') GROUP BY f.kind
),
row_list AS (
  SELECT jsonb_agg(
    jsonb_build_object(
      'application_id', a.id, 'reference_number', a.reference_number, 'client_names', a.party_names,
      'bd', CASE WHEN a.bd_id IS NOT NULL THEN jsonb_build_object('id', a.bd_id, 'name', bdm.body->>'name') END,
      'broker', CASE WHEN a.broker_id IS NOT NULL
        THEN jsonb_build_object('id', a.broker_id, 'name', broker.body->>'name') END,
      'branch', CASE WHEN a.branch_id IS NOT NULL
        THEN jsonb_build_object('id', a.branch_id, 'name', branch.body->>'name') END,
      'oldest_overdue', f.oldest_overdue
    ) || f.due
    ORDER BY f.oldest_overdue, a.reference_number) AS list
  FROM figures f JOIN application a ON a.id = f.id
    LEFT JOIN copies bdm ON bdm.kind = 'bdm' AND bdm.id = a.bd_id
    LEFT JOIN copies broker ON broker.kind = 'broker' AND broker.id = a.broker_id
    LEFT JOIN copies branch ON branch.kind = 'branch' AND branch.id = a.branch_id
  WHERE f.kind = 'application'
)
SELECT
  (SELECT mark FROM edition) AS data_version,
  (SELECT to_jsonb(CASE WHEN count(*) = 2 THEN min(as_of) END)::text FROM sources
    WHERE owner IN ('applications', 'finance')) AS as_of,
  jsonb_build_object(
    'filters', CAST(:filters AS jsonb),
    'totals', (SELECT due || received FROM figures WHERE kind = 'total'),
    'series', jsonb_build_object(
      'by_month', (SELECT coalesce(jsonb_agg(
          jsonb_build_object('month', to_char(month, 'YYYY-MM')) || due || received ORDER BY month), '[]')
        FROM figures WHERE kind = 'month'),
      'by_bd', coalesce((SELECT list FROM owners WHERE kind = 'bdm'), '[]'),
      'by_broker', coalesce((SELECT list FROM owners WHERE kind = 'broker'), '[]'),
      'by_branch', coalesce((SELECT list FROM owners WHERE kind = 'branch'), '[]')),
    'rows', coalesce((SELECT list FROM row_list), '[]'),
    'rows_total', (SELECT total FROM applications)
  )::text AS body
