import { deepest, mostInParagraph, mostPairs, mostScanned, mostSigns } from '../limits.ts'
import type { PlacedProblem, Point } from '../places.ts'
import { createParagraphs, type ParagraphLines } from './paragraphs.ts'

const container = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))/y
const thematicBreak = /^[ \t]*([-*_])[ \t]*(?:\1[ \t]*)+$/

/** How many quotes and lists a line opens. */
const containersOf = (line: string): number => {
  let count = 0
  container.lastIndex = 0
  while (container.test(line)) count += 1
  return count === 0 || thematicBreak.test(line) ? 0 : count
}

/** How many quotes and lists a line may be in: those it opens, and those it is indented into. */
const nestingOf = (line: string, opened: number): number => {
  if (opened === 0) return 0
  const indent = /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0
  return opened + Math.floor(indent / 2)
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** What begins a stretch that micromark scans to its end, and that end. */
const stretches: readonly (readonly [RegExp, string])[] = [
  [/<!--/g, '-->'],
  [/<\?/g, '?>'],
  [/<!\[CDATA\[/g, ']]>'],
  [/<![a-z]/gi, '>'],
  [/\]\(/g, ')'],
]

/** How many characters lie between the beginnings of stretches and the ends that follow them, or the end of the text. */
const scanned = (text: string): number => {
  let sum = 0
  for (const [opening, closing] of stretches) {
    let end = -1
    for (const { index } of text.matchAll(opening)) {
      if (end !== -1 && end <= index) end = -1
      if (end === -1) end = text.indexOf(closing, index + 1)
      if (end === -1) end = text.length
      sum += end - index
    }
  }
  return sum
}

/** The end of code is searched to the end of its paragraph, once for each number of backticks. */
const scannedForCode = (text: string): number =>
  new Set(text.match(/`+/g)?.map(({ length }) => length)).size * text.length

/** The label of a link is read again at each `]`; five of its characters cost as much as one that is scanned. */
const scannedForLabels = (text: string): number => (countOf(text, /\]/g) * text.length) / 5

/** What some signs cost, where others cost one: measured, as many of each as are allowed take a second. */
const dear: readonly (readonly [sign: RegExp, cost: number])[] = [
  [/\|/g, 1],
  [/</g, 2],
  [/@|:\/\/|www\./gi, 3],
  [/:::/g, 6],
]
const costOfContainer = 4

const costOfDear = (line: string): number =>
  dear.reduce((sum, [sign, cost]) => sum + cost * countOf(line, sign), 0)

type Costs = Record<'signs' | 'most' | 'pairs' | 'scanned' | 'closings' | 'definitions' | 'footnotes', number>

const addParagraph = (costs: Costs, { text, signs }: ParagraphLines) => {
  costs.most = Math.max(costs.most, signs)
  costs.pairs += signs * signs
  costs.scanned += scanned(text) + scannedForCode(text) + scannedForLabels(text)
  costs.closings += countOf(text, /\]/g)
  costs.definitions += countOf(text, /\]:/g)
  costs.footnotes += countOf(text, /\[\^[^[\]\s]*\]:/g)
}

const divide = 'divide it, or write \\* and \\[ where they are text'

/** What is too much, in words for an author; undefined where nothing is. */
const excess = (costs: Costs): { problem: string; hint: string } | undefined => {
  if (costs.signs > mostSigns) {
    const problem = `has more than ${mostSigns} lines, list items and signs such as * and [`
    return { problem, hint: 'split the article, or write it as JSON' }
  }
  if (costs.most > mostInParagraph) {
    const problem = `has more than ${mostInParagraph} lines and signs such as * and [ in one paragraph`
    return { problem, hint: divide }
  }
  if (costs.pairs > mostPairs) {
    return { problem: 'has too many long paragraphs full of signs such as * and [', hint: divide }
  }
  if (costs.closings * costs.definitions > mostPairs && costs.footnotes * 2 > costs.definitions) {
    const problem = `has too many footnotes: ${costs.footnotes}`
    return { problem, hint: 'divide the article, or write them into the text' }
  }
  if (costs.closings * costs.definitions > mostPairs) {
    const problem = `has too many links by reference: ${costs.definitions} definitions and ${costs.closings} of ]`
    return { problem, hint: 'write the address beside the link, as in [text](address)' }
  }
  if (costs.scanned > mostScanned) {
    const problem = 'has too many comments, links or pieces of code that nothing closes in long paragraphs'
    return { problem, hint: 'close them, divide the paragraph, or write \\<, \\[ and \\`' }
  }
  return undefined
}

/**
 * Why a document would take too long to parse, counted line by line before it is parsed. The count is at least what
 * micromark will meet: a line that may or may not end a paragraph is taken not to end it.
 */
export const tooMuch = (text: string, templateLines: ReadonlySet<number>): PlacedProblem | undefined => {
  const costs: Costs = { signs: 0, most: 0, pairs: 0, scanned: 0, closings: 0, definitions: 0, footnotes: 0 }
  const paragraphs = createParagraphs()
  let begun = 1
  for (const [index, line] of text.split('\n').entries()) {
    const opened = containersOf(line)
    if (nestingOf(line, opened) > deepest) {
      return {
        line: index + 1,
        column: 1,
        problem: `is nested more than ${deepest} deep`,
        hint: 'lift it out',
      }
    }
    const { ended, signs } = paragraphs.add(line, templateLines.has(index))
    costs.signs += 1 + costOfContainer * opened + signs + costOfDear(line)
    if (ended === undefined && costs.signs <= mostSigns) continue
    if (ended !== undefined) addParagraph(costs, ended)
    const found = excess(costs)
    if (found !== undefined) return { line: begun, column: 1, ...found }
    begun = index + 1
  }
  addParagraph(costs, paragraphs.end())
  const found = excess(costs)
  return found === undefined ? undefined : { line: begun, column: 1, ...found }
}

type Tree = { children?: Tree[]; position?: { start: Point } | undefined }

/** The place of the first node that is too deep to be read, found without recursion. */
export const tooDeep = (root: Tree): Point | undefined => {
  let level = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > 2 * deepest) return level[0]?.position?.start ?? { line: 1, column: 1 }
    level = level.flatMap(({ children = [] }) => children)
  }
  return undefined
}
