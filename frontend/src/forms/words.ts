import { catalogue } from '@/lib/words'

export const t = catalogue({
  problem: 'There is a problem',
  optional: '(optional)',
  cancel: 'Cancel',
  close: 'Close',
  pick: 'Choose in a calendar',
  dateHint: 'dd/mm/yyyy',
  perYear: '% p.a.',
  choose: 'Choose',
  money: 'Enter an amount like 750,000 or 750k',
  date: 'Enter a date like 4/3/2027',
  rate: 'Enter a rate like 9.45',
  whole: 'Enter a whole number, like 12',
  noAnswer:
    'No answer came back, so it is not known whether this went through. Press again when the network is back: it cannot be posted twice.',
  reused:
    'This form was sent before and its first version was taken. Close it and look before you send another.',
})
