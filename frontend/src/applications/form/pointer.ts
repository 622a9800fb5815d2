/** JSON pointers name every field: in the model, in our own checks, and in the server's answer. */

export const steps = (pointer: string) => pointer.split('/').slice(1)
export const fieldId = (pointer: string) => `f${pointer.replaceAll('/', '-')}`

export function read(model: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    model,
  )
}

export function write(model: unknown, pointer: string, value: unknown): void {
  const path = steps(pointer)
  const last = path.pop() ?? ''
  const holder = path.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    model,
  )
  if (holder) (holder as Record<string, unknown>)[last] = value
}
