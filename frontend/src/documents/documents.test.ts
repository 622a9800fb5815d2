import { beforeEach, expect, test, vi } from 'vitest'
import { http, HttpResponse } from 'msw'
import { IDS, db, fill } from '@@/data.ts'
import { chooseFile, find, key, open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { fileSize } from '@/lib/au'
import { guessType, refusal } from './files'

const saved = vi.hoisted(() => vi.fn())
vi.mock('@/api/files', () => ({ save: saved }))
const at = `/applications/${IDS.app}/documents`
beforeEach(() => void fill(db.app))

test('documents by type, with who signed them', async () => {
  await open(at)
  await sees('5 documents')
  for (const fact of ['Valuation report', 'Signed by John Doe', 'Relates to John Doe', '8.3 MB'])
    expect(text()).toContain(fact)
})

test('a signed form says who signed and when; its type is guessed from its name', async () => {
  await open(at, 'broker')
  await sees('5 documents')
  key('u')
  await press('Upload', '[role=dialog] button')
  await sees('Choose a file')
  await chooseFile('deed_signed.pdf')
  await vi.waitFor(() =>
    expect((document.getElementById('upload-type') as HTMLSelectElement).value).toBe('signed_form'),
  )
  await press('Upload', '[role=dialog] button')
  await sees('Enter who signed')
  await type('Signed by', 'John Doe')
  await type('Date signed', '4/3/26')
  await type('Relates to', 'p1')
  await press('Upload', '[role=dialog] button')
  await sees('deed_signed.pdf uploaded')
  expect(db.posted[0]!.body).toMatchObject({
    type: 'signed_form',
    signed_by: 'John Doe',
    signature_date: '2026-03-04',
    party_id: 'p1',
    application_id: IDS.app,
    name: 'deed_signed.pdf',
  })
  await sees('6 documents')
})

test('a refused file stays chosen, with the reason', async () => {
  await open(at)
  await press('Upload')
  await chooseFile('letter.exe')
  await sees('Choose a PDF, Word or image file')
  await chooseFile('locked.pdf')
  await press('Upload', '[role=dialog] button')
  await sees('This file is protected by a password.')
  expect(text()).toContain('locked.pdf, 1 kB')
})

test('versions, and a new one', async () => {
  await open(at)
  await press('v1, versions of passport-john-doe.jpg')
  await sees('Download')
  await press('Close')
  await press('Download passport-john-doe.jpg')
  await vi.waitFor(() =>
    expect(saved).toHaveBeenCalledWith(expect.any(Blob), 'passport-john-doe.jpg'),
  )
})

test('a document is generated; what is missing for it is shown', async () => {
  await open(at)
  await press('Generate document')
  await press('Payout figure')
  await sees('Payout figure APP-2026-000101.pdf saved')
  server.use(
    http.post('*/api/documents/generate/', () =>
      HttpResponse.json(
        {
          code: 'not_ready',
          missing: [{ code: 'amount', detail: 'Enter the loan amount first.' }],
        },
        { status: 409 },
      ),
    ),
  )
  await press('Generate document')
  await press('Indicative letter')
  await sees('Enter the loan amount first.')
})

test('documents are unavailable: the list stays, with a notice', async () => {
  server.use(
    http.get('*/api/documents/', () => HttpResponse.json({ code: 'unavailable' }, { status: 503 })),
  )
  await open(at)
  await sees('Documents are temporarily unavailable')
  expect(text()).toContain('passport-john-doe.jpg')
})

test('files go along with a new application', async () => {
  await open('/applications/new', 'broker')
  await type('Application type', 'residential')
  await type('Loan amount', '500k')
  await type('Loan term', '30')
  await type('First name', 'John')
  await type('Last name', 'Doe')
  await chooseFile('passport.pdf', '#documents')
  await sees('passport.pdf')
  await vi.waitFor(() => expect(document.getElementById('f-documents-0-type')).toBeTruthy())
  await chooseFile('locked.pdf', '#documents')
  await sees('Not uploaded. This file is protected by a password.')
  await press('Remove locked.pdf')
  await press('Lodge application')
  await sees(/Application APP-\S+ lodged/)
  expect(db.lodged[0]!.body.documents).toEqual([
    { upload_id: expect.any(String), type: 'identification' },
  ])
  expect(await find('h1', /./)).toBeTruthy()
})

test.each([
  ['Passport_John.jpg', 'identification'],
  ['Valuation-Report.pdf', 'valuation_report'],
  ['loan agreement.docx', 'loan_documents'],
  ['x.pdf', 'other'],
  ['tax invoice.pdf', 'invoice'],
])('%s is probably %s', (name, kind) => expect(guessType(name)).toBe(kind))
test('file sizes, and files that are refused', () => {
  expect([fileSize(10), fileSize(2048), fileSize(8.7e6), fileSize(25e6)]).toEqual([
    '1 kB',
    '2 kB',
    '8.3 MB',
    '24 MB',
  ])
  expect(refusal(new File([], 'a.pdf'))).toMatch('empty')
  expect(refusal({ name: 'a.pdf', size: 30e6 } as File)).toMatch('larger than 25 MB')
})
