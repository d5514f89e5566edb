import type { Element } from 'hast'
import type { Handle } from 'hast-util-to-mdast'
import { toMdast } from 'hast-util-to-mdast'
import type { FootnoteDefinition, RootContent } from 'mdast'
import { toString } from 'mdast-util-to-string'
import type { NoteFile, SectionFile } from '../article/file.ts'
import { fold } from '../article/fold.ts'
import { directionOf } from '../article/text.ts'
import { createContext } from '../sources/tree/context.ts'
import { readSections } from '../sources/tree/sections.ts'
import { type Flow, toParagraph } from './content.ts'
import type { DomElement } from './dom.ts'
import { flowReaders } from './flow.ts'
import { takeFootnotes } from './footnotes.ts'
import { toHast } from './hast.ts'
import { mostMarks } from './limits.ts'
import type { Notes } from './notes.ts'
import { type PageContext, phrasingReaders } from './phrasing.ts'

const handlersFor = (page: Omit<PageContext, 'state'>): Record<string, Handle> =>
  Object.fromEntries(
    Object.entries({ ...phrasingReaders, ...flowReaders }).map(([name, read]): [string, Handle] => [
      name,
      (state, element, parent) => read(element, { ...page, state }, parent),
    ]),
  )

/** Headings from level 1 on, without the first where it says the title again. */
const withLevels = (blocks: RootContent[], title: string | undefined): RootContent[] => {
  const headings = blocks.filter((block) => block.type === 'heading')
  const first = headings[0]
  const isTitle = title !== undefined && first !== undefined && fold(toString(first)) === fold(title)
  const kept = isTitle ? headings.slice(1) : headings
  const top = Math.min(...kept.map(({ depth }) => depth))
  return blocks.flatMap((block): RootContent[] => {
    if (block.type !== 'heading') return [block]
    return isTitle && block === headings[0] ? [] : [{ ...block, depth: (block.depth - top + 1) as 1 }]
  })
}

/** Notes what is most likely a heading and was read as none, or the other way round. */
export const noteHeadings = (sections: readonly SectionFile[], notes: Notes): void => {
  for (const { paragraphs } of sections) {
    for (const paragraph of paragraphs) {
      if (typeof paragraph === 'string' || (paragraph.type ?? 'text') !== 'text') continue
      if (!('marks' in paragraph)) continue
      const { text, marks = [] } = paragraph
      const isAllStrong = marks.some(
        ({ type, start, end }) => type === 'strong' && start === 0 && end === text.length,
      )
      if (text.length <= 100 && isAllStrong) notes.add('allStrong', text)
    }
  }
  for (const [index, { heading, paragraphs, level = 1 }] of sections.entries()) {
    const isLeaf = (sections[index + 1]?.level ?? 1) <= level
    if (typeof heading === 'string' && paragraphs.length === 0 && isLeaf) notes.add('emptyHeading', heading)
  }
}

/** A footnote with the label that the text has for it. */
const labelled = ({ label, number }: { label: string; number: number }, blocks: Flow[]): Flow[] => {
  const attributes = [
    { key: 'id', value: `n${number}` },
    { key: 'label', value: label },
    ...(blocks[0]?.data?.attributes ?? []),
  ]
  const at = blocks.findLastIndex(({ type }) => type === 'paragraph')
  const last = blocks[at]
  const marked = { type: 'attributes' as const, value: '', attributes }
  if (last?.type !== 'paragraph') return [...blocks, toParagraph([marked])]
  return [...blocks.filter((_, index) => index !== at), { ...last, children: [...last.children, marked] }]
}

type About = {
  base: string | undefined
  language: string | undefined
  title: string | undefined
  notes: Notes
}

/** The language and direction that a document says all its text has; empty where it says none. */
export const placeOfLanguage = (language: string | undefined) => ({
  lang: language ?? '',
  dir: language === undefined ? '' : directionOf(language),
})

/** What is read of a document: the parts of an article file. */
export type DocumentBody = { sections: SectionFile[]; notes?: NoteFile[] }

/** The sections of a document in HTML. `language` is what it says of all its text. */
export const readContent = (content: DomElement, about: About): DocumentBody =>
  readTree(toHast(content, placeOfLanguage(about.language)), about)

/** The sections and footnotes of a tree of HTML, each element of which has its language and direction. */
export const readTree = (whole: Element, { base, language, title, notes }: About): DocumentBody => {
  const { content, footnotes } = takeFootnotes(whole)
  const handlers = handlersFor({ base, whole: placeOfLanguage(language), notes, footnotes })
  const read = (nodes: Element): RootContent[] => {
    const tree = toMdast(nodes, { handlers })
    return 'children' in tree ? (tree.children as RootContent[]) : []
  }
  const definitions = [...footnotes].map(([identifier, footnote], index): FootnoteDefinition => ({
    type: 'footnoteDefinition',
    identifier,
    children: labelled({ label: footnote.label, number: index + 1 }, read(footnote.content) as Flow[]),
  }))
  const children = withLevels(read(content), title)
  const root = { type: 'root' as const, children: [...children, ...definitions] }
  const direction = directionOf(language ?? 'und')
  const context = createContext(root, { mostMarks, direction })
  const article = readSections(root, true, context)
  const sections = article.sections as SectionFile[]
  for (const { kind, text, value } of context.notes) {
    if (kind === 'listStart' || kind === 'manyMarks') notes.add(kind, text, { value: String(value) })
    if (kind === 'blockInNote') notes.add('noteBlocks')
  }
  noteHeadings(sections, notes)
  const footnotesOfArticle = article.notes as NoteFile[]
  return { sections, ...(footnotesOfArticle.length > 0 && { notes: footnotesOfArticle }) }
}
