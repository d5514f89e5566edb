import anyAscii from 'any-ascii'
import { longestLine, longestMadeId } from './limits.ts'

/** An ASCII slug of any text: «زيارة سرية» is `zyrh-sryh`. Empty where no letter has an ASCII spelling. */
export const slug = (text: string): string => {
  const ascii = anyAscii(text.slice(0, longestLine).normalize('NFC')).toLowerCase()
  const hyphenated = ascii.replaceAll(/['’`]/g, '').replaceAll(/[^a-z0-9]+/g, '-')
  const cut = hyphenated.replace(/^-/, '').slice(0, longestMadeId)
  return cut.replace(/-$/, '')
}

/**
 * Makes unique names: `wanted`, or `wanted-2`, `wanted-3`, … where it is taken. The last number of each is kept, so that
 * a thousand equal headings do not each count from 2.
 */
export const createUnique = (given: Iterable<string>) => {
  const taken = new Set(given)
  const counts = new Map<string, number>()
  return (wanted: string): string => {
    let id = wanted
    let count = counts.get(wanted) ?? 1
    while (taken.has(id)) {
      count += 1
      id = `${wanted}-${count}`
    }
    counts.set(wanted, count)
    taken.add(id)
    return id
  }
}
