INSERT INTO application (
  id, version, reference_number, stage, author, author_id, broker_id, bd_id, branch_id,
  application_type, loan_amount, lvr, terms, draft, warnings, search)
VALUES (
  :id, 1, :reference_number, :stage, CAST(:author AS jsonb), :author_id, :broker_id, :bd_id, :branch_id,
  :application_type, :loan_amount, :lvr, CAST(:terms AS jsonb), CAST(:draft AS jsonb), CAST(:warnings AS jsonb), :search)
