/** Documents over the invented data: uploads, versions, generated letters. */
import { http, HttpResponse, type HttpResponseResolver } from 'msw'
import { humanise } from '../src/lib/words.ts'
import { page, posts, problem, stamp } from './answers.ts'
import { db } from './data.ts'

const upload: HttpResponseResolver = async ({ request }) => {
  const form = await request.formData()
  const file = form.get('file') as File
  const text = (name: string) => (form.get(name) as string | null) ?? null
  db.posted.push({
    path: new URL(request.url).pathname,
    body: Object.fromEntries(
      [...form].filter(([name]) => name !== 'file').concat([['name', file?.name ?? '']]),
    ),
    key: request.headers.get('Idempotency-Key'),
  })
  if (file?.name.startsWith('locked'))
    return problem(422, 'password_protected', {
      detail: 'This file is protected by a password. Save a copy without it.',
    })
  const document = {
    ...db.app.documents[0]!,
    id: `d-${db.posted.length}`,
    number: 1,
    type: text('type') as 'other',
    name: file?.name ?? 'file.pdf',
    content_type: 'application/pdf',
    size: file?.size ?? 1,
    signed_by: text('signed_by'),
    signature_date: text('signature_date'),
    party_id: text('party_id'),
    fee_id: text('fee_id'),
    repayment_id: text('repayment_id'),
    ...stamp(),
  }
  if (!text('application_id'))
    return HttpResponse.json(
      { ...document, application_id: null, upload_id: document.id },
      { status: 201 },
    )
  db.app.documents.push(document)
  return HttpResponse.json(document, { status: 201 })
}

export const documentHandlers = [
  http.get('*/api/documents/', () => page(db.app.documents)),
  http.post('*/api/documents/', upload),
  posts('documents/generate/', (body) => {
    db.app.documents.push({
      ...db.app.documents[0]!,
      id: 'd-letter',
      type: 'other',
      name: `${humanise(String(body.template))} ${db.app.reference_number}.pdf`,
      ...stamp(),
    })
    return db.app.documents.at(-1)
  }),
  http.get('*/api/documents/:id/versions/', ({ params }) =>
    page(
      [2, 1].map((number) => ({
        ...db.app.documents.find(({ id }) => id === params.id)!,
        number,
      })),
    ),
  ),
  http.post('*/api/documents/:id/versions/', ({ params }) =>
    HttpResponse.json(
      Object.assign(
        db.app.documents.find(({ id }) => id === params.id)!,
        { number: 2 },
      ),
      { status: 201 },
    ),
  ),
  http.get(
    '*/api/documents/:id/content/',
    () => new HttpResponse('%PDF-1.4', { headers: { 'Content-Type': 'application/pdf' } }),
  ),
]
