-- Application volume from the facts: any range, any BDM, broker or branch, any caller; volume.py says what counts.
-- Outside the service, /* scope */ TRUE sees everything; inside, lendkit.web.scope takes its place.
-- The stays come first and the rest from them: joined to a list of stays, a wrong guess of its length costs minutes.
WITH walked AS (
  SELECT m.*, lead(m.undoes) OVER (PARTITION BY m.application_id ORDER BY m.version) IS NOT NULL AS undone
  FROM stage_move m JOIN application a ON a.id = m.application_id
  WHERE a.stage <> 'draft' AND NOT a.deleted AND /* scope */ TRUE
    AND (CAST(:bd_id AS uuid) IS NULL OR a.bd_id = CAST(:bd_id AS uuid))
    AND (CAST(:broker_id AS uuid) IS NULL OR a.broker_id = CAST(:broker_id AS uuid))
    AND (CAST(:branch_id AS uuid) IS NULL OR a.branch_id = CAST(:branch_id AS uuid))
),
stay AS MATERIALIZED (
  SELECT application_id, to_stage AS stage, at, lead(at) OVER (PARTITION BY application_id ORDER BY version) AS left_at,
    min(at) FILTER (WHERE from_stage IS NULL) OVER (PARTITION BY application_id) AS lodged_at
  FROM walked WHERE undoes IS NULL AND NOT undone
),
lodged AS MATERIALIZED (
  SELECT a.id, a.reference_number, a.bd_id, a.broker_id, a.branch_id, a.stage, d.application_type, d.loan_amount,
    (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date AS lodged_on, s.at AS in_stage_since,
    date_trunc('month', (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date::timestamp)::date AS month
  FROM stay s JOIN application a ON a.id = s.application_id LEFT JOIN application_terms d ON d.id = a.id
  WHERE s.left_at IS NULL AND s.lodged_at IS NOT NULL
    AND (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date >= :from_day
    AND (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date <= :to_day
),
stayed AS (
  SELECT stage, count(DISTINCT application_id) AS reached, avg(extract(epoch FROM left_at - at)) AS seconds
  FROM stay s
  WHERE s.lodged_at IS NOT NULL AND (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date >= :from_day
    AND (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date <= :to_day
  GROUP BY stage
),
to_settle AS (
  SELECT avg(extract(epoch FROM at - lodged_at)) AS seconds
  FROM stay s
  WHERE stage = 'settled' AND s.lodged_at IS NOT NULL
    AND (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date >= :from_day
    AND (s.lodged_at AT TIME ZONE 'Australia/Sydney')::date <= :to_day
),
listed AS MATERIALIZED (
  SELECT * FROM lodged ORDER BY lodged_on DESC, reference_number DESC LIMIT :shown
),
counted AS MATERIALIZED (
  SELECT CASE grouping(month, bd_id, broker_id, branch_id)
      WHEN 7 THEN 'month' WHEN 11 THEN 'bdm' WHEN 13 THEN 'broker' WHEN 14 THEN 'branch' ELSE 'total' END AS kind,
    month, coalesce(bd_id, broker_id, branch_id) AS id, stage, count(*) AS n, sum(loan_amount) AS amount
  FROM lodged GROUP BY stage, GROUPING SETS ((), (month), (bd_id), (broker_id), (branch_id))
),
-- From here on as in volume_monthly.sql.
figures AS MATERIALIZED (
  SELECT kind, month, id, sum(n) AS n,
    jsonb_build_object(
      'lodged', jsonb_build_object(
        'count', sum(n),
        'amount', coalesce(sum(amount), 0)::numeric(20, 2)::text),
      'in_progress', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE NOT settled AND stage NOT IN ('declined', 'withdrawn')), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE NOT settled AND stage NOT IN ('declined', 'withdrawn')), 0)
          ::numeric(20, 2)::text),
      'settled', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE settled), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE settled), 0)::numeric(20, 2)::text),
      'declined', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE stage = 'declined'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE stage = 'declined'), 0)::numeric(20, 2)::text),
      'withdrawn', jsonb_build_object(
        'count', coalesce(sum(n) FILTER (WHERE stage = 'withdrawn'), 0),
        'amount', coalesce(sum(amount) FILTER (WHERE stage = 'withdrawn'), 0)::numeric(20, 2)::text),
      'conversion_rate', round(100.0 * coalesce(sum(n) FILTER (WHERE settled), 0) / nullif(sum(n), 0), 1)::text
    ) AS body
  FROM (
    SELECT kind, month, id, stage, stage IN ('settled', 'discharged', 'closed') AS settled, n, amount FROM counted
    UNION ALL  -- a total of nothing, and a month with nothing in it, are zero
    SELECT 'total', NULL, NULL, NULL, NULL, 0, 0
    UNION ALL
    SELECT 'month', generate_series(min(month)::timestamp, max(month), '1 month')::date, NULL, NULL, NULL, 0, 0
    FROM counted WHERE kind = 'month'
  ) AS all_counted
  GROUP BY kind, month, id
),
owners AS (
  SELECT f.kind, jsonb_agg(jsonb_build_object('id', f.id, 'name', c.body->>'name') || f.body
    ORDER BY f.n DESC, c.body->>'name', f.id) AS list
  FROM figures f LEFT JOIN copies c ON c.kind = f.kind AND c.id = f.id
  WHERE f.kind IN ('bdm', 'broker', 'branch') GROUP BY f.kind
),
stages AS (
  SELECT jsonb_agg(
    jsonb_build_object(
      'stage', s.stage,
      'count', coalesce(c.n, 0),
      'amount', coalesce(c.amount, 0)::numeric(20, 2)::text,
      'reached', coalesce(r.reached, 0),
      'reached_rate', round(100.0 * coalesce(r.reached, 0) / nullif(total.n, 0), 1)::text,
      'mean_seconds', round(r.seconds)::bigint,
      'mean_days', round(r.seconds / 86400, 1)::text)
    ORDER BY s.position) AS list
  FROM unnest(CAST(:stages AS text[])) WITH ORDINALITY AS s (stage, position)
    LEFT JOIN counted c ON c.kind = 'total' AND c.stage = s.stage
    LEFT JOIN stayed r ON r.stage = s.stage
    JOIN figures total ON total.kind = 'total'
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
      'lodged_on', l.lodged_on, 'stage', a.stage, 'application_type', l.application_type,
      'loan_amount', l.loan_amount::text,
      'days_in_stage', :today - (l.in_stage_since AT TIME ZONE 'Australia/Sydney')::date)
    ORDER BY l.lodged_on DESC, a.reference_number DESC) AS list
  FROM listed l JOIN application a ON a.id = l.id
    LEFT JOIN copies bdm ON bdm.kind = 'bdm' AND bdm.id = a.bd_id
    LEFT JOIN copies broker ON broker.kind = 'broker' AND broker.id = a.broker_id
    LEFT JOIN copies branch ON branch.kind = 'branch' AND branch.id = a.branch_id
)
SELECT
  (SELECT mark FROM edition) AS data_version,
  (SELECT to_jsonb(min(as_of))::text FROM sources WHERE owner = 'applications') AS as_of,
  jsonb_build_object(
    'filters', CAST(:filters AS jsonb),
    'totals', (SELECT body FROM figures WHERE kind = 'total') || jsonb_build_object(
      'mean_days_to_settle', (SELECT round(seconds / 86400, 1)::text FROM to_settle)),
    'series', jsonb_build_object(
      'by_stage', (SELECT list FROM stages),
      'by_month', (SELECT coalesce(jsonb_agg(
          jsonb_build_object('month', to_char(month, 'YYYY-MM')) || body ORDER BY month), '[]')
        FROM figures WHERE kind = 'month'),
      'by_bd', coalesce((SELECT list FROM owners WHERE kind = 'bdm'), '[]'),
      'by_broker', coalesce((SELECT list FROM owners WHERE kind = 'broker'), '[]'),
      'by_branch', coalesce((SELECT list FROM owners WHERE kind = 'branch'), '[]')),
    'rows', coalesce((SELECT list FROM row_list), '[]'),
    'rows_total', (SELECT n FROM figures WHERE kind = 'total')
  )::text AS body
