/** What was assumed of the files of a folder, told once and not for each file. */
import { type Fault, faultOf } from '../sources/fault.ts'
import type { Assumed } from '../sources/source.ts'
import { settingsFile } from './scan.ts'

/** How many files each value was assumed for, the most frequent first. */
const formatValues = (counts: ReadonlyMap<string, number>): string => {
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one)
  const shown = sorted.slice(0, 5).map(([value, count]) => `${JSON.stringify(value)} for ${count}`)
  return [...shown, ...(sorted.length > 5 ? ['others'] : [])].join(', ')
}

const sayAssumed = (key: Assumed['key'], counts: ReadonlyMap<string, number>): Fault => {
  const files = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const named = `${files} ${files === 1 ? 'file names' : 'files name'}`
  const how = key === 'outlet' ? 'taken' : 'guessed from the text'
  return faultOf('.', {
    problem: `${named} no ${key}: ${formatValues(counts)} is ${how}`,
    hint: `write "defaults: { ${key}: … }" in ${settingsFile}, or start with --${key}`,
  })
}

/** Counts what is assumed, and tells each key in one warning, the first time that it was. */
export const createAssumptions = () => {
  const counts = new Map<Assumed['key'], Map<string, number>>()
  const told = new Set<Assumed['key']>()
  return {
    add(assumed: readonly Assumed[]): void {
      for (const { key, value } of assumed) {
        const values = counts.get(key) ?? new Map<string, number>()
        counts.set(key, values.set(value, (values.get(value) ?? 0) + 1))
      }
    },
    tell(): Fault[] {
      const fresh = [...counts].filter(([key]) => !told.has(key))
      for (const [key] of fresh) told.add(key)
      return fresh.map(([key, values]) => sayAssumed(key, values))
    },
  }
}
