/** Front matter in TOML, as Hugo and Zola write it, and in JSON. */
import { parse, TomlError } from 'smol-toml'
import { createPlaces, type PlacedProblem, type Point } from '../places.ts'
import { sizeOfJson } from '../json/size.ts'
import { deepest, longestFront, mostFrontTokens, mostKeys } from '../limits.ts'
import type { Mapping } from '../yaml/yaml.ts'

type Read = { mapping: Mapping; length: number } | { problem: PlacedProblem; length: number }

/** The line that a key of the top begins, as it is most often written. */
const placeOfKey = (text: string, placeOf: (offset: number) => Point, key: string): Point => {
  const quoted = key.replaceAll(/[^\w-]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
  const found = new RegExp(String.raw`^[ \t{,[]*["']?${quoted}["']?[ \t]*[\]=:.]`, 'mu').exec(text)
  return placeOf(found === null ? 0 : found.index + (/^[ \t{,]*/.exec(found[0])?.[0].length ?? 0))
}

const toMapping = (value: Record<string, unknown>, text: string): Mapping => {
  const placeOf = createPlaces(text)
  return {
    value,
    place: ([key]) => (typeof key === 'string' ? placeOfKey(text, placeOf, key) : placeOf(0)),
    written: () => undefined,
    warnings: [],
  }
}

const isLarge = (text: string, signs: RegExp): boolean =>
  text.length > longestFront || (text.match(signs)?.length ?? 0) > mostFrontTokens

const large = (form: string): PlacedProblem => ({
  line: 1,
  column: 1,
  problem: `the front matter has more ${form} than is read`,
  hint: 'write less of it',
})

const toml = /^\+\+\+[ \t]*\n([^]*?)(?:^|\n)\+\+\+[ \t]*(?:\n|$)/

const readToml = (found: RegExpExecArray): Read => {
  const [whole, text = ''] = found
  const { length } = whole
  if (isLarge(text, /[=[\]{},]/g)) return { problem: large('TOML'), length }
  try {
    const value = parse(text, { maxDepth: deepest, integersAsBigInt: 'asNeeded', useLegacyDate: true })
    return { mapping: toMapping(value, whole), length }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.split('\n')
    const words = first.replace(/^Invalid TOML document: /, '')
    const problem = `the front matter is not TOML: ${words}`
    return {
      problem: { line: error.line + 1, column: error.column, problem, hint: 'write key = "value" lines' },
      length,
    }
  }
}

const json = /^(\{[ \t]*(?:\n[^]*?\n\}|"[^\n]*\}))[ \t]*(?:\n|$)/

const readJson = (found: RegExpExecArray): Read => {
  const [whole, text = ''] = found
  const { length } = whole
  const size = sizeOfJson(text, deepest)
  if (text.length > longestFront || size.depth > deepest || size.keys > mostKeys)
    return { problem: large('JSON'), length }
  try {
    return { mapping: toMapping(JSON.parse(text) as Record<string, unknown>, whole), length }
  } catch {
    const problem = 'the front matter is not JSON'
    return {
      problem: {
        line: 1,
        column: 1,
        problem,
        hint: 'a frequent cause is a comma or quote too many or too few',
      },
      length,
    }
  }
}

/** Reads front matter that is not YAML, with its length; undefined where a text begins with none. */
export const readOtherFront = (text: string): Read | undefined => {
  const inToml = text.startsWith('+++') ? toml.exec(text) : null
  if (inToml !== null) return readToml(inToml)
  const inJson = /^\{\s*"/.test(text.slice(0, 200)) ? json.exec(text) : null
  return inJson === null ? undefined : readJson(inJson)
}
