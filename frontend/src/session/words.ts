import { catalogue } from '@/lib/words'

export const t = catalogue({
  product: 'Lend',
  signIn: 'Sign in',
  email: 'Email address',
  password: 'Password',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  problem: 'There is a problem',
  enterEmail: 'Enter your email address',
  enterPassword: 'Enter your password',
  wrong: 'The email address or the password is wrong. Check both and try again.',
  locked: 'Too many tries. Try again in {n} minutes.',
  locked_one: 'Too many tries. Try again in one minute.',
  mfa: 'This account needs a second factor, which this page cannot take yet. Ask your administrator.',
  ended: 'Your session ended. Sign in to go on where you were; what you typed is kept.',
  about: 'Applications, settlement and loans, from the first call to the last repayment.',
  error: 'Error: ',
})
