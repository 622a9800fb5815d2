UPDATE application
SET version = version + 1, updated_at = now(), broker_id = :broker_id, bd_id = :bd_id, branch_id = :branch_id,
  application_type = :application_type, loan_amount = :loan_amount, lvr = :lvr,
  terms = CAST(:terms AS jsonb), draft = CAST(:draft AS jsonb), warnings = CAST(:warnings AS jsonb),
  search = :search, stage = :stage,
  stage_since = CASE WHEN stage <> :stage THEN clock_timestamp() ELSE stage_since END
WHERE id = :id
