import { z } from 'zod'
import { Direction, Id, Language, Line, SectionId, SourceDate, Text, WebAddress } from './text.ts'

/** A stretch of a paragraph's text; `start` and `end` are offsets in UTF-16 units, `end` not included. */
export const Mark = z
  .object({
    type: z.enum(['link', 'strong', 'emphasis', 'code']),
    start: z.int().min(0),
    end: z.int().min(1),
    href: z.string().optional().describe('where a link leads'),
  })
  .meta({ id: 'Mark', description: 'A stretch of text that is a link, strong, emphasised or code' })
export type Mark = z.infer<typeof Mark>

export const Paragraph = z
  .object({
    id: Id,
    position: z.int().min(1).describe('1-based, within its section'),
    type: z.enum(['text']),
    text: Text.describe('the plain reading'),
    marks: z.array(Mark),
    language: Language,
    direction: Direction,
  })
  .describe('A paragraph')
export type Paragraph = z.infer<typeof Paragraph>

export const Section = z
  .object({
    id: SectionId,
    position: z.int().min(1).describe('1-based, within its article'),
    level: z.int().min(1).max(6).describe('1 for a main heading, 2 for one below it, …'),
    heading: Line.nullable().describe('null for what stands before the first heading'),
    paragraphs: z.array(Paragraph),
  })
  .describe('A headed part of an article; a newspaper’s desk is its rubric, not a section')
export type Section = z.infer<typeof Section>

export const Author = z
  .object({ name: Line, url: WebAddress.nullable() })
  .meta({ id: 'Author', description: 'Who wrote it, as its source says' })

/** What a list says of an article: everything but its sections. */
export const ArticleHead = z.object({
  id: Id,
  title: Line,
  outlet: Line.describe('who published it'),
  rubric: Line.nullable().describe('the desk or column of the outlet that it stood under'),
  language: Language.describe('BCP 47'),
  direction: Direction,
  summary: Text.nullable(),
  authors: z.array(Author),
  tags: z.array(Line),
  url: WebAddress.nullable().describe('where the outlet published it'),
  datePublished: SourceDate.nullable().describe('as the source gives it; null where it gives none'),
  dateModified: SourceDate.nullable(),
  wordCount: z.int().min(0),
  readingMinutes: z.int().min(0).describe('whole minutes at 200 words a minute, rounded up'),
})
export type ArticleHead = z.infer<typeof ArticleHead>

export const Article = ArticleHead.extend({ sections: z.array(Section) })
export type Article = z.infer<typeof Article>

/** An article less its sections. */
export const headOf = ({ sections: _, ...head }: Article): ArticleHead => head
