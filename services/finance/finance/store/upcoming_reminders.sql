-- Instalments that fall due in a span of days and were not reminded of by this rule.
SELECT i.id AS instalment_id, i.loan_id, i.application_id, i.due_date, i.outstanding::text AS outstanding,
  CAST(:rule AS text) AS rule
FROM instalment i JOIN loan l ON l.id = i.loan_id
WHERE i.status <> 'replaced' AND i.outstanding > 0 AND l.status = 'open'
  AND i.due_date BETWEEN :today AND :until AND (i.interest > 0 OR NOT :with_interest)
  AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.loan_id = l.id AND r.due_date = i.due_date AND r.rule = :rule)
ORDER BY i.due_date, i.id LIMIT :limit
