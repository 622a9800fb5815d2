-- Applications whose terms do not say what their newest signed form says, each with the terms to write.
SELECT a.id, t.signed
FROM application a
LEFT JOIN LATERAL (
  SELECT c.body FROM copies c
  WHERE c.kind = 'document' AND c.body->>'application_id' = a.id::text AND NOT c.deleted
    AND c.body->>'type' = 'signed_form'
  ORDER BY c.body->>'created_at' DESC, c.id DESC LIMIT 1) f ON true
CROSS JOIN LATERAL (
  SELECT jsonb_build_object('uploaded_pdf_path', f.body->'path')
    || CASE WHEN f.body->>'signed_by' IS NULL THEN '{}' ELSE jsonb_build_object('signed_by', f.body->'signed_by') END
    || CASE WHEN f.body->>'signature_date' IS NULL THEN '{}'
         ELSE jsonb_build_object('signature_date', f.body->'signature_date') END AS signed) t
WHERE a.id = ANY(CAST(:ids AS uuid[])) AND a.stage <> 'draft'
  AND (f.body IS NOT NULL OR a.terms ? 'uploaded_pdf_path') AND NOT a.terms @> t.signed
ORDER BY a.id
FOR UPDATE OF a
