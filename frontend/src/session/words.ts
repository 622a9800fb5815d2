import { catalogue } from '@/lib/words'

export const t = catalogue({
  product: 'Lend',
  about: 'Applications, settlement and loans, from the first call to the last repayment.',
  signIn: 'Sign in',
  email: 'Email address',
  needEmail: 'Enter your email address',
  password: 'Password',
  needPassword: 'Enter your password',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  error: 'Error: ',
  wrong: 'Your email address or password is incorrect',
  locked: 'Too many attempts. Try again in {n:minute}.',
  ended: 'Your session ended. Sign in to continue where you left off.',
})
