import type { PhrasingContent, Root } from 'mdast'
import type { Options } from 'mdast-util-from-markdown'
import { directiveFromMarkdown } from 'mdast-util-directive'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { directive } from 'micromark-extension-directive'
import { gfm } from 'micromark-extension-gfm'
import { toArticle } from '../../article/derive.ts'
import { ArticleFile } from '../../article/file.ts'
import { Direction, directionOf, Language } from '../../article/text.ts'
import { assumeFacts } from '../assume.ts'
import {
  addSuggestions,
  explain,
  type Fault,
  faultOf,
  formatPath,
  limitFaults,
  limitWarnings,
} from '../fault.ts'
import { deepest, largestMarkdown, mostFaults } from '../limits.ts'
import type { PlacedProblem, Point } from '../places.ts'
import { type FactsRead, isFact, readFacts } from '../facts.ts'
import { mend } from '../mend.ts'
import { isOfSchema } from '../schema-name.ts'
import { type PlaceOf, type ReadContext, readable } from '../source.ts'
import { createContext } from '../tree/context.ts'
import { readHighlights } from '../tree/highlights.ts'
import { toWarning } from '../tree/notes.ts'
import { joinPairs } from '../tree/pairs.ts'
import { noteUnused, readSections } from '../tree/sections.ts'
import { type Admonitions, admonitionsNode, admonitionsSyntax, findAdmonitions } from './admonitions.ts'
import { attributesNode, attributesSyntax, readComments } from './attributes.ts'
import { withFastEdits } from './edits.ts'
import { type Front, readFront } from './front.ts'
import { tooDeep, tooMuch } from './guard.ts'
import { readRawHtml } from './html.ts'
import { divideHtml } from './html-tags.ts'
import { readWikiLinks } from './wiki.ts'
import { explainAbsent, hasFront } from './misplaced.ts'
import type { Construct, Syntax } from './syntax.ts'
import {
  findTemplates,
  linesOfTemplates,
  type TemplateSpans,
  templatesNode,
  templatesSyntax,
} from './templates.ts'

/** GitHub's Markdown, in which a single tilde strikes nothing: `10~20` is a range. */
const gfmSyntax = gfm({ singleTilde: false })

/** Constructs that are looked for at every letter or line, and the signs without which a text has none of them. */
const rare: readonly (readonly [sign: RegExp, names: RegExp])[] = [
  [/@|:\/\/|www\./i, /^(?:email|www|protocol)Autolink$/],
  [/\||:-|-:/, /^table$/],
]

type Constructs = Record<string, Construct | Construct[]>

const withoutNamed = (constructs: object | undefined, names: readonly RegExp[]): Constructs =>
  Object.fromEntries(
    Object.entries((constructs ?? {}) as Constructs).flatMap(([code, of]) => {
      const kept = [of].flat().filter(({ name = '' }) => !names.some((pattern) => pattern.test(name)))
      return kept.length === 0 ? [] : [[code, kept]]
    }),
  )

const gfmWithout = (absent: readonly RegExp[]): Syntax => ({
  ...gfmSyntax,
  text: withoutNamed(gfmSyntax.text, absent),
  flow: withoutNamed(gfmSyntax.flow, absent),
})

/** GitHub's Markdown without each of what is rare and without both: each bit of the index says that one is absent. */
const gfmSyntaxes = Array.from({ length: 2 ** rare.length }, (_, bits) =>
  gfmWithout(rare.flatMap(([, names], index) => ((bits >> index) % 2 === 1 ? [names] : []))),
)

/** What of GitHub's Markdown a text may have. */
const gfmFor = (text: string): Syntax =>
  gfmSyntaxes[rare.reduce((bits, [sign], index) => bits + (sign.test(text) ? 0 : 2 ** index), 0)] ?? gfmSyntax

/** Lines that begin with `::`; within text a colon is one, as in `at 10:30`, and blocks of `:::` are templates. */
const colon = 58
const directiveSyntax: Syntax = { flow: { [colon]: [directive().flow?.[colon] ?? []].flat().slice(1) } }

/** Without what makes links of addresses whose colon is escaped: micromark has found all others. */
const gfmNodes = gfmFromMarkdown().map(({ transforms: __, ...nodes }) => nodes)

const nodes = [...gfmNodes, directiveFromMarkdown(), attributesNode]

/** What of other programs a text has. */
type Others = { templates: TemplateSpans; admonitions: Admonitions }

type Parsing = { extensions: Syntax[]; mdastExtensions: NonNullable<Options['mdastExtensions']> }

/** What a text is parsed with: addresses and templates are looked for where it has signs of them, as few texts have. */
const syntaxFor = (text: string, { templates, admonitions }: Partial<Others> = {}): Parsing => {
  const extensions = [gfmFor(text), directiveSyntax, attributesSyntax]
  const mdastExtensions = [...nodes]
  if (templates !== undefined && templates.size > 0) {
    extensions.push(templatesSyntax(templates))
    mdastExtensions.push(templatesNode(templates))
  }
  if (admonitions !== undefined && admonitions.heads.size > 0) {
    extensions.push(admonitionsSyntax(admonitions))
    mdastExtensions.push(admonitionsNode(admonitions))
  }
  return { extensions, mdastExtensions }
}

/** A line of Markdown that is the value of an attribute. */
const parseInline = (text: string): PhrasingContent[] => {
  const root = fromMarkdown(text, syntaxFor(text))
  const [only] = root.children
  return root.children.length === 1 && only?.type === 'paragraph'
    ? only.children
    : [{ type: 'text', value: text }]
}

const deepProblem = ({ line, column }: Point): PlacedProblem => ({
  line,
  column,
  problem: `is nested more than ${deepest} deep`,
  hint: 'lift it out',
})

/** The document as a tree, or why it is not read: the tree is no deeper than recursion may go. */
const parse = (body: string): { root: Root } | PlacedProblem => {
  const templates = findTemplates(body)
  const refusal = tooMuch(body, linesOfTemplates(body, templates))
  if (refusal !== undefined) return refusal
  const admonitions = findAdmonitions(body)
  if (admonitions.deep !== undefined) return deepProblem(admonitions.deep)
  const root = withFastEdits(() => fromMarkdown(body, syntaxFor(body, { templates, admonitions })))
  const deep = tooDeep(root)
  if (deep !== undefined) return deepProblem(deep)
  if (templates.size > 0) divideHtml(root, body, templates)
  readComments(root)
  readWikiLinks(root, body)
  return { root }
}

const byPlace = (one: Fault, other: Fault): number => one.line - other.line || one.column - other.column

/** The place of a path in the document, or of the nearest thing around it. */
const placeIn = (places: Map<string, Point>, path: readonly PropertyKey[]): Point | undefined =>
  path.length === 0 ? undefined : (places.get(formatPath(path)) ?? placeIn(places, path.slice(0, -1)))

/** YAML reads `title: 1984` as a number, and no author means one. */
const inYaml = (hint: string, written: string | undefined): string =>
  hint === 'write a string' && written !== undefined ? `write it in quotes: ${JSON.stringify(written)}` : hint

const largest = {
  bytes: largestMarkdown,
  hint: `a Markdown file has at most ${largestMarkdown}: split it, or write it as JSON`,
}

/** The fault of a text that is too large, which may come from elsewhere than a file. */
const tooLarge = (text: string, file: string): Fault | undefined => {
  const size = Buffer.byteLength(text)
  return size > largest.bytes
    ? faultOf(file, { problem: `has ${size} bytes`, hint: largest.hint })
    : undefined
}

/** A Markdown file as far as it goes: it need not have all that an article needs. */
export type MarkdownDraft = {
  /** What it says, as an article file would say it; the schema has not judged it. */
  file: Record<string, unknown>
  warnings: Fault[]
  /** What is wrong with it, whatever the schema says. */
  faults: Fault[]
  place: PlaceOf
  front: Front
  isStrict: boolean
}

/** Keys of an article file that the document below the front matter is. */
const below = [
  ['sections', 'remove it: the sections are the headings below'],
  ['notes', 'remove it: the notes are the footnotes below, as in [^1]: text'],
] as const

/** The direction that the front matter says, or that of its language. */
const directionIn = ({ direction, language }: Record<string, unknown>): Direction => {
  const tag = Language.safeParse(language).data
  return Direction.safeParse(direction).data ?? (tag === undefined ? 'ltr' : directionOf(tag))
}

/** Numbers as they are written: where they are texts in truth, and where a number would be another. */
const asWritten = (value: unknown, path: PropertyKey[], written: Front['written']): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => asWritten(item, [...path, index], written))
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, asWritten(inner, [...path, key], written)]),
    )
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') return value
  const source = written(path)
  if (source === undefined || source === String(value)) return value
  if (typeof value === 'boolean') return path[0] === 'title' ? source : value
  const isOther =
    !Number.isFinite(value) || /^[-+]?0\d/.test(source) || !/^-?\d{1,15}(?:\.\d{1,15})?$/.test(source)
  return isOther || isFact(String(path[0])) ? source : value
}

/** What a file says of its article, and where; with `isStrict` by our own keys alone. */
const factsOf = (
  { value, written }: Front,
  { settings, name }: ReadContext,
  isStrict: boolean,
): FactsRead => {
  if (isStrict) return { facts: value, origin: new Map(), findings: [] }
  const said = asWritten(value, [], written) as Record<string, unknown>
  const read = readFacts(said, { timeZone: settings.timeZone, body: [], isOurs: false })
  const { facts } = read
  if (name.language !== undefined && facts['language'] === undefined) facts['language'] = name.language
  if (name.date !== undefined && facts['datePublished'] === undefined) facts['datePublished'] = name.date
  return read
}

/** The fault of a file that has nothing to serve, as one has that is being written. */
const emptyFault = (file: string): Fault => ({
  file,
  line: 1,
  column: 1,
  path: '',
  problem: 'is empty',
  hint: 'write a text',
})

/** Reads a file as far as it goes; what stops the reading is its one fault. */
export const readMarkdownDraft = (
  text: string,
  file: string,
  context: ReadContext,
): MarkdownDraft | { faults: Fault[] } => {
  const large = tooLarge(text, file)
  if (large !== undefined) return { faults: [large] }
  const front = readFront(text.replaceAll(/\r\n?/g, '\n'), file, context.settings.isStrict)
  if ('faults' in front) return front
  const { value, body, above } = front
  const parsed = parse(body)
  if (!('root' in parsed)) return { faults: [{ file, path: '', ...parsed, line: parsed.line + above }] }
  const isStrict = context.settings.isStrict || isOfSchema(value['$schema'])
  const { facts, origin, findings } = factsOf(front, context, isStrict)
  const direction = directionIn({ ...context.settings.defaults, ...facts })
  const given = { file, source: body, above, direction, parseInline, isLenient: !isStrict }
  const tree = createContext(parsed.root, given)
  readHighlights(parsed.root, tree)
  const deep = joinPairs(parsed.root, tree) ?? tooDeep(parsed.root)
  if (deep !== undefined)
    return { faults: [{ file, path: '', ...deepProblem(deep), line: deep.line + above }] }
  readRawHtml(parsed.root, tree)
  const { title, sections, notes } = readSections(parsed.root, Object.hasOwn(facts, 'title'), tree)
  noteUnused(tree)
  for (const [key, hint] of isStrict ? below : []) {
    if (!Object.hasOwn(value, key)) continue
    tree.faults.push({ file, ...front.place([key]), path: key, problem: `unknown key "${key}"`, hint })
  }
  const place: PlaceOf = (path) => {
    const [fact = '', ...rest] = path
    const said = origin.get(String(fact))
    return placeIn(tree.places, path) ?? front.place(said === undefined ? path : [...said, ...rest])
  }
  if (
    !isStrict &&
    sections.length === 0 &&
    title === undefined &&
    Object.keys(facts).every((key) => key === 'datePublished' || key === 'language')
  )
    return { faults: [emptyFault(file)] }
  const warnings = [
    ...front.warnings.map((warning) => ({ file, ...warning })),
    ...findings.map(({ path, problem, hint }) => ({
      file,
      ...front.place(path),
      path: formatPath(path),
      problem,
      hint,
    })),
    ...tree.notes.map((note) => toWarning(file, note)),
    ...(isStrict ? [] : tree.faults),
  ]
  const named =
    isStrict || Object.hasOwn(facts, 'title')
      ? {}
      : { title: title === undefined || title === '' ? context.name.title : title }
  return {
    file: {
      ...facts,
      ...(title === undefined ? {} : { title }),
      ...named,
      sections,
      ...(notes.length === 0 ? {} : { notes }),
    },
    warnings: limitWarnings(warnings.sort(byPlace)),
    faults: isStrict ? tree.faults : [],
    place,
    front,
    isStrict,
  }
}

/**
 * The faults of a draft, in the order of the text: those it has by itself, and those that the schema of an article file
 * finds in it.
 */
export const faultsOf = (
  draft: MarkdownDraft,
  file: string,
  error = ArticleFile.safeParse(draft.file).error,
): Fault[] => {
  const issues = error?.issues ?? []
  const found = issues
    .slice(0, mostFaults)
    .flatMap(explain)
    .map(({ path, problem, hint }) => ({
      file,
      ...draft.place(path),
      path: formatPath(path),
      problem,
      hint: inYaml(hint, draft.front.written(path)),
    }))
  const faults = [...draft.faults, ...addSuggestions(found, draft.file)].sort(byPlace)
  return limitFaults(faults, faults.length + Math.max(0, issues.length - mostFaults))
}

/**
 * Markdown (CommonMark) with YAML front matter: the keys of an article file, less `sections`, which are the headings.
 *
 * - Where the front matter has the title, `#` is a section of level 1, `##` of level 2, … Where it has none, the first
 *   `#` is the title and `##` is level 1.
 * - A block of attributes ends what it belongs to, or is alone after it: `{#id}` a heading; `{#id lang=en dir=ltr}` a
 *   paragraph; an image also `credit="…" width=… height=…`; alone at the beginning `{#id level=2}` the opening section.
 *   In an HTML comment, `<!--{#id}-->`, it means the same and no renderer shows it.
 */
export const markdown = readable({
  name: 'markdown',
  extensions: ['.md', '.markdown', '.mdx'],
  largest,
  open(text, file, context) {
    const { settings, name } = context
    const draft = readMarkdownDraft(text, file, context)
    if (!('front' in draft)) return draft
    const { isStrict, place } = draft
    const { value, assumed } = assumeFacts(
      draft.file,
      { ...settings, isStrict },
      { textOf: () => draft.front.body, folderLanguage: name.folderLanguage },
    )
    const mended = isStrict ? undefined : mend(value, { file, place })
    const { data, error } =
      mended?.data === undefined ? ArticleFile.safeParse(value) : { ...mended, error: undefined }
    if (data === undefined || draft.faults.length > 0) return { faults: faultsOf(draft, file, error) }
    return {
      article: toArticle(data, name.ids[0] ?? ''),
      givenId: data.id,
      warnings: limitWarnings([...draft.warnings, ...(mended?.warnings ?? [])]),
      assumed,
      place,
      isPlain: ([key]) => Object.hasOwn(draft.file, key ?? '') && key !== 'sections' && key !== 'notes',
    }
  },
})

/** The same for a file that is served, which must have front matter: where it has none, that is its one fault. */
export const servedMarkdown = readable({
  ...markdown,
  open(text, file, context) {
    const reading = markdown.open(text, file, context)
    const isAbsent = context.settings.isStrict && 'faults' in reading && !hasFront(text.replaceAll('\r', ''))
    return isAbsent ? { faults: explainAbsent(text.replaceAll('\r', ''), file, reading.faults) } : reading
  },
})
