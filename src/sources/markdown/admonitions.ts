/** Callouts of Python-Markdown: a line `!!! note "A title"`, and what is indented by four below it. */
import type { ContainerDirective } from 'mdast-util-directive'
import type { Extension } from 'mdast-util-from-markdown'
import { deepest } from '../limits.ts'
import type { Point } from '../places.ts'
import { type Construct, type Syntax, type TokenState, tokenOf } from './syntax.ts'

type Head = { kind: string; others: string; title: string | undefined }

/** The callouts of a document: their first lines by where these begin, and the numbers of the lines that end one. */
export type Admonitions = {
  heads: ReadonlyMap<number, Head>
  ends: ReadonlySet<number>
  /** The first that is nested too deep. */
  deep?: Point
}

const line = /^([ \t>*+\d.)-]*)((?:!!!|\?\?\?\+?) ?([\w-]+)((?: +[\w-]+)*)(?: +"([^\n]*)")?)[ \t]*$/
const longestHead = 600

/** Whether a line goes on with what a callout holds: it is indented by four more than the first line of that. */
const isInside = (text: string, prefix: string): boolean => /^(?: {4}|\t)/.test(text.slice(prefix.length))

/** All callouts: after the first line of each, the next one with text is indented. */
export const findAdmonitions = (text: string): Admonitions => {
  const [heads, ends] = [new Map<number, Head>(), new Set<number>()]
  if (!/!!!|\?\?\?/.test(text)) return { heads, ends }
  const open: { prefix: string; start: number; head: Head }[] = []
  let from = 0
  for (const [index, written] of text.split('\n').entries()) {
    for (let last = open.at(-1); last !== undefined && written.trim() !== ''; last = open.at(-1)) {
      if (isInside(written, last.prefix)) {
        heads.set(last.start, last.head)
        break
      }
      if (heads.has(last.start)) ends.add(index + 1)
      open.pop()
    }
    const found = written.length <= longestHead ? line.exec(written) : null
    if (found !== null) {
      const [, prefix = '', , kind = '', others = '', title] = found
      const start = from + prefix.length
      if (open.length >= deepest) return { heads, ends, deep: { line: index + 1, column: prefix.length + 1 } }
      open.push({
        prefix,
        start,
        head: { kind, others: others.trim(), title },
      })
    }
    from += written.length + 1
  }
  return { heads, ends }
}

const container = tokenOf('admonition')
const first = tokenOf('admonitionHead')
const indent = tokenOf('admonitionIndent')
const [exclamation, question] = [33, 63]
const columns = 4

const isLineEnd = (code: number | null): boolean => code === null || code < -2
const isSpace = (code: number | null): boolean => code === -2 || code === -1 || code === 32

/** A line that is indented as far as the callout, or that ends before. */
const continuation: Construct = {
  tokenize(effects, ok, nok) {
    const size = this.containerState?.['size'] ?? columns
    let column = 0
    const inside: TokenState = (code) => {
      if (column < size && isSpace(code)) {
        effects.consume(code)
        column += 1
        return inside
      }
      effects.exit(indent)
      return column === size || isLineEnd(code) ? ok(code) : nok(code)
    }
    return (code) => {
      if (isLineEnd(code)) return ok(code)
      if (!isSpace(code)) return nok(code)
      effects.enter(indent)
      return inside(code)
    }
  },
}

/** A line that is not indented goes on with no paragraph in a callout. */
const endFor = ({ ends }: Admonitions): Construct => ({
  name: 'admonitionEnd',
  tokenize(_, ok, nok) {
    return (code) => {
      const { line: number } = this.now()
      return this.interrupt === true && ends.has(number) && this.parser.lazy[number] === true
        ? ok(code)
        : nok(code)
    }
  },
})

const constructFor = ({ heads }: Admonitions): Construct => ({
  name: 'admonition',
  continuation,
  exit(effects) {
    effects.exit(container)
  },
  tokenize(effects, ok, nok) {
    return (code) => {
      const { offset, column } = this.now()
      const head = heads.get(offset)
      if (head === undefined || this.containerState === undefined) return nok(code)
      const before = this.events.at(-1)
      const isIndented = before?.[1].type === 'linePrefix' && before[1].end.column === column
      const prefix = isIndented ? before[2].sliceSerialize(before[1], true).length : 0
      this.containerState['size'] = prefix + columns
      const inside: TokenState = (next) => {
        if (isLineEnd(next)) {
          effects.exit(first)
          return ok(next)
        }
        effects.consume(next)
        return inside
      }
      effects.enter(container, { _container: true })
      effects.enter(first)
      return inside(code)
    }
  },
})

/** For micromark: the callouts that were found in a document. */
export const admonitionsSyntax = (found: Admonitions): Syntax => {
  const construct = constructFor(found)
  return {
    document: { [exclamation]: construct, [question]: construct },
    flow: { null: endFor(found) },
  }
}

const toNode = ({ kind, others, title }: Head): ContainerDirective => ({
  type: 'containerDirective',
  name: 'callout',
  attributes: { ...(title === undefined ? { kind } : { title }), ...(others !== '' && { others }) },
  children: [],
})

/** For mdast: each is a callout. */
export const admonitionsNode = ({ heads }: Admonitions): Extension => ({
  enter: {
    [container]: function enter(token) {
      const head = heads.get(token.start.offset)
      if (head !== undefined) this.enter(toNode(head), token)
    },
  },
  exit: {
    [container]: function exit(token) {
      this.exit(token)
    },
  },
})
