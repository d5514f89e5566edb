/** What an article refers to by a path, which may be a file of its folder or another article. */
import type { Article, Paragraph } from '../article/article.ts'
import { markedTexts } from '../article/parts.ts'
import type { Mark } from '../article/marks.ts'
import { mostReferences } from './limits.ts'

export type ReferenceKind = 'image' | 'media' | 'link'

type Path = PropertyKey[]

/** An address that is a path, and where the article file says so. */
export type PathReference = { kind: ReferenceKind; url: string; path: Path }

const isPath = (url: string): boolean => !/^(?:[a-z][a-z\d+.-]*:|\/\/|[#?]|$)/i.test(url)

const inMarks = (marks: readonly Mark[], path: Path): PathReference[] =>
  marks.flatMap((mark) => (mark.type === 'link' ? [{ kind: 'link' as const, url: mark.href, path }] : []))

const inParagraph = (paragraph: Paragraph, path: Path): PathReference[] => {
  const found = markedTexts(paragraph).flatMap(({ marks }) => inMarks(marks, path))
  const add = (kind: ReferenceKind, url: string | null, key: string) => {
    if (url !== null) found.push({ kind, url, path: [...path, key] })
  }
  if (paragraph.type === 'image') add('image', paragraph.image.url, 'url')
  if (paragraph.type === 'quote') add('link', paragraph.url, 'url')
  if (paragraph.type === 'media') {
    add('media', paragraph.media.url, 'url')
    add('image', paragraph.media.poster, 'poster')
  }
  return found
}

/** Each path that an article refers to, where it does so first. */
export const pathReferences = ({ image, sections, notes }: Article): PathReference[] => {
  const all = [
    ...sections.flatMap(({ headingMarks, paragraphs }, at) => [
      ...inMarks(headingMarks, ['sections', at, 'heading']),
      ...paragraphs.flatMap((paragraph, index) =>
        inParagraph(paragraph, ['sections', at, 'paragraphs', index]),
      ),
    ]),
    ...notes.flatMap(({ marks }, index) => inMarks(marks, ['notes', index])),
    // Last, since it is most often the first image of the text, whose place says more.
    ...(image === null ? [] : [{ kind: 'image' as const, url: image.url, path: ['image'] }]),
  ]
  const first = new Map<string, PathReference>()
  for (const reference of all) {
    const key = `${reference.kind} ${reference.url}`
    if (isPath(reference.url) && !first.has(key)) first.set(key, reference)
    if (first.size === mostReferences) break
  }
  return [...first.values()]
}
