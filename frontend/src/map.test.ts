/** The map of the sources: arrows between folders point downward only, and no file grows past one noun. */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = `${process.cwd()}/src`
const MOST_LINES = 250
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(ts|vue)$/.test(name) && !name.includes('generated') && !name.endsWith('.test.ts'),
)
const textOf = (name: string) => readFileSync(join(ROOT, name), 'utf8')

/** The folders that a folder imports from; the entry files above all folders are no part of the map. */
function arrows(): Map<string, Set<string>> {
  const map = new Map<string, Set<string>>()
  for (const name of files) {
    const from = dirname(name)
    if (from === '.') continue
    const targets = map.get(from) ?? new Set<string>()
    map.set(from, targets)
    for (const [, path = ''] of textOf(name).matchAll(/from '((?:@|\.)\/[^']+)'/g)) {
      const file = path.startsWith('@/') ? path.slice(2) : relative('', join(from, path))
      const to = dirname(file)
      if (to !== from && to !== '.') targets.add(to)
    }
  }
  return map
}

function circles(map: Map<string, Set<string>>): string[] {
  const loops: string[] = []
  const done = new Set<string>()
  const walk = (folder: string, path: string[]) => {
    if (path.includes(folder)) return void loops.push([...path, folder].join(' → '))
    if (done.has(folder)) return
    for (const next of map.get(folder) ?? []) walk(next, [...path, folder])
    done.add(folder)
  }
  for (const folder of map.keys()) walk(folder, [])
  return loops
}

test('no circle between folders', () => expect(circles(arrows())).toEqual([]))

test('no folder imports from a folder that contains it, except the base of its feature', () => {
  const up = [...arrows()].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => to.includes('/') && from.startsWith(`${to}/`))
      .map((to) => `${from} → ${to}`),
  )
  expect(up).toEqual([])
})

test(`no file over ${MOST_LINES} lines`, () =>
  expect(files.filter((name) => textOf(name).split('\n').length > MOST_LINES + 1)).toEqual([]))
