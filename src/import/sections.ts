import type { ParagraphFile, SectionFile } from '../article/file.ts'
import { fold } from '../article/fold.ts'
import { cite, type Notes } from './notes.ts'
import type { Block } from './parts.ts'

type Heading = { heading: string; level: number }
type Paragraph = Exclude<ParagraphFile, string>

const isHeading = (block: Block): block is Heading => 'heading' in block

/** A paragraph in its shortest form: a string where it is nothing but text. */
const shorten = (paragraph: Paragraph): ParagraphFile => {
  if (paragraph.type === 'list') {
    const items = paragraph.items.map((item) =>
      typeof item !== 'string' && (item.marks ?? []).length === 0 ? item.text : item,
    )
    return { ...paragraph, items }
  }
  if (paragraph.type === 'image') return paragraph
  const { marks = [], ...unmarked } = paragraph
  const short = marks.length === 0 ? unmarked : paragraph
  if (short.type === 'quote') return short
  const { type: _, ...plain } = short
  return Object.keys(plain).length === 1 ? plain.text : plain
}

/** A short paragraph that is strong from end to end is how many pages write a heading. */
const isAllStrong = (block: Block): boolean =>
  !isHeading(block) &&
  (block.type === undefined || block.type === 'text') &&
  block.text.length <= 100 &&
  (block.marks ?? []).some(
    ({ type, start, end }) => type === 'strong' && start === 0 && end === block.text.length,
  )

/** Blocks under their headings; the uppermost level of heading that there is becomes 1. */
export const toSections = (blocks: Block[], title: string | undefined, notes: Notes): SectionFile[] => {
  const wanted = title === undefined ? undefined : fold(title)
  const first = blocks.findIndex(isHeading)
  const kept = blocks.filter(
    (block, index) => !(index === first && isHeading(block) && fold(block.heading) === wanted),
  )
  const top = Math.min(...kept.filter(isHeading).map(({ level }) => level))
  const lede: SectionFile = { paragraphs: [] }
  const sections = [lede]
  for (const block of kept) {
    if (isHeading(block)) {
      const level = block.level - top + 1
      sections.push({ ...(level === 1 ? {} : { level }), heading: block.heading, paragraphs: [] })
    } else {
      if (isAllStrong(block) && 'text' in block)
        notes.add(`took ${cite(block.text)} for a paragraph: it is short and all strong, as a heading may be`)
      sections.at(-1)?.paragraphs.push(shorten(block))
    }
  }
  for (const [index, { heading, paragraphs, level = 1 }] of sections.entries()) {
    const isLeaf = (sections[index + 1]?.level ?? 1) <= level
    if (heading !== undefined && heading !== null && paragraphs.length === 0 && isLeaf)
      notes.add(`the heading ${cite(heading)} has nothing under it`)
  }
  return lede.paragraphs.length === 0 && sections.length > 1 ? sections.slice(1) : sections
}
