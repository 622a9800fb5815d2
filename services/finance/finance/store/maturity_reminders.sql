-- Open loans that mature within a month and were not reminded of by this rule.
SELECT NULL::uuid AS instalment_id, l.id AS loan_id, l.application_id, l.maturity AS due_date, l.outstanding,
  CAST(:rule AS text) AS rule
FROM (SELECT id, application_id, status, (state->>'maturity_date')::date AS maturity, state->>'principal' AS outstanding
  FROM loan) l
WHERE l.status = 'open' AND :today BETWEEN (l.maturity - interval '1 month')::date AND l.maturity
  AND l.outstanding::numeric > 0
  AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.loan_id = l.id AND r.due_date = l.maturity AND r.rule = :rule)
ORDER BY l.id LIMIT :limit
