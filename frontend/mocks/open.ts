/** The whole app, in a role, at an address: tests act on it as users do. */
import { PiniaColada } from '@pinia/colada'
import { enableAutoUnmount, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, vi } from 'vitest'
import App from '@/App.vue'
import { router } from '@/router'
import { useSession } from '@/session/store'
import { toasts } from '@/lib/toasts'
import { db } from './data.ts'

enableAutoUnmount(afterEach)
afterEach(() => void toasts.splice(0))

export async function open(path: string, role = 'admin') {
  document.body.innerHTML = ''
  db.role = role
  db.signedIn = role !== 'nobody'
  const pinia = createPinia()
  setActivePinia(pinia)
  await useSession().renew()
  const page = mount(App, {
    attachTo: document.body,
    global: { plugins: [pinia, PiniaColada, router] },
  })
  await router.push('/login').catch(() => undefined)
  await router.push(path)
  return page
}

export const text = () => document.body.textContent ?? ''
export const sees = (what: string | RegExp) =>
  vi.waitFor(() => expect(text()).toMatch(what), { timeout: 15_000, interval: 20 })

const named = (element: Element) =>
  (element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim()
const fits = (element: Element, name: string | RegExp) =>
  typeof name === 'string' ? named(element) === name : name.test(named(element))

export function find(selector: string, name: string | RegExp): Promise<HTMLElement> {
  return vi.waitFor(
    () => {
      const match = [...document.querySelectorAll<HTMLElement>(selector)].find((element) =>
        fits(element, name),
      )
      if (!match) throw new Error(`No ${selector} called ${name}: ${text().slice(0, 400)}`)
      return match
    },
    { timeout: 15_000, interval: 20 },
  )
}
export const press = async (
  name: string | RegExp,
  selector = 'button, a, [role=option], [role=menuitem]',
) => (await find(selector, name)).click()

/** Types into the n-th field of this label. */
export async function type(label: string | RegExp, value: string, nth = 0): Promise<void> {
  const target = await vi.waitFor(
    () => {
      const labels = [...document.querySelectorAll('label')]
      const match = labels.filter((element) => fits(element, label))[nth]
      const field =
        match && (document.getElementById(match.htmlFor) ?? match.querySelector('input'))
      if (!field) throw new Error(`No field ${label}`)
      return field as HTMLInputElement
    },
    { timeout: 15_000, interval: 20 },
  )
  target.value = value
  target.dispatchEvent(new Event('input', { bubbles: true }))
  target.dispatchEvent(new Event('change', { bubbles: true }))
}

export const key = (name: string, more: KeyboardEventInit = {}) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...more }))

/** Chooses a file in the file field inside an element; without one, in the dialog. */
export async function chooseFile(name: string, within = '[role=dialog]', size = 10): Promise<void> {
  const field = await vi.waitFor(() => {
    const input = document.querySelector<HTMLInputElement>(`${within} input[type=file]`)
    if (!input) throw new Error('No file field')
    return input
  })
  const file = new File(['x'.repeat(size)], name, { type: 'application/pdf' })
  Object.defineProperty(field, 'files', { value: [file], configurable: true })
  field.dispatchEvent(new Event('change', { bubbles: true }))
}
