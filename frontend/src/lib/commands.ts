/** What the command palette offers right now: each screen adds its own while it is shown. */
import { onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'

export interface Command {
  id: string
  label: string
  group: string
  keys?: string
  run: () => void
}

const sources = shallowReactive(new Set<MaybeRefOrGetter<Command[]>>())

export function useCommands(commands: MaybeRefOrGetter<Command[]>): void {
  sources.add(commands)
  onScopeDispose(() => sources.delete(commands))
}

export const commands = (): Command[] => [...sources].flatMap((source) => toValue(source))
