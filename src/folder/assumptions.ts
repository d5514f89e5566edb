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

const countsOf = (values: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** Counts what is assumed, and tells each key in one warning, the first time that it was. */
export const createAssumptions = () => {
  /** The values by the files that they were assumed for. */
  const all = new Map<Assumed['key'], Map<string, string>>()
  const told = new Set<Assumed['key']>()
  return {
    add(file: string, assumed: readonly Assumed[]): void {
      for (const { key, value } of assumed)
        all.set(key, (all.get(key) ?? new Map<string, string>()).set(file, value))
    },
    tell(): Fault[] {
      const fresh = [...all].filter(([key]) => !told.has(key))
      all.clear()
      for (const [key] of fresh) told.add(key)
      return fresh.map(([key, values]) => sayAssumed(key, countsOf(values.values())))
    },
  }
}
