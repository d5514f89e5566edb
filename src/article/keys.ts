import { z } from 'zod'
import { longestCitedKey, mostCitedKeys, mostExplainedKeys } from './limits.ts'
import { nearest } from './nearest.ts'
import { factNamed } from './synonyms.ts'
import { say } from './text.ts'

const cite = (key: string): string =>
  JSON.stringify(key.length > longestCitedKey ? `${key.slice(0, longestCitedKey)}…` : key)

const nearestKey = (key: string, known: readonly string[]): string | undefined => {
  const other = factNamed.get(key)
  return other !== undefined && known.includes(other) ? other : nearest(key, known)
}

const sayUnknown = (cited: string, key: string, known: readonly string[]): string => {
  const near = nearestKey(key, known)
  const question = near === undefined ? '' : `did you mean "${near}"? `
  return say(`unknown key ${cited}`, `${question}the keys here are ${known.join(', ')}`)
}

/** A message of two lines for each key, as `say` makes it, or for all of very many; sources/fault.ts splits them. */
const sayUnknownKeys = (keys: readonly string[], known: readonly string[]): string => {
  if (keys.length <= mostExplainedKeys) return keys.map((key) => sayUnknown(cite(key), key, known)).join('\n')
  const cited = keys.slice(0, mostCitedKeys).map(cite).join(', ')
  return sayUnknown(`${cited} and ${keys.length - mostCitedKeys} more`, keys[0] ?? '', known)
}

/** An object in which each unknown key is an error that names it, the known ones and the nearest. */
export const strict = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? sayUnknownKeys(issue.keys, Object.keys(shape)) : undefined,
  })
