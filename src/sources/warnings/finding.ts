import type { Article } from '../../article/article.ts'

/** Something that is valid and most likely not meant, at a path of the article file. */
export type Finding = { path: PropertyKey[]; problem: string; hint: string }

/** What a rule reviews. `isPlain` says whether the value of a path is plain text in the file; `now` is in milliseconds. */
export type Reviewed = { article: Article; isPlain: (path: readonly PropertyKey[]) => boolean; now: number }

export type Rule = (reviewed: Reviewed) => Finding[]

type Marked = { text: string; marks: readonly { type: string; start: number; end: number }[] }

/** A text with spaces in place of its code, which is in another language and may hold HTML. */
export const withoutCode = ({ text, marks }: Marked): string => {
  let prose = ''
  let at = 0
  for (const { type, start, end } of marks) {
    if (type !== 'code') continue
    prose += text.slice(at, start) + ' '.repeat(end - start)
    at = end
  }
  return prose + text.slice(at)
}

/** Every paragraph with its path. */
export const paragraphsOf = ({ sections }: Article) =>
  sections.flatMap(({ paragraphs }, section) =>
    paragraphs.map((paragraph, index) => ({ paragraph, path: ['sections', section, 'paragraphs', index] })),
  )
