import { z } from 'zod'
import { Mark } from './marks.ts'
import {
  Direction,
  Href,
  Id,
  ImageAddress,
  Language,
  Line,
  SectionId,
  SourceDate,
  Text,
  WebAddress,
} from './text.ts'

/** What a paragraph is beside its type; null where it is an ordinary one. */
export const roles = ['pull', 'callout', 'related', 'correction'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** What every paragraph has, whatever its type. */
const place = {
  id: Id,
  position: z.int().min(1).describe('1-based, within its section'),
  role: Role.nullable().describe(
    'pull repeats words of the article, callout stands apart, related leads to other articles, correction corrects',
  ),
  label: Line.optional().describe('the heading of a callout, such as Note; only where it has one'),
  group: z
    .int()
    .min(1)
    .nullable()
    .describe('paragraphs of one callout, quote or list item share it; counted through the article'),
  text: z.string().describe('the plain reading'),
  marks: z.array(Mark).describe('of `text`, in order, one inside the other or apart'),
  language: Language,
  direction: Direction,
}

const marked = { text: z.string().describe('the plain reading'), marks: z.array(Mark).describe('of `text`') }

const ListItem = z
  .object({
    ...marked,
    level: z.int().min(1).describe('1 for an item of the list itself, 2 for one of a list inside it, …'),
    ordered: z.boolean().describe('whether the list that it is an item of is numbered'),
    checked: z.boolean().nullable().describe('whether a task is done; null where it is no task'),
    term: Line.nullable().describe('the term that the text defines; null where it is no definition'),
  })
  .meta({ id: 'ListItem', description: 'An item of a list, with its marks' })
export type ListItem = z.infer<typeof ListItem>

const Cell = z.object(marked).meta({ id: 'Cell', description: 'A cell of a table, with its marks' })
export type Cell = z.infer<typeof Cell>

export const alignments = ['start', 'center', 'end'] as const

const Column = z
  .object({ align: z.enum(alignments).nullable().describe('by the direction of the text') })
  .meta({ id: 'Column', description: 'How the cells of a column stand' })

const captioned = {
  caption: Text.nullable(),
  captionMarks: z.array(Mark).describe('of `caption`'),
}

const size = {
  width: z.int().min(1).nullable().describe('pixels'),
  height: z.int().min(1).nullable().describe('pixels'),
}

export const Image = z
  .object({
    url: ImageAddress,
    alt: Line.nullable().describe('what it shows, for those who do not see it'),
    ...captioned,
    credit: Line.nullable(),
    ...size,
    type: z.string().nullable().describe('media type; null where the file is not in the folder'),
    bytes: z.int().min(0).nullable(),
  })
  .meta({ id: 'Image', description: 'Where an image is and what is said of it' })
export type Image = z.infer<typeof Image>

export const mediaKinds = ['video', 'audio', 'embed'] as const

const Media = z
  .object({
    kind: z.enum(mediaKinds).describe('embed is the page of another site, such as a post or a map'),
    url: ImageAddress,
    title: Line.nullable(),
    provider: Line.nullable().describe('the site it comes from, such as YouTube'),
    poster: ImageAddress.nullable().describe('an image that stands for it'),
    ...captioned,
    credit: Line.nullable(),
    ...size,
    duration: z.number().min(0).nullable().describe('seconds'),
  })
  .meta({ id: 'Media', description: 'Where a video, a sound or an embedded page is and what is said of it' })
export type Media = z.infer<typeof Media>

/** A paragraph with further keys: in an answer it has links. */
export const paragraphWith = <Further extends z.ZodRawShape>(further: Further) =>
  z.discriminatedUnion('type', [
    z.object({ ...place, type: z.literal('text') }).extend(further),
    z
      .object({
        ...place,
        type: z.literal('quote'),
        attribution: Line.nullable().describe('who said it'),
        url: Href.nullable().describe('where it was said'),
      })
      .extend(further),
    z
      .object({
        ...place,
        type: z.literal('list'),
        ordered: z.boolean().describe('whether its items are numbered'),
        start: z.int().min(0).describe('the number of its first item'),
        items: z.array(ListItem),
      })
      .extend(further),
    z.object({ ...place, type: z.literal('image'), image: Image }).extend(further),
    z
      .object({
        ...place,
        type: z.literal('code'),
        syntax: Line.nullable().describe('the language of the code, as the source names it'),
      })
      .extend(further),
    z
      .object({
        ...place,
        type: z.literal('table'),
        ...captioned,
        columns: z.array(Column),
        header: z.array(Cell).describe('empty where the table has no row of headings'),
        rows: z.array(z.array(Cell)).describe('each with a cell for every column'),
      })
      .extend(further),
    z.object({ ...place, type: z.literal('media'), media: Media }).extend(further),
    z.object({ ...place, type: z.literal('break') }).extend(further),
  ])

export const Paragraph = paragraphWith({})
export type Paragraph = z.infer<typeof Paragraph>

export const ParagraphType = z.enum(Paragraph.options.map(({ shape }) => shape.type.value))

export const Section = z
  .object({
    id: SectionId,
    position: z.int().min(1).describe('1-based, within its article'),
    level: z.int().min(1).max(6).describe('1 for a main heading, 2 for one below it, …'),
    heading: Line.nullable().describe('null for what stands before the first heading'),
    headingMarks: z.array(Mark).describe('of `heading`'),
    aliases: z.array(z.string()).describe('other ids'),
    paragraphs: z.array(Paragraph),
  })
  .describe('A headed part of an article; a newspaper’s desk is its rubric, not a section')
export type Section = z.infer<typeof Section>

/** The language of a text, and the direction that it is set in. */
export type Locale = Pick<Paragraph, 'language' | 'direction'>

/** A section as others mention it. */
export type SectionHead = Omit<Section, 'paragraphs' | 'aliases'>

export const Note = z
  .object({
    id: Id,
    label: Line.describe('what stands for it in the text, such as 1 or *'),
    ...marked,
    language: Language,
    direction: Direction,
  })
  .describe('A footnote')
export type Note = z.infer<typeof Note>

export const Author = z
  .object({ name: Line, url: WebAddress.nullable() })
  .meta({ id: 'Author', description: 'Who wrote it, as its source says' })

export const Translation = z
  .object({ language: Language, direction: Direction, id: Id, title: Line })
  .meta({ id: 'Translation', description: 'The same article in another language' })
export type Translation = z.infer<typeof Translation>

/** What a list says of an article: everything but its sections. */
export const ArticleHead = z.object({
  id: Id,
  title: Line,
  outlet: Line.describe('who published it'),
  rubric: Line.nullable().describe('the desk or column of the outlet that it stood under'),
  language: Language.describe('BCP 47'),
  direction: Direction,
  summary: Text.nullable(),
  image: Image.nullable().describe('the image that stands for it: the one its file names, or its first'),
  authors: z.array(Author),
  tags: z.array(Line),
  url: WebAddress.nullable().describe('where the outlet published it'),
  aliases: z.array(z.string()).describe('other ids and paths'),
  translationOf: Id.nullable(),
  translationKey: Line.nullable(),
  translations: z.array(Translation).describe('in order of their languages'),
  datePublished: SourceDate.nullable().describe('as the source gives it; null where it gives none'),
  dateModified: SourceDate.nullable(),
  draft: z.boolean().describe('whether it is not published yet'),
  expires: SourceDate.nullable().describe('when it is served no more'),
  meta: z.record(z.string(), z.unknown()).describe('facts that its file has and maqal has no name for'),
  wordCount: z.int().min(0),
  readingMinutes: z.int().min(0).describe('whole minutes at 200 words a minute, rounded up'),
  revision: z.string().describe('changes when, and only when, what is answered for the article changes'),
})
export type ArticleHead = z.infer<typeof ArticleHead>

export const Article = ArticleHead.extend({ sections: z.array(Section), notes: z.array(Note) })
export type Article = z.infer<typeof Article>

/** All paragraphs of an article, in order. */
export const allParagraphs = ({ sections }: Pick<Article, 'sections'>): Paragraph[] =>
  sections.flatMap(({ paragraphs }) => paragraphs)

/** Some values, each of which may be read when it is asked for. */
export type ListOf<Item> = { readonly length: number; at: (index: number) => Item | undefined }

/** An article whose paragraphs and notes may be read when they are asked for. */
export type ArticleInParts = ArticleHead & {
  sections: readonly (Omit<Section, 'paragraphs'> & { paragraphs: ListOf<Paragraph> })[]
  notes: ListOf<Note>
}

/** An article without its sections and notes. */
export const headOf = ({ sections: _, notes: __, ...head }: ArticleInParts): ArticleHead => head

/** What lists of values are made of; the plural is the name of the list. */
export const facets = ['outlet', 'rubric', 'tag', 'language'] as const
export type Facet = (typeof facets)[number]

/** What of the result of a search can be counted. */
export const searchFacets = ['tag', 'rubric', 'outlet', 'language', 'author'] as const
export type SearchFacet = (typeof searchFacets)[number]

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
