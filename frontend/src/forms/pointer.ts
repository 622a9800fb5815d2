/** JSON pointers name every field: in the model, in our own checks and in the server's answer. */

const stepsOf = (pointer: string) => pointer.split('/').slice(1)
const follow = (model: unknown, steps: string[]) =>
  steps.reduce<unknown>(
    (holder, step) => (holder as Record<string, unknown> | null | undefined)?.[step],
    model,
  )

export const read = (model: unknown, pointer: string): unknown => follow(model, stepsOf(pointer))

/** Does nothing where the holder is missing: a removed row must not come back. */
export function write(model: unknown, pointer: string, value: unknown): void {
  const steps = stepsOf(pointer)
  const last = steps.pop() ?? ''
  const holder = follow(model, steps)
  if (holder) (holder as Record<string, unknown>)[last] = value
}

/** Like `write`, and makes the objects on the way. */
export function put(model: Record<string, unknown>, pointer: string, value: unknown): void {
  const steps = stepsOf(pointer)
  const last = steps.pop() ?? ''
  let holder = model
  for (const step of steps) holder = (holder[step] ??= {}) as Record<string, unknown>
  holder[last] = value
}

export const fieldId = (prefix: string, pointer: string) => prefix + pointer.replaceAll('/', '-')
