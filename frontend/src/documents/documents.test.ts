import { beforeEach, expect, test, vi } from 'vitest'
import { http, HttpResponse } from 'msw'
import { IDS, db, fill } from '@@/data.ts'
import { find, key, open, press, sees, text, type } from '@@/open.ts'
import { server } from '@@/setup.ts'
import { guessType, refusal, sizeText } from './files'

const saved = vi.hoisted(() => vi.fn())
vi.mock('@/api/files', () => ({ save: saved }))
const at = `/applications/${IDS.app}/documents`
beforeEach(() => void fill(db.app))

async function give(name: string, within = '[role=dialog]', size = 10) {
  const field = await vi.waitFor(() => {
    const found = document.querySelector<HTMLInputElement>(`${within} input[type=file]`)
    if (!found) throw new Error('No file field')
    return found
  })
  Object.defineProperty(field, 'files', {
    value: [new File(['x'.repeat(size)], name, { type: 'application/pdf' })],
    configurable: true,
  })
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

test('what is on file, by type, with who signed', async () => {
  await open(at)
  await sees('5 documents')
  for (const fact of ['Valuation report', 'Signed by John Doe', 'For John Doe', '8.3 MB'])
    expect(text()).toContain(fact)
})

test('a signed form says who signed and when; its type is guessed from its name', async () => {
  await open(at, 'broker')
  await sees('5 documents')
  key('u')
  await press('Upload', '[role=dialog] button')
  await sees('Choose the file')
  await give('deed_signed.pdf')
  await vi.waitFor(() =>
    expect((document.getElementById('upload-type') as HTMLSelectElement).value).toBe('signed_form'),
  )
  await press('Upload', '[role=dialog] button')
  await sees('Say who signed')
  await type('Signed by', 'John Doe')
  await type('Signed on', '4/3/26')
  await type(/^Concerns/, 'p1')
  await press('Upload', '[role=dialog] button')
  await sees('deed_signed.pdf is on file.')
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

test('a file that is refused stays chosen and says why', async () => {
  await open(at)
  await press('Upload')
  await give('letter.exe')
  await sees('Only PDF, Word and pictures')
  await give('locked.pdf')
  await press('Upload', '[role=dialog] button')
  await sees('This file is protected by a password.')
  expect(text()).toContain('locked.pdf, 10 bytes')
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

test('a letter is made; what is missing for it is said', async () => {
  await open(at)
  await press('Make a letter')
  await press('Payout figure')
  await sees('Payout figure APP-2026-000101.pdf is on file.')
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
  await press('Make a letter')
  await press('Indicative letter')
  await sees('Enter the loan amount first.')
})

test('documents are down: the list stays, with a word', async () => {
  server.use(
    http.get('*/api/documents/', () => HttpResponse.json({ code: 'unavailable' }, { status: 503 })),
  )
  await open(at)
  await sees('The document store does not answer')
  expect(text()).toContain('passport-john-doe.jpg')
})

test('files go along with a new application', async () => {
  await open('/applications/new', 'broker')
  await type('Application type', 'residential')
  await type('Loan amount', '500k')
  await type('Term', '30')
  await type('First name', 'John')
  await type('Last name', 'Doe')
  await give('passport.pdf', '#documents')
  await sees('passport.pdf')
  await vi.waitFor(() => expect(document.getElementById('f-documents-0-type')).toBeTruthy())
  await give('locked.pdf', '#documents')
  await sees('Not uploaded: This file is protected by a password.')
  await press('Remove locked.pdf')
  await press('Lodge application')
  await sees('is lodged.')
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
test('sizes in words, and what cannot be taken', () => {
  expect([sizeText(10), sizeText(2048), sizeText(8.7e6), sizeText(25e6)]).toEqual([
    '10 bytes',
    '2 kB',
    '8.3 MB',
    '24 MB',
  ])
  expect(refusal(new File([], 'a.pdf'))).toMatch('empty')
  expect(refusal({ name: 'a.pdf', size: 30e6 } as File)).toMatch('larger than 25 MB')
})
