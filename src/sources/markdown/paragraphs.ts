/** Lines that micromark may read as one paragraph, and how many lines and signs of inline constructs they hold. */
export type ParagraphLines = { text: string; signs: number }

/** What a line was found to be: how many signs it adds, and the paragraph that ended before it, if one did. */
type Added = { signs: number; ended?: ParagraphLines | undefined }

const sign = /[*_`[\]<&!\\{~@]|www\.|:\/\/|(?<!=)==(?!=)|(?<!%)%%(?!%)/gi

const blank = /^[ \t]*$/
/** A line of nothing but quote markers, which ends a paragraph around and inside the quote. */
const blankInQuote = /^ {0,3}(?:> {0,3})*[ \t]*$/
const heading = /^ {0,3}#{1,6}(?:[ \t]|$)/
/** These interrupt a paragraph (CommonMark §5.2): an item with text of a bullet list, or of a list that begins at 1. */
const interrupting = /^ {0,3}(?:[-+*]|1[.)])[ \t]+[^ \t]/
/** An item that surely begins with a paragraph. */
const ordered = /^( {0,3})\d{1,9}([.)])[ \t]+[^ \t>#<[`~+*_=\d-]/

const opening = /^(?:(`{3,})[^`]*|(~{3,}).*)$/
/** Any line that may be a fence, with what may be before it in a list or quote. */
const fenceLike = /^[ \t>+*\d.)-]*(?:`{3,}|~{3,})/
/** What ends the list that a paragraph is an item of, or what may. */
const interruptsList = /^[ \t]*[>#<`~+*_=-]/

/** Raw HTML, by how a line of it begins and what its last line holds (CommonMark §4.6); the last is any other tag. */
const rawHtml: readonly (readonly [beginning: RegExp, end: RegExp])[] = [
  [/^[ \t>+*\d.)-]*<(?:script|pre|style|textarea)(?![a-z\d])/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^[ \t>+*\d.)-]*<!--/, /-->/],
  [/^[ \t>+*\d.)-]*<\?/, /\?>/],
  [/^[ \t>+*\d.)-]*<!\[CDATA\[/, /\]\]>/],
  [/^[ \t>+*\d.)-]*<![a-z]/i, />/],
  [/^[ \t>+*\d.)-]*<\/?[a-z]/i, blank],
]

type SyntaxState = {
  lines: string[]
  signs: number
  /** The fence of the code that is open, at the left margin and in no list or quote. */
  fence: string | undefined
  /** Whether it is certain of each fence so far what it belongs to. If not, the next fence may end one. */
  isFenceKnown: boolean
  /** What ends the HTML that may be open: only outside of it is a fence a fence. */
  html: ReadonlySet<RegExp>
  /** The indent and delimiter of the list item that the paragraph begins with. */
  item: { indent: number; delimiter: string } | undefined
}

const closes = (line: string, fence: string): boolean => {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
  return found !== undefined && found.startsWith(fence)
}

/** The HTML that may be open after a line. */
const htmlAfter = (line: string, open: ReadonlySet<RegExp>): ReadonlySet<RegExp> => {
  if (open.size === 0 && !line.includes('<')) return open
  const begun = rawHtml.filter(([beginning, end]) => {
    const found = beginning.exec(line)?.[0]
    return found !== undefined && !end.test(line.slice(found.length))
  })
  return new Set([...[...open].filter((end) => !end.test(line)), ...begun.map(([, end]) => end)])
}

/** Whether a line surely begins a paragraph of its own; a list that began at 1 goes on with any number. */
const begins = (line: string, { item }: SyntaxState): boolean => {
  if (interrupting.test(line)) return true
  const [, indent = '', delimiter = ''] = ordered.exec(line) ?? []
  return item !== undefined && item.delimiter === delimiter && item.indent === indent.length
}

const itemOf = (line: string, { html, isFenceKnown }: SyntaxState): SyntaxState['item'] => {
  const found = html.size === 0 && isFenceKnown ? ordered.exec(line) : null
  return found === null ? undefined : { indent: (found[1] ?? '').length, delimiter: found[2] ?? '' }
}

const endParagraph = (state: SyntaxState): ParagraphLines => {
  const paragraph = { text: state.lines.join('\n'), signs: state.signs }
  state.lines = []
  state.signs = 0
  state.item = undefined
  return paragraph
}

/** Adds a line to the open paragraph; returns how many signs it has. */
const addToParagraph = (state: SyntaxState, line: string): number => {
  if (interruptsList.test(line)) state.item = undefined
  const signs = line.match(sign)?.length ?? 0
  state.lines.push(line)
  state.signs += signs + 1
  return signs
}

const addLine = (state: SyntaxState, line: string): Added => {
  if (state.fence !== undefined) {
    if (closes(line, state.fence)) state.fence = undefined
    return { signs: 0 }
  }
  const fence = state.isFenceKnown && state.html.size === 0 ? opening.exec(line) : null
  if (fence !== null) {
    state.fence = fence[1] ?? fence[2]
    return { signs: 0, ended: endParagraph(state) }
  }
  state.isFenceKnown &&= !fenceLike.test(line)
  state.html = htmlAfter(line, state.html)
  if (blankInQuote.test(line)) return { signs: 0, ended: endParagraph(state) }
  if (!heading.test(line) && !begins(line, state)) return { signs: addToParagraph(state, line) }
  const ended = endParagraph(state)
  const signs = addToParagraph(state, line)
  state.item = itemOf(line, state)
  return { signs, ended }
}

/**
 * Divides a document into what may be paragraphs, line by line and before it is parsed, to count what they hold. Each
 * paragraph of the document is inside one of them; lines of code between fences are in none.
 */
export const createParagraphs = () => {
  const state: SyntaxState = {
    lines: [],
    signs: 0,
    fence: undefined,
    isFenceKnown: true,
    html: new Set(),
    item: undefined,
  }
  return {
    /** In a template, a fence may be one or not. */
    add: (line: string, isInTemplate = false): Added => {
      state.isFenceKnown &&= !(isInTemplate && fenceLike.test(line))
      return addLine(state, line)
    },
    end: (): ParagraphLines => endParagraph(state),
  }
}
