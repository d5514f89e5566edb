import { z } from 'zod'
import { Mark } from './marks.ts'
import {
  Direction,
  Id,
  ImageAddress,
  Language,
  Line,
  SectionId,
  SourceDate,
  Text,
  WebAddress,
} from './text.ts'

/** What every paragraph has, whatever its type. */
const place = {
  id: Id,
  position: z.int().min(1).describe('1-based, within its section'),
  text: z.string().describe('the plain reading'),
  marks: z.array(Mark).describe('of `text`, in order, one inside the other or apart'),
  language: Language,
  direction: Direction,
}

const ListItem = z
  .object({ text: Text, marks: z.array(Mark) })
  .meta({ id: 'ListItem', description: 'An item of a list, with its marks' })
export type ListItem = z.infer<typeof ListItem>

export const Image = z
  .object({
    url: ImageAddress,
    alt: Line.nullable().describe('what it shows, for those who do not see it'),
    caption: Text.nullable(),
    credit: Line.nullable(),
    width: z.int().min(1).nullable().describe('pixels'),
    height: z.int().min(1).nullable().describe('pixels'),
  })
  .meta({ id: 'Image', description: 'Where an image is and what is said of it' })
export type Image = z.infer<typeof Image>

/** A paragraph with further keys: in an answer it has links. */
export const paragraphWith = <Further extends z.ZodRawShape>(further: Further) =>
  z.discriminatedUnion('type', [
    z.object({ ...place, type: z.literal('text') }).extend(further),
    z
      .object({ ...place, type: z.literal('quote'), attribution: Line.nullable().describe('who said it') })
      .extend(further),
    z
      .object({ ...place, type: z.literal('list'), ordered: z.boolean(), items: z.array(ListItem) })
      .extend(further),
    z.object({ ...place, type: z.literal('image'), image: Image }).extend(further),
  ])

export const Paragraph = paragraphWith({})
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

/** The language of a text, and the direction that it is set in. */
export type Locale = Pick<Paragraph, 'language' | 'direction'>

/** A section without its paragraphs. */
export type SectionHead = Omit<Section, 'paragraphs'>

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

/** All paragraphs of an article, in order. */
export const allParagraphs = ({ sections }: Pick<Article, 'sections'>): Paragraph[] =>
  sections.flatMap(({ paragraphs }) => paragraphs)

/** An article without its sections. */
export const headOf = ({ sections: _, ...head }: Article): ArticleHead => head

/** What lists of values are made of; the plural is the name of the list. */
export const facets = ['outlet', 'rubric', 'tag', 'language'] as const
export type Facet = (typeof facets)[number]

/** The orders of a list of articles; `-` for descending. */
export const sorts = [
  '-datePublished',
  'datePublished',
  '-dateModified',
  'dateModified',
  'title',
  '-title',
] as const
export type Sort = (typeof sorts)[number]
