-- The journals of an application, of one loan or fee of it if named, that are neither reversed nor a reversal.
SELECT e.id, e.kind, e.effective_on, e.loan_id, e.fee_id, e.payment_id, e.instalment_id, i.number,
  (SELECT jsonb_agg(jsonb_build_array(a.code, p.amount_cents) ORDER BY p.line)
   FROM posting p JOIN ledger_account a ON a.id = p.account_id WHERE p.entry_id = e.id) AS postings
FROM journal_entry e LEFT JOIN instalment i ON i.id = e.instalment_id
WHERE e.application_id = :application
  AND (CAST(:loan AS uuid) IS NULL OR e.loan_id = :loan) AND (CAST(:fee AS uuid) IS NULL OR e.fee_id = :fee)
  AND e.kind <> 'reversal' AND NOT EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses_id = e.id)
ORDER BY e.seq
