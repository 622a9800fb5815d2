-- Journals with their postings, and the new head of the application's hash chain, in one statement.
WITH entries AS (
  INSERT INTO journal_entry (id, kind, application_id, loan_id, fee_id, instalment_id, payment_id, effective_on,
    booked_on, command_id, command_line, actor_id, reverses_id, reason, prev_hash, hash, created_at)
  SELECT (r->>'id')::uuid, r->>'kind', :application, (r->>'loan_id')::uuid, (r->>'fee_id')::uuid,
    (r->>'instalment_id')::uuid, (r->>'payment_id')::uuid, (r->>'effective_on')::date, (r->>'booked_on')::date,
    :command, (r->>'line')::smallint, :actor, (r->>'reverses_id')::uuid, r->>'reason',
    decode(r->>'prev_hash', 'hex'), decode(r->>'hash', 'hex'), (r->>'booked_at')::timestamptz
  FROM jsonb_array_elements(CAST(:entries AS jsonb)) WITH ORDINALITY AS t (r, n) ORDER BY n
), head AS (UPDATE book SET head = :head WHERE application_id = :application)
INSERT INTO posting (entry_id, line, account_id, currency, amount_cents)
SELECT (r->>'entry')::uuid, (r->>'line')::smallint, (r->>'account')::uuid, 'AUD', (r->>'cents')::bigint
FROM jsonb_array_elements(CAST(:postings AS jsonb)) AS r
