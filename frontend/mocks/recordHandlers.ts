/** Records of the checklist, parties, reports and preferences over the invented data. */
import { http, HttpResponse } from 'msw'
import { me, posts, stamp } from './answers.ts'
import { db } from './data.ts'
import { preferences, reports } from './views.ts'

const RECORDS: Record<string, keyof typeof db.app> = {
  consents: 'consents',
  valuations: 'valuations',
  requirements: 'requirements',
  decisions: 'decisions',
  'legal-advice': 'legal_advice',
  conditions: 'conditions',
}

export const recordHandlers = [
  ...Object.entries(RECORDS).flatMap(([path, field]) => [
    posts(`applications/:id/${path}/`, (body) => {
      const list = db.app[field] as unknown as object[]
      list.push({
        id: `${path}-${list.length}`,
        party_id: null,
        met: false,
        resolved: false,
        terms: { loan_amount: db.app.loan_amount },
        ...body,
        ...stamp(),
      })
      if (db.waits)
        db.waits.missing = db.waits.missing.filter(({ code }) => !code.includes(path.slice(0, 6)))
      return list.at(-1)
    }),
    http.patch(`*/api/applications/:id/${path}/:record/`, async ({ params, request }) => {
      const record = (db.app[field] as unknown as { id: string }[]).find(
        ({ id }) => id === params.record,
      )!
      const by = { id: me().id, name: me().name, role: me().role }
      return HttpResponse.json(
        Object.assign(record, await request.json(), {
          met_by: by,
          met_at: new Date().toISOString(),
          resolved_by: by,
          resolved_at: new Date().toISOString(),
        }),
      )
    }),
  ]),
  http.patch('*/api/parties/:kind/:id/', async ({ params, request }) => {
    const party = [...db.app.borrowers, ...db.app.companies, ...db.app.guarantors].find(
      ({ id }) => id === params.id,
    )!
    return HttpResponse.json(Object.assign(party, await request.json()))
  }),
  http.get('*/api/reports/:key/', ({ params, request }) => {
    if (new URL(request.url).searchParams.get('format') === 'csv')
      return new HttpResponse('a,b\n1,2\n', { headers: { 'Content-Type': 'text/csv' } })
    return HttpResponse.json(reports(String(params.key), new URL(request.url).searchParams))
  }),
  http.get('*/api/notifications/preferences/', () =>
    HttpResponse.json((db.preferences ??= preferences())),
  ),
  http.put('*/api/notifications/preferences/', async ({ request }) => {
    db.preferences = Object.assign(db.preferences ?? preferences(), await request.json())
    return HttpResponse.json(db.preferences)
  }),
]
