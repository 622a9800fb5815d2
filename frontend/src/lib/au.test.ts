import { describe, expect, it, test } from 'vitest'
import * as au from './au'

test.each([
  ['750k', '750000.00'],
  ['1.2m', '1200000.00'],
  ['1.25M', '1250000.00'],
  ['$750,000.00', '750000.00'],
  ['AUD 12', '12.00'],
  ['12.5', '12.50'],
  ['.5', '0.50'],
  ['0', '0.00'],
  ['1 000', '1000.00'],
  ['1.2345k', '1234.50'],
  ['007', '7.00'],
  ['1.005', null],
  ['', null],
  ['abc', null],
  ['-5', null],
  ['.', null],
  ['1.2.3', null],
  ['99999999999999', null],
])('parseMoney(%s) is %s', (typed, expected) => expect(au.parseMoney(typed)).toBe(expected))

test.each([
  ['4/3/26', '2026-03-04'],
  ['04-03-2026', '2026-03-04'],
  ['4 mar 2026', '2026-03-04'],
  ['04/03/2026', '2026-03-04'],
  ['1 January 1980', '1980-01-01'],
  ['1/1/80', '1980-01-01'],
  ['29/2/2024', '2024-02-29'],
  ['2026-03-04', '2026-03-04'],
  ['29/2/2026', null],
  ['31/4/2026', null],
  ['1/13/2026', null],
  ['4 xyz 2026', null],
  ['', null],
  ['1/1/1800', null],
])('parseDate(%s) is %s: the day comes first', (typed, expected) =>
  expect(au.parseDate(typed)).toBe(expected),
)

test.each([
  ['51 824 753 556', true],
  ['53004085616', true],
  ['51 824 753 557', false],
  ['00000000000', false],
  ['123', false],
])('ABN %s is %s', (text, good) => expect(au.abnOk(text)).toBe(good))

test.each([
  ['004 085 616', true],
  ['004085617', false],
  ['000000000', false],
  ['', false],
])('ACN %s is %s', (text, good) => expect(au.acnOk(text)).toBe(good))

describe('as people read it', () => {
  test.each([
    [au.money('1234567.5'), '$1,234,567.50'],
    [au.money('-250.00'), '-$250.00'],
    [au.money(null), '–'],
    [au.dollars('750000.00'), '$750,000'],
    [au.dollars('750000.50'), '$750,000.50'],
    [au.rate('9.4500'), '9.45% p.a.'],
    [au.rate('10'), '10.00% p.a.'],
    [au.rate('5.5'), '5.50% p.a.'],
    [au.rate('9.125'), '9.125% p.a.'],
    [au.rate(undefined), '–'],
    [au.lvr('65'), '65.0%'],
    [au.lvr(64.96), '65.0%'],
    [au.lvr(null), '–'],
    [au.date('2026-01-15'), '15/01/2026'],
    [au.date(null), '–'],
    [au.longDate('2026-01-05'), '5 January 2026'],
    [au.longDate(''), '–'],
    [au.abn('51824753556'), '51 824 753 556'],
    [au.acn('004085616'), '004 085 616'],
    [au.abn(null), '–'],
    [au.acn('12'), '12'],
    [au.parseBsb('062 000'), '062-000'],
    [au.parseBsb('06200'), null],
    [au.accountOk('0012 3456'), true],
    [au.accountOk('12'), false],
    [au.phone('+61412345678'), '0412 345 678'],
    [au.phone('0391234567'), '(03) 9123 4567'],
    [au.phone('1300123456'), '1300 123 456'],
    [au.phone('1234567890'), '1234567890'],
    [au.phone(null), '–'],
    [au.termText(30), '2 years 6 months'],
    [au.termText(12), '1 year'],
    [au.termText(1), '1 month'],
    [au.termText(0), ''],
    [au.duration(200_000), '2 days'],
    [au.duration(3600), '1 hour'],
    [au.duration(5), 'under a minute'],
    [au.duration(null), '–'],
    [au.loanToValue('650000.00', '1000000.00'), '65.0'],
    [au.loanToValue('1.00', null), null],
    [au.loanToValue('2.00', '3.00'), '66.7'],
    [au.fromCents(au.toCents('12.5') + au.toCents('0.05')), '12.55'],
    [au.parseRate('9.45 % p.a.'), '9.45'],
    [au.parseRate('x'), null],
    [
      au.oneLine({ street: '12 Smith St', city: 'Richmond', state: 'VIC', postal_code: '3121' }),
      '12 Smith St, RICHMOND VIC 3121',
    ],
    [
      au.oneLine({ street: '14 Rue des Fleurs', city: 'Nouméa', country: 'New Caledonia' }),
      '14 Rue des Fleurs, Nouméa, New Caledonia',
    ],
    [au.oneLine(null), '–'],
    [au.oneLine({}), '–'],
    [au.postcodeFits('NT', '0800'), true],
    [au.postcodeFits('VIC', '2000'), false],
    [au.postcodeFits('', '1'), true],
    [au.accounting('-250.00'), '($250.00)'],
    [au.accounting('0'), '$0.00'],
    [au.accounting(null), '–'],
    [au.short(1_200_000), '$1.2M'],
    [au.short(750_000), '$750k'],
    [au.short(-90), '-$90'],
    [au.sum(['0.10', '0.20', null]), '0.30'],
    [au.fromCents(-5n), '-0.05'],
    [au.isZero('0.00'), true],
    [au.addDays('2028-02-28', 2), '2028-03-01'],
    [au.addDays('2026-04-05', -1), '2026-04-04'],
    [au.daysBetween('2026-10-03', '2026-10-05'), 2],
    [au.inDays('2026-03-07', '2026-03-04'), 'in 3 days'],
    [au.inDays('2026-03-04', '2026-03-04'), 'today'],
    [au.inDays('2026-02-20', '2026-03-04'), '12 days ago'],
    [au.inDays(null), ''],
    [au.financialYear('2026-06-30').join(), '2025-07-01,2026-06-30'],
    [au.financialYear('2026-07-01').join(), '2026-07-01,2027-06-30'],
    [au.financialYear('2026-07-01', 1).join(), '2025-07-01,2026-06-30'],
    [au.monthOf('2028-02-10').join(), '2028-02-01,2028-02-29'],
    [au.monthName('2026-03'), 'Mar 2026'],
    [au.today(new Date('2026-03-03T13:30:00Z')), '2026-03-04'],
  ])('%s', (got, expected) => expect(got).toBe(expected))
})

describe('instants', () => {
  test.each([
    ['2026-04-04T15:59:00Z', 'Australia/Sydney', '05/04/2026, 2:59 am AEDT'],
    ['2026-04-04T16:01:00Z', 'Australia/Sydney', '05/04/2026, 2:01 am AEST'],
    ['2026-10-03T16:01:00Z', 'Australia/Sydney', '04/10/2026, 3:01 am AEDT'],
    ['2026-01-15T00:00:00Z', 'Australia/Perth', '15/01/2026, 8:00 am AWST'],
  ])('%s in %s', (instant, timeZone, text) =>
    expect(au.dateTime(instant, { timeZone }).replace(/\u202f/g, ' ')).toBe(text),
  )

  const now = Date.parse('2026-03-10T00:00:00Z')
  test.each([
    ['2026-03-10T00:00:10Z', 'just now'],
    ['2026-03-09T23:48:00Z', '12 minutes ago'],
    ['2026-03-09T21:00:00Z', '3 hours ago'],
    ['2026-03-08T23:00:00Z', 'yesterday'],
    ['2026-02-01T00:00:00Z', '01/02/2026'],
    [null, '–'],
  ])('%s is %s', (instant, text) => expect(au.ago(instant, now)).toBe(text))

  it('gives the day and the time of an instant', () => {
    expect(au.day('2026-01-14T23:00:00Z', { timeZone: 'Australia/Sydney' })).toBe('15/01/2026')
    expect(au.time('nonsense')).toBe('–')
  })
})
