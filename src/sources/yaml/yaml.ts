import {
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
  type YAMLWarning,
} from 'yaml'
import type { Fault } from '../fault.ts'
import { deepest, longestFront, mostFrontTokens } from '../limits.ts'
import type { PlacedProblem, Point } from '../places.ts'
import { cutValues } from './cut-values.ts'
import { explainYaml, findCause } from './words.ts'

/** A mapping in YAML: its value and the places of its parts, from the first line of the YAML on. */
export type Mapping = {
  value: Record<string, unknown>
  place: (path: readonly PropertyKey[]) => Point
  /** A value as it is written; undefined where there is none. */
  written: (path: readonly PropertyKey[]) => string | undefined
  /** Of what is valid and clearly not meant. */
  warnings: Omit<Fault, 'file'>[]
}

const tooDeep = `is nested more than ${deepest} deep`

/** Where YAML is too large or too deep to read: its words and signs, or the nesting by brackets or on one line. */
const tooMuch = (yaml: string): { offset: number; isLarge: boolean } | undefined => {
  let [offset, depth, indicators, count] = [0, 0, 0, 0]
  for (const token of new Lexer().lex(yaml)) {
    count += 1
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    else if (token === '-' || token === '?' || token === ':') indicators += 1
    else if (token === '\n') indicators = 0
    if (depth > deepest || indicators > 4 * deepest) return { offset, isLarge: false }
    if (count > mostFrontTokens) return { offset, isLarge: true }
    if (!/^[\u0001-\u0008\u0018-\u001f\uFEFF]$/.test(token)) offset += token.length
  }
  return undefined
}

const offsetIn = (node: unknown, path: readonly PropertyKey[]): number | undefined => {
  const [key, ...rest] = path
  const own = (node as Node | null)?.range?.[0]
  if (key === undefined) return own
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
    const written = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
    return rest.length === 0 ? (written ?? own) : (offsetIn(pair?.value, rest) ?? written ?? own)
  }
  return isSeq(node) && typeof key === 'number' ? (offsetIn(node.items[key], rest) ?? own) : own
}

/** Where the lines of the front matter begin, which is also asked before it is parsed. */
const linesOf = (yaml: string): LineCounter => {
  const lines = new LineCounter()
  for (let at = 0; at >= 0; at = yaml.indexOf('\n', at) + 1 || -1) lines.addNewLine(at)
  return lines
}

/** The errors of a text in words for an author: one error often brings others about, so the first alone is a problem. */
const explainErrors = (yaml: string, errors: readonly (YAMLParseError | YAMLWarning)[]) => {
  const doubled = errors.filter(({ code }) => code === 'DUPLICATE_KEY')
  const cause = doubled.length === 0 ? findCause(yaml) : undefined
  if (cause !== undefined) return [cause]
  return (doubled.length > 0 ? doubled : errors.slice(0, 1)).map((error) => ({
    offset: error.pos[0],
    ...explainYaml(yaml, error.pos[0], error),
  }))
}

/** How YAML is called in messages, and on which line of its file it begins. */
type Origin = { name: string; firstLine: number }

/** Reads YAML 1.2 of bounded size and depth whose root has keys. An alias is a problem: a few can stand for a whole library. */
export const readYaml = (
  yaml: string,
  { name, firstLine }: Origin,
): Mapping | { problems: PlacedProblem[] } => {
  const lines = linesOf(yaml)
  const at = (offset: number): Point => {
    const { line, col } = lines.linePos(offset)
    return { line: line - 1 + firstLine, column: col }
  }
  const refuseAt = (offset: number, problem: string, hint: string) => ({
    problems: [{ ...at(offset), problem, hint }],
  })
  const explain = ({ offset, hint, ...words }: ReturnType<typeof explainErrors>[number]): PlacedProblem => ({
    ...at(offset),
    problem: 'problem' in words ? words.problem : `${name} is not YAML: ${words.notYaml}`,
    hint,
  })
  if (yaml.length > longestFront) {
    return refuseAt(0, `${name} has more than ${longestFront} characters`, 'write less of it')
  }
  const excess = tooMuch(yaml)
  if (excess !== undefined) {
    const problem = excess.isLarge ? `${name} has more than ${mostFrontTokens} words and signs` : tooDeep
    return refuseAt(excess.offset, problem, excess.isLarge ? 'write less of it' : 'lift it out')
  }
  // A key that is a list would be problems of on standard error; here it is an unknown key.
  const document = parseDocument(yaml, {
    prettyErrors: false,
    uniqueKeys: true,
    schema: 'core',
    logLevel: 'error',
  })
  const errors = [...document.errors, ...document.warnings]
  if (errors.length > 0) return { problems: explainErrors(yaml, errors).map(explain) }
  let alias: number | undefined
  visit(document, { Alias: (_, { range }) => void (alias ??= range?.[0] ?? 0) })
  if (alias !== undefined) return refuseAt(alias, 'is an alias', 'write the value itself')
  const root = document.contents
  if (root !== null && !isMap(root) && !(isScalar(root) && root.value === null)) {
    const cause = findCause(yaml)
    if (cause !== undefined) return { problems: [explain(cause)] }
    return refuseAt(root.range?.[0] ?? 0, `${name} is not made of keys`, 'write "key: value" lines')
  }
  return {
    value: (document.toJS() ?? {}) as Record<string, unknown>,
    place: (path) => {
      const offset = path.length === 0 ? undefined : offsetIn(root, path)
      return offset === undefined || (path.length === 1 && !isMap(root)) ? { line: 1, column: 1 } : at(offset)
    },
    written: (path) => {
      const node = document.getIn(path, true)
      return isScalar(node) ? node.source : undefined
    },
    warnings: cutValues(root, yaml).map(({ offset, ...rest }) => ({ ...at(offset), ...rest })),
  }
}
