import { tidy } from '../article/text.ts'
import { decodeText } from './bytes.ts'
import { createNotes, type Notes } from './notes.ts'
import { noteHeadings } from './sections.ts'
import { hasItems } from '../sources/items.ts'
import { guessLanguage } from '../sources/letters.ts'
import type { Draft, Importer } from './importers.ts'

/** Longer lines are neither headings nor names of a rubric or outlet. */
const longestHeading = 100

/** Ends of sentences and clauses in Latin, Arabic, Hebrew, Chinese and Japanese, with what may close after them. */
const punctuation = /[.!?…:;,،؛؟۔。！？；：，、׃]["'”’»›)\]」』）】]*$/u

/** A character of Han or Kana says as much as two or three letters. */
const widthOf = (line: string): number =>
  line.length + 1.5 * (line.match(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu)?.length ?? 0)

const isShort = (line: string): boolean => widthOf(line) <= longestHeading
const isHeading = (line: string): boolean => isShort(line) && !punctuation.test(line)

/** Lines in groups, divided at blank lines. */
const blocksOf = (lines: string[]): string[][] => {
  const blocks: string[][] = [[]]
  for (const line of lines) {
    if (line !== '') blocks.at(-1)?.push(line)
    else if (blocks.at(-1)?.length !== 0) blocks.push([])
  }
  return blocks.filter((block) => block.length > 0)
}

const isUnspaced = (character: string | undefined): boolean =>
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}，。、；：？！]/u.test(character ?? '')

const join = (lines: string[]): string =>
  lines
    .map((line, index) => {
      const before = lines[index - 1]
      if (before === undefined) return line
      return isUnspaced(before.at(-1)) && isUnspaced(line[0]) ? line : ` ${line}`
    })
    .join('')

/** Whether lines were broken at a width: they are of similar length, no items, and most end in the middle of a sentence. */
const isWrapped = (lines: string[]): boolean => {
  const before = lines.slice(0, -1)
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0)
  const open = before.filter((line) => !punctuation.test(line)).length
  return (
    before.length > 0 &&
    !hasItems(lines) &&
    longest <= 120 &&
    open * 2 > before.length &&
    before.every((line) => line.length > longest * 0.6)
  )
}

type Head = { file: Draft['file']; rest: string[][] }

/** The names after a title: in its block, or each in a block of its own. Other lines belong to a paragraph. */
const namesAfter = ([, ...together]: string[], blocks: string[][]): string[] => {
  const apart = blocks
    .slice(1, 3 - together.length)
    .map((block) => (block.length === 1 ? (block[0] ?? '') : ''))
  const lines = [...together.slice(0, 2), ...apart]
  const end = lines.findIndex((line) => line === '' || !isHeading(line))
  return end === -1 ? lines : lines.slice(0, end)
}

/** The title is the first line; the short lines after it, two at most, are the rubric and the outlet. */
const readHead = (blocks: string[][], notes: Notes): Head => {
  const [title = ''] = blocks[0] ?? []
  const names = namesAfter(blocks[0] ?? [], blocks)
  const [first, second] = names
  const rest = dropLines(blocks, names.length + 1)
  if (first === undefined) return { file: { title }, rest }
  if (second !== undefined) return { file: { title, rubric: first, outlet: second }, rest }
  notes.add('outletLine', first, { option: 'outlet' })
  return { file: { title, outlet: first }, rest }
}

const dropLines = (blocks: string[][], count: number): string[][] => {
  let left = count
  return blocks
    .map((block) => {
      const rest = block.slice(left)
      left = Math.max(0, left - block.length)
      return rest
    })
    .filter((block) => block.length > 0)
}

type Section = { heading?: string; paragraphs: string[] }

const readSections = (blocks: string[][], notes: Notes): Section[] => {
  const lede: Section = { paragraphs: [] }
  const sections = [lede]
  for (const [index, block] of blocks.entries()) {
    const [line = ''] = block
    const isLast = index === blocks.length - 1
    if (block.length === 1 && isHeading(line) && !isLast) {
      sections.push({ heading: line, paragraphs: [] })
      continue
    }
    if (block.length === 1 && isHeading(line)) {
      notes.add('lastLine', line)
    } else if (block.length === 1 && isShort(line) && /[?？؟:：]$/u.test(line)) {
      notes.add('question', line)
    }
    if (isWrapped(block)) notes.add('joinedLines', line, { value: String(block.length) })
    for (const paragraph of isWrapped(block) ? [join(block)] : block)
      sections.at(-1)?.paragraphs.push(paragraph)
  }
  noteHeadings(sections, notes)
  return lede.paragraphs.length === 0 && sections.length > 1 ? sections.slice(1) : sections
}

const stray = /[^\P{Cc}\n]|\p{Noncharacter_Code_Point}/gu

/** Plain text as newsrooms send it: title, rubric, outlet, then paragraphs, with short lines as headings. */
export const text: Importer = {
  name: 'text',
  extensions: ['.txt', '.text'],
  async read(bytes) {
    const decoded = decodeText(bytes).text.replaceAll(/\r\n?|[\u2028\u2029\f\v\u0085]/g, '\n')
    const lines = decoded.replaceAll('\t', ' ').replaceAll(stray, '').split('\n').map(tidy)
    if (lines.every((line) => line === '')) throw new Error('is empty')
    const notes = createNotes()
    const { file, rest } = readHead(blocksOf(lines), notes)
    const sections = readSections(rest, notes)
    const language = guessLanguage(decoded)
    if (language !== undefined) notes.add('language', language, { option: 'language' })
    const found = language === undefined ? {} : { language }
    return { file: { ...file, ...found, sections }, notes: notes.list() }
  },
}
