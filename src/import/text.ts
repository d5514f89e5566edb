import { tidy } from '../article/text.ts'
import { decodeText } from './bytes.ts'
import { cite } from './notes.ts'
import { guessLanguage, guessNote } from '../sources/scripts.ts'
import type { Draft, Importer } from './importer.ts'

/** Longer lines are no headings, and no names of a rubric or an outlet. */
const longestHeading = 100

/** Ends of sentences and clauses in Latin, Arabic, Hebrew, Chinese and Japanese, with what may close after them. */
const punctuation = /[.!?…:;,،؛؟۔。！？；：，、׃]["'”’»›)\]」』）】]*$/u

/** A character of Han or Kana says as much as two or three letters. */
const widthOf = (line: string): number =>
  line.length + 1.5 * (line.match(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu)?.length ?? 0)

const isShort = (line: string): boolean => widthOf(line) <= longestHeading
const isHeading = (line: string): boolean => isShort(line) && !punctuation.test(line)

/** Lines that stand together, without the blank ones between. */
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

/** Whether lines were broken at a width: they are alike in length, and most of them end within a sentence. */
const isWrapped = (lines: string[]): boolean => {
  const before = lines.slice(0, -1)
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0)
  const open = before.filter((line) => !punctuation.test(line)).length
  return (
    before.length > 0 &&
    longest <= 120 &&
    open * 2 > before.length &&
    before.every((line) => line.length > longest * 0.6)
  )
}

type Head = { file: Draft['file']; rest: string[][]; notes: string[] }

/** The names after a title: in its own block, or each alone in a block of its own; else they are lines of a paragraph. */
const namesAfter = ([, ...together]: string[], blocks: string[][]): string[] => {
  const apart = blocks
    .slice(1, 3 - together.length)
    .map((block) => (block.length === 1 ? (block[0] ?? '') : ''))
  const lines = [...together.slice(0, 2), ...apart]
  const end = lines.findIndex((line) => line === '' || !isHeading(line))
  return end === -1 ? lines : lines.slice(0, end)
}

/** The title is the first line; the short lines after it, two at most, are the rubric and the outlet. */
const readHead = (blocks: string[][]): Head => {
  const [title = ''] = blocks[0] ?? []
  const names = namesAfter(blocks[0] ?? [], blocks)
  const [first, second] = names
  const rest = dropLines(blocks, names.length + 1)
  if (first === undefined) return { file: { title }, rest, notes: [] }
  if (second !== undefined) return { file: { title, rubric: first, outlet: second }, rest, notes: [] }
  const note = `took the one short line after the title, ${cite(first)}, for the outlet: say otherwise with --outlet`
  return { file: { title, outlet: first }, rest, notes: [note] }
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

const readSections = (blocks: string[][], notes: string[]): Section[] => {
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
      notes.push(`took the last line, ${cite(line)}, for a paragraph: it is short, as a heading is`)
    } else if (block.length === 1 && isShort(line) && /[?？؟:：]$/u.test(line)) {
      notes.push(
        `took ${cite(line)} for a paragraph: it is short, as a heading is, but ends in ${line.at(-1)}`,
      )
    }
    if (isWrapped(block)) notes.push(`joined ${block.length} lines into the paragraph ${cite(line)}`)
    for (const paragraph of isWrapped(block) ? [join(block)] : block)
      sections.at(-1)?.paragraphs.push(paragraph)
  }
  for (const { heading, paragraphs } of sections) {
    if (heading !== undefined && paragraphs.length === 0)
      notes.push(`the heading ${cite(heading)} has nothing under it`)
  }
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
    const { file, rest, notes } = readHead(blocksOf(lines))
    const sections = readSections(rest, notes)
    const language = guessLanguage(decoded)
    if (language === undefined) return { file: { ...file, sections }, notes }
    return { file: { ...file, language, sections }, notes: [...notes, guessNote(language)] }
  },
}
