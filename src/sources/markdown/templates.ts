import type { Extension } from 'mdast-util-from-markdown'
import { longestTemplate } from '../limits.ts'
import { tagOf } from '../tree/tag-pairs.ts'
import type { Template } from '../tree/templates.ts'
import { findHighlights, findSignedComments } from './obsidian.ts'
import { type Construct, type Effects, type TokenState, type Syntax, tokenOf } from './syntax.ts'

/** Where a template is in a document; `lineEnd` is where its last line ends, if nothing else stands on its lines. */
type Span = {
  start: number
  end: number
  kind: Template['kind']
  lineEnd: number | undefined
  /** Whether it may be one of two tags around blocks. */
  isTag?: boolean
  /** What it has in common with another sign around marked words. */
  pair?: number | undefined
}

/** The templates of a document by where they begin. Whether one is code is for the parser to say. */
export type TemplateSpans = ReadonlyMap<number, Span>

/** What stands between two tags and is not Markdown. */
const pairs: readonly (readonly [kind: Template['kind'], opening: RegExp, closing: RegExp])[] = [
  ['comment', /\{\/\*/g, /\*\/\}/g],
  ['comment', /\{\{-? ?\/\*/g, /\*\/ ?-?\}\}/g],
  ['comment', /\{%-?\s*comment\s*-?%\}/g, /\{%-?\s*endcomment\s*-?%\}/g],
  ['comment', /\{\{[<%]\s*comment\s*[>%]\}\}/g, /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g],
  ['comment', /\{::comment\}/g, /\{:\/(?:comment)?\}/g],
  ['code', /\{%-?\s*raw\s*-?%\}/g, /\{%-?\s*endraw\s*-?%\}/g],
  ['code', /\{%-?\s*highlight\b[^{}%\n]*%\}/g, /\{%-?\s*endhighlight\s*-?%\}/g],
  [
    'code',
    /\{\{[<%]\s*highlight\b(?:"[^"\n]*"|[^"{}<>%\n])*[>%]\}\}/g,
    /\{\{[<%]\s*\/\s*highlight\s*[>%]\}\}/g,
  ],
]

/** Braces in braces, three deep: an expression of JSX. */
const braces = String.raw`\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}`
const quotes = String.raw`"[^"]*"|'[^']*'`
const attribute = String.raw`\s+(?:[\w:@.-]+(?:\s*=\s*(?:${quotes}|${braces}|[^\s"'{}<>=\x60]+))?|\{\s*\.\.\.[^{}]*\})`

/** One tag of a template. The parts of each pattern begin differently, so no text is tried in two ways. */
const tags: readonly (readonly [kind: Template['kind'], pattern: RegExp])[] = [
  ['shortcode', /^\{\{[<%](?:"(?:[^"\\]|\\[^])*"|`[^`]*`|[^"`{}<>%\\]|%(?!\}))*[>%]\}\}/],
  ['liquid', /^\{%(?:"[^"]*"|'[^']*'|[^"'{}%]|%(?!\}))*%\}/],
  ['output', /^\{\{(?![<%{])(?:"[^"\n]*"|'[^'\n]*'|[^"'{}\n])*\}\}/],
  ['attributes', /^\{(?::[^{}\n]*|\.[A-Za-z][\w-]*(?: +[.#]?[\w-]+(?:=(?:"[^"\n]*"|[\w-]+))?)*) *\}/],
  ['math', /^\$\$(?!\$)(?:[^$\\]|\\[^])+\$\$(?!\$)/],
  ['formula', /^\$(?![\s\d$])(?:[^$\\\n]|\\[^\n])+(?<!\s)\$(?![\w$])/],
  ['component', new RegExp(String.raw`^<(?:\/[A-Z][\w.]*\s*|[A-Z][\w.]*(?:${attribute})*\s*\/?)>`)],
]

/** HTML may be written in capitals, and dollars may be money: a component has small letters, a formula signs of TeX. */
const isMeant = (kind: Template['kind'], tag: string): boolean => {
  if (kind === 'component') return /^<\/?[A-Z][\w.]*?[a-z]/.test(tag)
  return kind !== 'formula' || /[\\^_*{]/.test(tag)
}

const beginning = /\{[{%:.]|<\/?[A-Z]|(?<!\\)\$/g

/** The names that `import` gives to what it reads. */
const names = String.raw`(?:[\w$]+|\{[\w$,\s]*\}|\*\s+as\s+[\w$]+)`
const importing = new RegExp(
  String.raw`^import\s+(?:${names}(?:\s*,\s*${names})?\s+from\s+)?(["'])[\w@./~:#?=&%+-]+\1[ \t]*;?[ \t]*(?=\n|$)`,
)
const exporting =
  /^export\s+(?:(?:const|let|var)\s+[\w$]+\s*[=:]|(?:default\s+)?(?:async\s+)?(?:function|class)\b|default\s+(?:[({]|[\w$]+[ \t]*;?[ \t]*(?:\n|$))|\{|\*\s+from\s)/

const lineEndAt = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** Where a statement ends that begins with `export`: at the end of the first line with all brackets closed. */
const endOfExport = (text: string, start: number): number | undefined => {
  let depth = 0
  for (let from = start; from < text.length;) {
    const end = lineEndAt(text, from)
    for (const bracket of text.slice(from, end).match(/[([{}\])]/g) ?? []) {
      depth += /[([{]/.test(bracket) ? 1 : -1
    }
    if (depth <= 0) return end
    from = end + 1
  }
  return undefined
}

const endOfModule = (text: string, start: number): number | undefined => {
  const head = text.slice(start, start + longestTemplate)
  const imported = importing.exec(head)
  if (imported !== null) return start + imported[0].length
  return exporting.test(head) ? endOfExport(text, start) : undefined
}

/** The statements of MDX that a document begins with, those next to each other as one. */
const modulesIn = (text: string): Span[] => {
  const spans: Span[] = []
  let from = 0
  for (;;) {
    const start = from + (/^\s*/.exec(text.slice(from, from + longestTemplate))?.[0].length ?? 0)
    if (text.startsWith('{/*', start)) {
      const end = text.indexOf('*/}', start)
      if (end === -1) return spans
      from = end + 3
      continue
    }
    const end = endOfModule(text, start)
    if (end === undefined) return spans
    const last = spans.at(-1)
    if (last !== undefined && from === last.end) Object.assign(last, { end, lineEnd: end })
    else spans.push({ start, end, kind: 'module', lineEnd: end })
    from = end
  }
}

/** What may be before a block on its line: quotes and items of lists. */
const containers = /(?:^|\n)[ \t>*+\d.)-]*$/
const longestContainers = 200
const restOfLine = /[ \t]*(?=\n|$)/y

/** Where the last line of a template ends, if the template stands on lines of its own. */
const ownLines = (text: string, start: number, end: number): number | undefined => {
  if (!containers.test(text.slice(Math.max(0, start - longestContainers), start))) return undefined
  restOfLine.lastIndex = end
  return restOfLine.test(text) ? restOfLine.lastIndex : undefined
}

type Found = Omit<Span, 'lineEnd'>

/** What is between each closing tag and the nearest opening one before it: no two of them overlap. */
const pairsIn = (text: string, [kind, opening, closing]: (typeof pairs)[number]): Found[] => {
  const openings = [...text.matchAll(opening)]
  const found: Found[] = []
  let next = 0
  for (const close of openings.length === 0 ? [] : text.matchAll(closing)) {
    let open: RegExpExecArray | undefined
    for (; (openings[next]?.index ?? Infinity) < close.index; next += 1) open = openings[next]
    if (open === undefined || open.index + open[0].length > close.index) continue
    const end = close.index + close[0].length
    const inside = text.slice(open.index + open[0].length, close.index)
    // Raw text around code of Markdown only keeps templates in it from being read, as code does.
    if (open[0].includes('raw') && /^ {0,3}(?:`{3}|~{3})/m.test(inside)) {
      found.push({ start: open.index, end: open.index + open[0].length, kind: 'nothing' })
      found.push({ start: close.index, end, kind: 'nothing' })
    } else found.push({ start: open.index, end, kind })
  }
  return found
}

const tagsIn = (text: string): Found[] => {
  const found: Found[] = []
  for (const { index } of text.matchAll(beginning)) {
    const head = text.slice(index, index + longestTemplate)
    for (const [kind, pattern] of tags) {
      const tag = pattern.exec(head)?.[0]
      if (tag === undefined || !isMeant(kind, tag)) continue
      found.push({ start: index, end: index + tag.length, kind })
      break
    }
  }
  return found
}

/** Lines of three colons or more, where at least one of them begins a block. */
const colonsIn = (text: string): Found[] => {
  let hasOpening = false
  const found = [...text.matchAll(/:{3,}[^\n]*/g)].flatMap(({ index: start, 0: line }): Found[] => {
    const written = line.trimEnd()
    const end = start + written.length
    const isOpening = /^:{3,}[ \t]*(?:[A-Za-z]|\{[ \t]*\.?[A-Za-z])/.test(written)
    const isTag = (isOpening && written.length <= longestTemplate) || /^:+$/.test(written)
    if (!isTag || ownLines(text, start, end) === undefined) return []
    hasOpening ||= isOpening
    return [{ start, end, kind: 'colons' }]
  })
  return hasOpening ? found : []
}

/** All that may be a template in a document, found before it is parsed. */
export const findTemplates = (text: string): TemplateSpans => {
  const spans = new Map<number, Span>()
  const isAlone = (start: number, end: number) => ownLines(text, start, end) !== undefined
  const found: Found[] = [
    ...(text.includes(':::') ? colonsIn(text) : []),
    ...(text.includes('==') ? findHighlights(text) : []),
    ...(text.includes('%%') ? findSignedComments(text, isAlone) : []),
    ...(/[{<$]/.test(text) ? [...tagsIn(text), ...pairs.flatMap((pair) => pairsIn(text, pair))] : []),
  ]
  for (const { start, end, kind, pair } of found) {
    const lineEnd = kind === 'formula' || kind === 'highlight' ? undefined : ownLines(text, start, end)
    const isTag = tagOf({ kind, value: text.slice(start, end) }) !== undefined
    spans.set(start, { start, end, kind, lineEnd, isTag, pair })
  }
  for (const span of modulesIn(text)) spans.set(span.start, span)
  return spans
}

/** The lines, from 0, that templates of several lines are on. */
export const linesOfTemplates = (text: string, spans: TemplateSpans): ReadonlySet<number> => {
  const lines = new Set<number>()
  const long = [...spans.values()].filter(({ start, end }) => text.slice(start, end).includes('\n'))
  let [line, lineEnd, covered] = [0, lineEndAt(text, 0), 0]
  const goOnTo = (offset: number) => {
    for (; lineEnd < offset; lineEnd = lineEndAt(text, lineEnd + 1), line += 1) {
      if (lineEnd < covered) lines.add(line)
    }
  }
  for (const { start, end } of long.sort((one, other) => one.start - other.start)) {
    goOnTo(start)
    covered = Math.max(covered, end)
    goOnTo(end)
    lines.add(line)
  }
  return lines
}

const token = tokenOf('template')
const line = tokenOf('templateLine')

const isLineEnd = (code: number | null): boolean => code !== null && code < -2

/** Whether the line after a line end goes on with the block: it is in the same quotes and lists. */
const sameContainer: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    return (code) => {
      if (!isLineEnd(code)) return nok(code)
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next))
    }
  },
}

const consumeLineEnd = (effects: Effects, code: number | null, next: TokenState): TokenState => {
  effects.enter('lineEnding')
  effects.consume(code)
  effects.exit('lineEnding')
  return next
}

/** What begins no block within a paragraph: most components, as other tags, and attributes, which belong to it. */
const goesOn = ({ kind, isTag }: Span): boolean =>
  kind === 'attributes' || (kind === 'component' && isTag !== true)

const constructFor = (spans: TemplateSpans, isFlow: boolean): Construct => ({
  name: 'template',
  concrete: isFlow,
  tokenize(effects, ok, nok) {
    let end = 0
    const isAtEnd = (code: number | null) => this.now().offset >= end && code !== -1
    const between: TokenState = (code) => {
      if (isAtEnd(code)) {
        effects.exit(token)
        return ok(code)
      }
      if (code === null) return nok(code)
      if (isLineEnd(code)) {
        return isFlow
          ? effects.check(sameContainer, (next) => consumeLineEnd(effects, next, between), nok)(code)
          : consumeLineEnd(effects, code, between)
      }
      effects.enter(line)
      return inside(code)
    }
    const inside: TokenState = (code) => {
      if (code === null || isLineEnd(code) || isAtEnd(code)) {
        effects.exit(line)
        return between(code)
      }
      effects.consume(code)
      return inside
    }
    return (code) => {
      const span = spans.get(this.now().offset)
      if (span === undefined || (isFlow && span.lineEnd === undefined)) return nok(code)
      if (isFlow && this.interrupt === true) return goesOn(span) ? nok(code) : ok(code)
      end = isFlow ? (span.lineEnd ?? 0) : span.end
      effects.enter(token)
      return between(code)
    }
  },
})

const less = 60

/** Blocks of HTML, less those that begin with a tag of a callout: `<Aside>` is none of HTML. */
const htmlFor = (spans: TemplateSpans): Construct => ({
  name: 'html',
  concrete: true,
  resolveTo: (events, context) => htmlOf(context)?.resolveTo?.(events, context) ?? events,
  tokenize(effects, ok, nok) {
    const own = htmlOf(this)?.tokenize.call(this, effects, ok, nok) ?? nok
    return (code) => (spans.get(this.now().offset)?.isTag === true ? nok(code) : own(code))
  },
})

const htmlOf = ({ parser }: ThisParameterType<Construct['tokenize']>): Construct | undefined =>
  [parser.constructs.flow?.[less] ?? []].flat().find(({ name }) => name === 'htmlFlow')

/** For micromark: the templates that were found in a document. */
export const templatesSyntax = (spans: TemplateSpans): Syntax => {
  const [flow, text] = [constructFor(spans, true), constructFor(spans, false)]
  const [dollar, percent, brace, colon, equals, e, i] = [36, 37, 123, 58, 61, 101, 105]
  return {
    flow: {
      [dollar]: flow,
      [percent]: flow,
      [brace]: flow,
      [less]: [flow, htmlFor(spans)],
      [colon]: flow,
      [e]: flow,
      [i]: flow,
    },
    text: { [dollar]: text, [percent]: text, [brace]: text, [less]: text, [equals]: text },
    disable: { null: ['htmlFlow'] },
  }
}

/** For mdast: a template is a node of its own, a block or in a line. */
export const templatesNode = (spans: TemplateSpans): Extension => ({
  enter: {
    [token]: function enter(written) {
      const { kind = 'output', pair } = spans.get(written.start.offset) ?? {}
      const value = this.sliceSerialize(written).trim()
      this.enter({ type: 'template', kind, value, ...(pair !== undefined && { pair }) }, written)
    },
  },
  exit: {
    [token]: function exit(written) {
      this.exit(written)
    },
  },
})
