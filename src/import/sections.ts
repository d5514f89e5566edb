import type { Element } from 'hast'
import type { Handle } from 'hast-util-to-mdast'
import { toMdast } from 'hast-util-to-mdast'
import type { Root, RootContent } from 'mdast'
import type { ArticleFile, SectionFile } from '../article/file.ts'
import { fold } from '../article/fold.ts'
import { directionOf } from '../article/text.ts'
import { createContext } from '../sources/tree/context.ts'
import { readSections } from '../sources/tree/sections.ts'
import type { DomElement } from './dom.ts'
import { flowReaders } from './flow.ts'
import { footnotesOf } from './footnotes.ts'
import { toHast } from './hast.ts'
import { mostMarks } from './limits.ts'
import type { Notes } from './notes.ts'
import { type PageContext, phrasingReaders, plainOf } from './phrasing.ts'

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
  const first = plainOf(headings[0]?.children ?? [])
  const isTitle = title !== undefined && first !== '' && fold(first) === fold(title)
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

type About = {
  base: string | undefined
  language: string | undefined
  title: string | undefined
  notes: Notes
}

/** The text of an article file. */
export type DocumentBody = Pick<ArticleFile, 'sections' | 'notes'>

/** The language and direction that a document says all its text has; empty where it says none. */
export const placeOfLanguage = (language: string | undefined) => ({
  lang: language ?? '',
  dir: language === undefined ? '' : directionOf(language),
})

/** The sections of a document in HTML. `language` is what it says of all its text. */
export const readContent = (content: DomElement, about: About): DocumentBody =>
  readTree(toHast(content, placeOfLanguage(about.language)), about)

/** The sections and notes of a tree of HTML, each element of which has its language and direction. */
export const readTree = (content: Element, { base, language, title, notes }: About): DocumentBody => {
  const whole = placeOfLanguage(language)
  const inside = createContext({ type: 'root', children: [] }, { mostMarks })
  const page = { base, whole, notes, context: inside, footnotes: footnotesOf(content) }
  const tree = toMdast(content, { handlers: handlersFor(page) })
  const root: Root = {
    type: 'root',
    children: withLevels('children' in tree ? (tree.children as RootContent[]) : [], title),
  }
  const context = createContext(root, { mostMarks })
  const read = readSections(root, true, context)
  const sections = read.sections as SectionFile[]
  for (const { kind, text, value } of [...inside.notes, ...context.notes]) {
    if (kind === 'listStart' || kind === 'manyMarks') notes.add(kind, text, { value: String(value) })
  }
  noteHeadings(sections, notes)
  return { sections, ...(read.notes.length > 0 && { notes: read.notes as DocumentBody['notes'] & object }) }
}
