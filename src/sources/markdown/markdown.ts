import type { Definition, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { toArticle } from '../../article/derive.ts'
import { ArticleFile } from '../../article/file.ts'
import { explain, type Fault, limitFaults, limitWarnings, mostFaults, sharpen, spellPath } from '../fault.ts'
import { attributesNode, attributesSyntax } from './attributes.ts'
import { readComments } from './comments.ts'
import type { Desk } from './desk.ts'
import { withFastEdits } from './edits.ts'
import { type Front, readFront } from './front.ts'
import { type Place, tooDeep, tooMuch } from './guard.ts'
import { readSections, warnOfUnused } from './sections.ts'
import { explainAbsent, hasFront } from './misplaced.ts'
import { deepest, largestMarkdown } from '../limits.ts'
import { type PlaceOf, readable } from '../source.ts'

type Refusal = Place & { problem: string; hint: string }

/** The document as a tree, or why it is not read: the tree is no deeper than recursion may go. */
const parse = (body: string): { root: Root } | Refusal => {
  const refusal = tooMuch(body)
  if (refusal !== undefined) return refusal
  const options = { extensions: [attributesSyntax], mdastExtensions: [attributesNode] }
  const root = withFastEdits(() => fromMarkdown(body, options))
  const deep = tooDeep(root)
  if (deep === undefined) readComments(root)
  return deep === undefined
    ? { root }
    : { ...deep, problem: `is nested more than ${deepest} deep`, hint: 'lift it out' }
}

const definitionsOf = (root: Root): Map<string, Definition> => {
  const definitions = new Map<string, Definition>()
  const walk = (node: { type: string; children?: unknown[] }) => {
    if (node.type === 'definition') {
      const definition = node as Definition
      const label = definition.identifier.toLowerCase()
      if (!definitions.has(label)) definitions.set(label, definition)
    }
    for (const child of node.children ?? []) walk(child as typeof node)
  }
  walk(root)
  return definitions
}

const byPlace = (one: Fault, other: Fault): number => one.line - other.line || one.column - other.column

/** The place of a path in the document, or of the nearest thing around it. */
const placeIn = (places: Map<string, Place>, path: readonly PropertyKey[]): Place | undefined =>
  path.length === 0 ? undefined : (places.get(spellPath(path)) ?? placeIn(places, path.slice(0, -1)))

/** YAML reads `title: 1984` as a number, and no author means one. */
const inYaml = (hint: string, written: string | undefined): string =>
  hint === 'write a string' && written !== undefined ? `write it in quotes: ${JSON.stringify(written)}` : hint

const faultsOf = (file: unknown, { place, written }: Front, desk: Desk): Fault[] | ArticleFile => {
  const result = ArticleFile.safeParse(file)
  if (result.success && desk.faults.length === 0) return result.data
  const issues = result.error?.issues ?? []
  const found = issues
    .slice(0, mostFaults)
    .flatMap(explain)
    .map(({ path, problem, hint }) => ({
      file: desk.file,
      ...(placeIn(desk.places, path) ?? place(path)),
      path: spellPath(path),
      problem,
      hint: inYaml(hint, written(path)),
    }))
  const faults = [...desk.faults, ...sharpen(found, file)].sort(byPlace)
  return limitFaults(faults, faults.length + Math.max(0, issues.length - mostFaults))
}

const largest = {
  bytes: largestMarkdown,
  hint: `a Markdown file has at most ${largestMarkdown}: split it, or write it as JSON`,
}

/** The fault of a text that is too large, which may come from elsewhere than a file. */
const tooLarge = (text: string, file: string): Fault | undefined => {
  const size = Buffer.byteLength(text)
  const problem = `has ${size} bytes`
  return size > largest.bytes
    ? { file, line: 0, column: 0, path: '', problem, hint: largest.hint }
    : undefined
}

/**
 * Markdown (CommonMark) with YAML front matter: the keys of an article file, less `sections`, which are the headings.
 *
 * - Where the front matter has the title, `#` is a section of level 1, `##` of level 2, … Where it has none, the first
 *   `#` is the title and `##` is level 1.
 * - A block of attributes ends what it belongs to, or stands alone after it: `{#id}` a heading; `{#id lang=en dir=ltr}` a
 *   paragraph; an image also `credit="…" width=… height=…`; alone at the beginning `{#id level=2}` the opening section.
 *   In an HTML comment, `<!--{#id}-->`, it means the same and no renderer shows it.
 */
export const markdown = readable({
  name: 'markdown',
  extensions: ['.md'],
  largest,
  open(text, file, fallbackId) {
    const large = tooLarge(text, file)
    if (large !== undefined) return { faults: [large] }
    const front = readFront(text.replaceAll(/\r\n?/g, '\n'), file)
    if ('faults' in front) return front
    const { value, body, above } = front
    const parsed = parse(body)
    if (!('root' in parsed)) {
      return { faults: [{ file, path: '', ...parsed, line: parsed.line + above }] }
    }
    const { root } = parsed
    const definitions = definitionsOf(root)
    const found = { used: new Set<string>(), warnings: [], faults: [], places: new Map<string, Place>() }
    const desk: Desk = { file, source: body, above, definitions, ...found }
    const { title, sections } = readSections(root, Object.hasOwn(value, 'title'), desk)
    warnOfUnused(desk)
    if (Object.hasOwn(value, 'sections')) {
      const hint = 'remove it: the sections are the headings below'
      const fault = {
        file,
        ...front.place(['sections']),
        path: 'sections',
        problem: 'unknown key "sections"',
        hint,
      }
      desk.faults.push(fault)
    }
    const read = faultsOf({ ...value, ...(title === undefined ? {} : { title }), sections }, front, desk)
    if (Array.isArray(read)) return { faults: read }
    const warnings = [...front.warnings.map((warning) => ({ file, ...warning })), ...desk.warnings]
    const place: PlaceOf = (path) => placeIn(desk.places, path) ?? front.place(path)
    return {
      article: toArticle(read, fallbackId),
      warnings: limitWarnings(warnings.sort(byPlace)),
      place,
      isPlain: ([key]) => Object.hasOwn(value, key ?? ''),
    }
  },
})

/** The same for a file that is served, which must have front matter: where it has none, that is its one fault. */
export const servedMarkdown = readable({
  ...markdown,
  open(text, file, fallbackId) {
    const reading = markdown.open(text, file, fallbackId)
    const isAbsent = 'faults' in reading && !hasFront(text.replaceAll('\r', ''))
    return isAbsent ? { faults: explainAbsent(text.replaceAll('\r', ''), file, reading.faults) } : reading
  },
})
