-- Instalments past due by the days of a rule, the latest whose day has come, and not reminded of by it.
SELECT i.id AS instalment_id, i.loan_id, i.application_id, i.due_date, i.outstanding::text AS outstanding, rule.name AS rule
FROM instalment i JOIN loan l ON l.id = i.loan_id, LATERAL (
  SELECT name FROM unnest(CAST(:names AS text[]), CAST(:days AS integer[])) AS u (name, days)
  WHERE u.days <= CAST(:today AS date) - i.due_date ORDER BY u.days DESC LIMIT 1) rule
WHERE i.status <> 'replaced' AND i.outstanding > 0 AND l.status = 'open' AND i.due_date < :today
  AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.loan_id = l.id AND r.due_date = i.due_date AND r.rule = rule.name)
ORDER BY i.due_date, i.id LIMIT :limit
