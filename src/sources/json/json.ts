import { findNodeAtLocation, type Node, type ParseErrorCode, parseTree, visit } from 'jsonc-parser'
import { toArticle } from '../../article/derive.ts'
import { ArticleFile } from '../../article/file.ts'
import { assumeFacts } from '../assume.ts'
import { addSuggestions, explain, type Fault, formatPath, type Issue, limitFaults } from '../fault.ts'
import { type JsonSize, sizeOfJson } from './size.ts'
import { explainSyntax } from './syntax.ts'
import {
  deepest,
  largestText,
  longestExplained,
  longestGuessed,
  mostFaults,
  mostItems,
  mostKeys,
} from '../limits.ts'
import { createPlaces, type Point } from '../places.ts'
import { readFacts } from '../facts.ts'
import { isOfSchema } from '../schema-name.ts'
import { type Assumed, type OpenReading, type PlaceOf, type ReadContext, readable } from '../source.ts'

const countKeys = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  for (const child of Object.values(value)) count += countKeys(child)
  return Array.isArray(value) ? count : count + Object.keys(value).length
}

const nestedTooDeep = {
  problem: `is nested more than ${deepest} deep`,
  hint: 'an article is 6 deep at most',
}

/** Why a file would take too long to read; undefined where it would not. */
const tooMuch = ({ depth, items, keys }: JsonSize): { problem: string; hint: string } | undefined => {
  if (depth > deepest) return nestedTooDeep
  const hint = 'split the article'
  if (items > mostItems) return { problem: `has ${items} items in its lists; the most is ${mostItems}`, hint }
  if (keys > mostKeys) return { problem: `has ${keys} keys; the most is ${mostKeys}`, hint }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first strings of a value, as much as tells their language. */
const textIn = (value: unknown): string => {
  const waiting = [value]
  let text = ''
  while (waiting.length > 0 && text.length < longestGuessed) {
    const next = waiting.pop()
    if (typeof next === 'string') text += `${next}\n`
    else if (typeof next === 'object' && next !== null) waiting.push(...Object.values(next).toReversed())
  }
  return text
}

/** The offset of a path, or of the nearest part around it that is in the text; of the key, where there is one. */
const offsetOf = (tree: Node | undefined, path: readonly PropertyKey[]): number => {
  if (tree === undefined) return 0
  const node = findNodeAtLocation(
    tree,
    path.map((key) => (typeof key === 'number' ? key : String(key))),
  )
  if (node === undefined) return path.length === 0 ? tree.offset : offsetOf(tree, path.slice(0, -1))
  return node.parent?.type === 'property' ? node.parent.offset : node.offset
}

type Doubled = { path: PropertyKey[]; offset: number }

/** Adds the keys that are written twice in one object, at most `mostFaults` of them, to `found`. */
const findDoubled = (node: Node, path: PropertyKey[], found: Doubled[]): Doubled[] => {
  const seen = new Set<string>()
  for (const [index, child] of (node.children ?? []).entries()) {
    if (found.length > mostFaults) break
    const [key, value] = child.type === 'property' ? (child.children ?? []) : []
    const name = key === undefined ? index : String(key.value)
    path.push(name)
    if (key !== undefined && seen.has(String(name))) found.push({ path: [...path], offset: key.offset })
    seen.add(String(name))
    findDoubled(key === undefined ? child : (value ?? key), path, found)
    path.pop()
  }
  return found
}

type FirstError = { code: ParseErrorCode; offset: number }

/** The first error only, for those after it mostly follow from it. */
const firstErrorIn = (text: string): FirstError => {
  let first: FirstError | undefined
  const onError = (code: ParseErrorCode, offset: number) => void (first ??= { code, offset })
  visit(text, { onError }, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  return first ?? { code: 1, offset: 0 }
}

/** Where JSON.parse gave up, if its message says so: at an offset, or at the end. */
const stoppedAt = (text: string, message: string): number | undefined => {
  const position = / at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Number(position)
  return /end of JSON|Unterminated/.test(message) ? text.length : undefined
}

const nowhere: Point = { line: 0, column: 0 }

const syntaxFault = (text: string, file: string, message: string): Fault => {
  const placeOf = createPlaces(text)
  const hint = 'a frequent cause is a comma or quote too many or too few just before'
  if (text.length > longestExplained) {
    const at = stoppedAt(text, message)
    return { file, ...(at === undefined ? nowhere : placeOf(at)), path: '', problem: 'is not JSON', hint }
  }
  const { code, offset } = firstErrorIn(text)
  return { file, ...placeOf(offset), path: '', ...explainSyntax(text, offset, code) }
}

const parse = (text: string): { value: unknown } | { message: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { message: error instanceof Error ? error.message : '' }
  }
}

type Found = {
  text: string
  file: string
  issues: readonly Issue[]
  isComplete: boolean
  originOf: (path: readonly PropertyKey[]) => readonly PropertyKey[]
}

/** The faults of a file that is JSON: keys written twice, then what the schema says. */
const faultsOf = ({ text, file, issues, isComplete, originOf }: Found): Fault[] => {
  const tree = parseTree(text)
  const placeOf = createPlaces(text)
  const doubled = tree === undefined || isComplete ? [] : findDoubled(tree, [], [])
  const twice = { problem: 'is written twice', hint: 'keep one of the two' }
  const faults = doubled.map(({ path, offset }) => ({
    file,
    ...placeOf(offset),
    path: formatPath(path),
    ...twice,
  }))
  for (const { path, problem, hint } of issues.slice(0, mostFaults).flatMap(explain)) {
    faults.push({ file, ...placeOf(offsetOf(tree, originOf(path))), path: formatPath(path), problem, hint })
  }
  return limitFaults(faults, faults.length + Math.max(0, issues.length - mostFaults))
}

/** Whether a text is of JSON that is no article: it has none of the keys that articles of maqal alone have. */
const isData = (text: string): boolean =>
  /^\s*[[{]\s*["{[\]}]/.test(text) && !/"(?:sections|outlet|paragraphs|datePublished)"\s*:/.test(text)

/** What a file says as an article file says it: by our own keys alone where it names our schema. */
const factsOf = (value: unknown, { name, settings }: ReadContext) => {
  const nothing = { assumed: [] as Assumed[], origin: new Map<string, string[]>(), findings: [] }
  if (!isObject(value)) return { value: value, ...nothing }
  const isStrict = settings.isStrict || isOfSchema(value['$schema'])
  const given = { textOf: () => textIn(value), folderLanguage: name.folderLanguage }
  if (isStrict) return { ...nothing, ...assumeFacts(value, { ...settings, isStrict }, given) }
  const body = ['sections', 'notes']
  const { facts, ...read } = readFacts(value, { timeZone: settings.timeZone, body, isOurs: true })
  const named = {
    ...(name.language !== undefined && { language: name.language }),
    ...(name.date !== undefined && { datePublished: name.date }),
  }
  return { ...read, ...assumeFacts({ ...named, ...facts }, settings, given) }
}

const openArticle = (text: string, file: string, { name, settings }: ReadContext): OpenReading => {
  const size = sizeOfJson(text, deepest)
  const refusal = tooMuch(size)
  if (refusal !== undefined) return { faults: [{ file, line: 1, column: 1, path: '', ...refusal }] }
  const parsed = parse(text)
  if ('message' in parsed) return { faults: [syntaxFault(text, file, parsed.message)] }
  const { value, assumed, origin, findings } = factsOf(parsed.value, { name, settings })
  const result = ArticleFile.safeParse(value)
  // JSON.parse keeps the last of two equal keys in silence.
  const isComplete = size.keys === countKeys(parsed.value)
  const originOf = (path: readonly PropertyKey[]): readonly PropertyKey[] => {
    const [fact = '', ...rest] = path
    const said = origin.get(String(fact))
    return said === undefined ? path : [...said, ...rest]
  }
  if (!result.success || !isComplete) {
    const issues = result.error?.issues ?? []
    const faults = faultsOf({ text, file, issues, isComplete, originOf })
    return { faults: addSuggestions(faults, value) }
  }
  let tree: Node | undefined
  const placeOf = createPlaces(text)
  const placeIn: PlaceOf = (path) => placeOf(offsetOf((tree ??= parseTree(text)), path))
  return {
    article: toArticle(result.data, name.ids[0] ?? ''),
    givenId: result.data.id,
    warnings: findings.map(({ path, problem, hint }) => ({
      file,
      ...placeIn(path),
      path: formatPath(path),
      problem,
      hint,
    })),
    assumed,
    place: (path) => placeIn(originOf(path)),
    isPlain: () => true,
  }
}

/** An article file in JSON (RFC 8259). A key written twice is a fault: one of the two would be lost. */
export const json = readable({
  name: 'json',
  extensions: ['.json'],
  largest: { bytes: largestText, hint: `the most is ${largestText}: split the article` },
  open(text, file, context) {
    const reading = openArticle(text, file, context)
    return 'faults' in reading && !context.settings.isStrict && isData(text)
      ? { ...reading, isOther: true }
      : reading
  },
})
