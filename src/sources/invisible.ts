import type { Fault } from './fault.ts'
import { mostInvisible } from './limits.ts'
import { createPlaces } from './places.ts'

/** Invisible characters that change how a text reads: bidi controls (UAX #9), zero-width and soft ones, tags. */
const invisible =
  /[\u00AD\u180E\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFFF9-\uFFFC]|(?!^)\uFEFF|[\u{E0000}-\u{E007F}]|\\u(?:00ad|180e|200b|202[a-e]|206[0-9a-f]|feff|fff[9a-c])/giu

const names: Record<string, string> = {
  '200B': 'a zero-width space',
  '202D': 'a left-to-right override',
  '202E': 'a right-to-left override',
  '00AD': 'a soft hyphen',
  FEFF: 'a byte order mark in the midst',
}

const codeOf = (found: string): string =>
  found.startsWith('\\u')
    ? found.slice(2).toUpperCase()
    : (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')

/** A warning for each invisible character in a file's text, at its line and column. */
export const findInvisible = (text: string, file: string): Fault[] => {
  const warnings: Fault[] = []
  const placeOf = createPlaces(text)
  for (const { 0: found, index } of text.matchAll(invisible)) {
    const code = codeOf(found)
    warnings.push({
      file,
      ...placeOf(index),
      path: '',
      problem: `holds ${names[code] ?? 'an invisible character'} (U+${code})`,
      hint: 'remove it, if it was not meant',
    })
    if (warnings.length === mostInvisible) break
  }
  return warnings
}
