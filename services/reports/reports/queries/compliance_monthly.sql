-- Repayment compliance from the monthly totals: whole months, everybody, and a caller who sees all (monthly_totals.py).
-- Totals don't know today: what has passed its due date within this month is found among the unpaid instalments.
WITH passed AS MATERIALIZED (
  SELECT a.bd_id, a.broker_id, a.branch_id, i.amount, i.outstanding
  FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE i.status NOT IN ('paid', 'replaced') AND i.amount > 0 AND i.number > 0
    AND i.due_date >= :this_month AND i.due_date < :today
    AND i.due_date >= :from_day AND i.due_date <= :to_day AND NOT a.deleted
),
totals AS MATERIALIZED (
  -- What is unpaid is overdue or not by its month, so the unpaid totals of people are read month by month.
  SELECT CASE kind WHEN 'all' THEN 'month' WHEN 'bd_id' THEN 'bdm' WHEN 'broker_id' THEN 'broker' ELSE 'branch' END
      AS kind,
    CASE WHEN kind = 'all' THEN month END AS month, person AS id,
    CASE WHEN key <> 'waiting' THEN key WHEN month < :this_month THEN 'overdue' ELSE 'outstanding' END AS outcome,
    n, amount, rest AS outstanding
  FROM cell
  WHERE measure = 'due'
    AND CASE WHEN :every_month THEN (month IS NULL) = (kind <> 'all' AND key <> 'waiting')
      ELSE month IS NOT NULL AND month >= :from_day AND month <= :to_day END
  UNION ALL
  SELECT p.kind, p.month, p.id, s.outcome, s.sign * p.n, s.sign * p.amount, s.sign * p.outstanding
  FROM (
    SELECT CASE grouping(bd_id, broker_id, branch_id)
        WHEN 3 THEN 'bdm' WHEN 5 THEN 'broker' WHEN 6 THEN 'branch' ELSE 'month' END AS kind,
      CASE WHEN grouping(bd_id, broker_id, branch_id) = 7 THEN CAST(:this_month AS date) END AS month,
      coalesce(bd_id, broker_id, branch_id) AS id,
      count(*) AS n, sum(amount) AS amount, sum(outstanding) AS outstanding
    FROM passed GROUP BY GROUPING SETS ((), (bd_id), (broker_id), (branch_id)) HAVING count(*) > 0
  ) AS p CROSS JOIN (VALUES ('overdue', 1), ('outstanding', -1)) AS s (outcome, sign)
),
received AS MATERIALIZED (
  SELECT month, n, amount FROM cell
  WHERE measure = 'received' AND kind = 'all' AND month >= :from_day AND month <= :to_day
),
-- The longest overdue. Without a first day, an application's oldest unpaid instalment is the oldest in the range.
overdue_first AS MATERIALIZED (
  (SELECT a.id FROM share s JOIN application a ON a.id = s.application_id
   WHERE NOT :has_first_day AND s.measure = 'waiting' AND s.day < :today AND s.day <= :to_day
   ORDER BY s.day, a.reference_number LIMIT :shown)
  UNION ALL
  (SELECT a.id FROM instalment i JOIN application a ON a.id = i.application_id
   WHERE :has_first_day AND i.status NOT IN ('paid', 'replaced') AND i.amount > 0 AND i.number > 0
     AND i.due_date < :today AND i.due_date >= :from_day AND i.due_date <= :to_day AND NOT a.deleted
   GROUP BY a.id ORDER BY min(i.due_date), a.reference_number LIMIT :shown)
),
-- Then, by reference, those with nothing overdue.
shown_ids AS MATERIALIZED (
  SELECT id FROM overdue_first
  UNION ALL
  (SELECT a.id FROM application a
   WHERE NOT a.deleted
     AND EXISTS (SELECT 1 FROM share s WHERE s.application_id = a.id AND s.measure = 'due'
       AND s.month >= :from_day AND s.month <= :to_day)
     AND NOT EXISTS (SELECT 1 FROM instalment i
       WHERE i.application_id = a.id AND i.status NOT IN ('paid', 'replaced') AND i.amount > 0 AND i.number > 0
         AND i.due_date < :today AND i.due_date >= :from_day AND i.due_date <= :to_day)
   ORDER BY a.reference_number LIMIT CAST(:shown AS bigint) - (SELECT count(*) FROM overdue_first))
),
due AS MATERIALIZED (
  SELECT a.id, i.due_date, i.amount, i.outstanding,
    CASE WHEN i.status = 'paid' AND i.paid_on <= i.due_date THEN 'paid_on_time'
      WHEN i.status = 'paid' THEN 'paid_late'
      WHEN i.due_date < :today THEN 'overdue'
      ELSE 'outstanding' END AS outcome
  FROM instalment i JOIN application a ON a.id = i.application_id
  WHERE a.id IN (SELECT id FROM shown_ids) AND i.status <> 'replaced' AND i.amount > 0 AND i.number > 0
    AND i.due_date >= :from_day AND i.due_date <= :to_day
),
counted AS (
  SELECT kind, month, id, outcome, n, amount, outstanding, NULL::date AS oldest FROM totals
  UNION ALL
  SELECT 'total', NULL, NULL, outcome, n, amount, outstanding, NULL FROM totals WHERE kind = 'month'
  UNION ALL
  SELECT 'application', NULL, id, outcome, count(*), sum(amount), sum(outstanding), min(due_date)
  FROM due GROUP BY id, outcome
),
applications AS (
  SELECT CASE WHEN :every_month
    THEN (SELECT coalesce(sum(n), 0)::bigint FROM cell WHERE measure = 'payer' AND kind = 'all')
    ELSE (SELECT count(DISTINCT application_id) FROM share
      WHERE measure = 'due' AND month >= :from_day AND month <= :to_day) END AS total
),
-- From here on as in compliance.sql.
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
