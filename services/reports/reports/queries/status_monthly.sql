-- Application status from the monthly totals: whole months, everybody, and a caller who sees all (monthly_totals.py).
-- Totals don't know today: which performing loans are in arrears is found among the unpaid instalments.
WITH arrears AS (
  SELECT i.loan_id, min(i.due_date) AS oldest_due, sum(i.outstanding) AS overdue
  FROM instalment i
  WHERE i.status <> 'replaced' AND i.amount > 0 AND i.number > 0 AND i.outstanding > 0 AND i.due_date < :today
  GROUP BY i.loan_id
),
in_arrears AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.bd_id, a.broker_id, a.branch_id, l.settled_on,
    date_trunc('month', l.settled_on::timestamp)::date AS month,
    l.principal AS amount, l.balance, r.overdue, :today - r.oldest_due AS days_past_due
  FROM arrears r JOIN loan l ON l.id = r.loan_id AND l.status = 'open' JOIN application a ON a.id = l.application_id
  WHERE NOT a.deleted AND a.stage <> 'draft' AND l.settled_on >= :from_day AND l.settled_on <= :to_day
),
totals AS MATERIALIZED (
  SELECT CASE kind WHEN 'all' THEN 'month' WHEN 'bd_id' THEN 'bdm' WHEN 'broker_id' THEN 'broker' ELSE 'branch' END
      AS kind,
    CASE WHEN kind = 'all' THEN month END AS month, person AS id, key AS status,
    n, amount, rest AS balance, 0 AS overdue
  FROM cell
  WHERE measure = 'book'
    AND CASE WHEN :every_month THEN (month IS NULL) = (kind <> 'all')
      ELSE month IS NOT NULL AND month >= :from_day AND month <= :to_day END
  UNION ALL
  SELECT t.kind, t.month, t.id, s.status, s.sign * t.n, s.sign * t.amount, s.sign * t.balance,
    CASE WHEN s.sign = 1 THEN t.overdue ELSE 0 END
  FROM (
    SELECT CASE grouping(month, bd_id, broker_id, branch_id)
        WHEN 7 THEN 'month' WHEN 11 THEN 'bdm' WHEN 13 THEN 'broker' ELSE 'branch' END AS kind,
      month, coalesce(bd_id, broker_id, branch_id) AS id,
      count(*) AS n, sum(amount) AS amount, sum(balance) AS balance, sum(overdue) AS overdue
    FROM in_arrears GROUP BY GROUPING SETS ((month), (bd_id), (broker_id), (branch_id))
  ) AS t CROSS JOIN (VALUES ('late', 1), ('performing', -1)) AS s (status, sign)
),
-- The longest in arrears, then the newest of the others.
arrears_first AS MATERIALIZED (
  SELECT id FROM in_arrears ORDER BY days_past_due DESC, settled_on DESC, reference_number DESC LIMIT :shown
),
shown_ids AS MATERIALIZED (
  SELECT id FROM arrears_first
  UNION ALL
  (SELECT a.id FROM share s JOIN application a ON a.id = s.application_id
   WHERE s.measure = 'book' AND s.day IS NOT NULL AND s.day >= :from_day AND s.day <= :to_day
     AND NOT EXISTS (SELECT 1 FROM in_arrears t WHERE t.id = a.id)
   ORDER BY s.day DESC, a.reference_number DESC
   LIMIT CAST(:shown AS bigint) - (SELECT count(*) FROM arrears_first))
),
dated AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.stage, l.status AS loan_status, l.settled_on, l.maturity_date,
    coalesce(l.principal, d.loan_amount) AS amount, l.balance, r.overdue,
    :today - r.oldest_due AS days_past_due, coalesce(l.settled_on, lodging.day) AS day
  FROM application a
    LEFT JOIN LATERAL (
      SELECT (min(m.at) AT TIME ZONE 'Australia/Sydney')::date AS day
      FROM stage_move m WHERE m.application_id = a.id AND m.from_stage IS NULL) AS lodging ON TRUE
    LEFT JOIN application_terms d USING (id)
    LEFT JOIN loan l ON l.application_id = a.id
    LEFT JOIN arrears r ON r.loan_id = l.id AND l.status = 'open'
  WHERE a.id IN (SELECT id FROM shown_ids) AND a.stage <> 'draft'
),
listed AS MATERIALIZED (
  SELECT dated.*,
    CASE WHEN loan_status = 'open' AND days_past_due IS NOT NULL THEN 'late'
      WHEN loan_status = 'open' THEN 'performing'
      WHEN loan_status IS NOT NULL THEN loan_status
      WHEN stage = 'settled' THEN 'performing'
      WHEN stage IN ('discharged', 'closed') THEN 'discharged'
      WHEN stage IN ('declined', 'withdrawn') THEN stage
      ELSE 'active' END AS status
  FROM dated WHERE day IS NOT NULL
  ORDER BY days_past_due DESC NULLS LAST, day DESC, reference_number DESC LIMIT :shown
),
counted AS MATERIALIZED (
  SELECT 'total' AS kind, NULL::date AS month, NULL::uuid AS id, status,
    sum(n) AS n, sum(amount) AS amount, sum(balance) AS balance, sum(overdue) AS overdue
  FROM totals WHERE kind = 'month' GROUP BY status
  UNION ALL
  SELECT kind, month, id, status, sum(n), sum(amount), sum(balance), sum(overdue)
  FROM totals GROUP BY kind, month, id, status
),
-- From here on as in status.sql.
by_status AS (
  -- One figure for each status, and `settled`: all that ever settled.
  SELECT kind, month, id, g.name, sum(n) AS n,
    jsonb_build_object(
      'count', sum(n),
      'amount', coalesce(sum(amount), 0)::numeric(20, 2)::text,
      'balance', coalesce(sum(balance), 0)::numeric(20, 2)::text,
      'overdue', coalesce(sum(overdue), 0)::numeric(20, 2)::text) AS figure
  FROM (
    SELECT kind, month, id, status, n, amount, balance, overdue FROM counted
    UNION ALL  -- a total of nothing, a month with nothing in it, and a status that nobody has are zero
    SELECT z.kind, z.month, z.id, s.status, 0, 0, 0, 0
    FROM unnest(CAST(:statuses AS text[])) AS s (status) CROSS JOIN (
      SELECT DISTINCT kind, month, id FROM counted
      UNION
      SELECT 'total', NULL::date, NULL::uuid
      UNION
      SELECT 'month', generate_series(min(month)::timestamp, max(month), '1 month')::date, NULL
      FROM counted WHERE kind = 'month') AS z
  ) AS all_counted
  CROSS JOIN LATERAL (
    SELECT status AS name
    UNION ALL
    SELECT 'settled' WHERE status IN ('performing', 'late', 'discharged', 'written_off')) AS g
  GROUP BY kind, month, id, g.name
),
figures AS MATERIALIZED (
  SELECT kind, month, id, sum(n) FILTER (WHERE name <> 'settled') AS n, jsonb_object_agg(name, figure) AS body
  FROM by_status GROUP BY kind, month, id
),
owners AS (
  SELECT f.kind, jsonb_agg(jsonb_build_object('id', f.id, 'name', c.body->>'name') || f.body
    ORDER BY f.n DESC, c.body->>'name', f.id) AS list
  FROM figures f LEFT JOIN copies c ON c.kind = f.kind AND c.id = f.id
  WHERE f.kind IN ('bdm', 'broker', 'branch') GROUP BY f.kind
),
buckets AS (
  SELECT * FROM unnest(CAST(:buckets AS text[]), CAST(:bucket_starts AS integer[]), CAST(:bucket_ends AS integer[]))
    AS b (bucket, first_day, last_day)
),
aged AS (
  SELECT jsonb_agg(body ORDER BY first_day) AS list
  FROM (
    SELECT b.first_day, jsonb_build_object(
      'bucket', b.bucket,
      'count', count(t.days_past_due),
      'amount', coalesce(sum(t.amount), 0)::numeric(20, 2)::text,
      'balance', coalesce(sum(t.balance), 0)::numeric(20, 2)::text,
      'overdue', coalesce(sum(t.overdue), 0)::numeric(20, 2)::text) AS body
    FROM buckets b LEFT JOIN in_arrears t
      ON t.days_past_due >= b.first_day AND (b.last_day IS NULL OR t.days_past_due <= b.last_day)
    GROUP BY b.bucket, b.first_day) AS bucket
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
      'status', l.status, 'stage', l.stage, 'amount', l.amount::text,
      'balance', coalesce(l.balance, 0)::numeric(20, 2)::text,
      'overdue', coalesce(l.overdue, 0)::numeric(20, 2)::text,
      'days_past_due', coalesce(l.days_past_due, 0), 'bucket', b.bucket,
      'settled_on', l.settled_on, 'maturity_date', l.maturity_date)
    ORDER BY l.days_past_due DESC NULLS LAST, l.day DESC, a.reference_number DESC) AS list
  FROM listed l JOIN application a ON a.id = l.id
    LEFT JOIN buckets b ON l.days_past_due >= b.first_day AND (b.last_day IS NULL OR l.days_past_due <= b.last_day)
    LEFT JOIN copies bdm ON bdm.kind = 'bdm' AND bdm.id = a.bd_id
    LEFT JOIN copies broker ON broker.kind = 'broker' AND broker.id = a.broker_id
    LEFT JOIN copies branch ON branch.kind = 'branch' AND branch.id = a.branch_id
)
SELECT
  (SELECT mark FROM edition) AS data_version,
  (SELECT to_jsonb(CASE WHEN count(*) = 2 THEN min(as_of) END)::text FROM sources
    WHERE owner IN ('applications', 'finance')) AS as_of,
  jsonb_build_object(
    'filters', CAST(:filters AS jsonb),
    'totals', (SELECT body FROM figures WHERE kind = 'total'),
    'series', jsonb_build_object(
      'by_status', (SELECT jsonb_agg(jsonb_build_object('status', s.status) || b.figure ORDER BY s.position)
        FROM unnest(CAST(:statuses AS text[])) WITH ORDINALITY AS s (status, position)
          JOIN by_status b ON b.kind = 'total' AND b.name = s.status),
      'arrears', (SELECT list FROM aged),
      'by_month', (SELECT coalesce(jsonb_agg(
          jsonb_build_object('month', to_char(month, 'YYYY-MM')) || body ORDER BY month), '[]')
        FROM figures WHERE kind = 'month'),
      'by_bd', coalesce((SELECT list FROM owners WHERE kind = 'bdm'), '[]'),
      'by_broker', coalesce((SELECT list FROM owners WHERE kind = 'broker'), '[]'),
      'by_branch', coalesce((SELECT list FROM owners WHERE kind = 'branch'), '[]')),
    'rows', coalesce((SELECT list FROM row_list), '[]'),
    'rows_total', (SELECT n FROM figures WHERE kind = 'total')
  )::text AS body
