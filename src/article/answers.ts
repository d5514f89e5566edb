import { z } from 'zod'
import {
  Article,
  ArticleHead,
  Note,
  type Paragraph,
  paragraphWith,
  ParagraphType,
  Section,
  type SectionHead,
  Translation,
} from './article.ts'
import { Direction, Id, Language, Line } from './text.ts'

/** The shapes of the answers: the model with its links, root-relative or, with PUBLIC_URL, absolute. */
const Link = z.string()

const AlternateLink = z
  .object({ type: z.string().describe('media type'), href: Link })
  .meta({ id: 'AlternateLink', description: 'The same resource in another form' })

/** With `include=html`. */
const drawn = {
  html: z.string().optional().describe('a safe fragment of HTML, with `include=html`'),
}

const ParagraphInPlace = paragraphWith({ ...drawn, links: z.object({ self: Link }) }).meta({
  id: 'ParagraphInArticle',
  description: 'A paragraph as it stands in its article or section',
})

const SectionLinks = z
  .object({ self: Link, article: Link, previous: Link.nullable(), next: Link.nullable() })
  .meta({ id: 'SectionLinks', description: 'The links of a section in its article' })

const SectionInPlace = Section.extend({
  paragraphs: z.array(ParagraphInPlace),
  links: SectionLinks,
}).meta({ id: 'SectionInArticle', description: 'A headed part of an article, with its paragraphs' })

const NoteInPlace = Note.extend({
  ...drawn,
  links: z.object({ self: Link, paragraph: Link.nullable().describe('the first that refers to it') }),
}).meta({ id: 'NoteInArticle', description: 'A footnote as it stands in its article' })

const TranslationAnswer = Translation.extend({ links: z.object({ self: Link }) }).meta({
  id: 'TranslationLink',
  description: 'The same article in another language',
})

const translated = {
  translations: z.array(TranslationAnswer).describe('in order of their languages'),
}

export const ArticleAnswer = Article.extend({
  ...translated,
  sections: z.array(SectionInPlace),
  notes: z.array(NoteInPlace),
  links: z.object({ self: Link, sections: Link, alternates: z.array(AlternateLink) }),
}).meta({ id: 'Article', description: 'An article: title, outlet, sections, paragraphs' })
export type ArticleAnswer = z.infer<typeof ArticleAnswer>

export const ArticleSummary = ArticleHead.extend({
  ...translated,
  links: z.object({ self: Link, sections: Link }),
}).meta({ id: 'ArticleSummary', description: 'An article without its body' })
export type ArticleSummary = z.infer<typeof ArticleSummary>

/** What a section or paragraph says of its article, so that it can be shown and attributed alone. */
export const ArticleMention = z
  .object({ id: Id, title: Line, outlet: Line, language: Language, direction: Direction })
  .meta({ id: 'ArticleMention', description: 'The article that a part stands in' })
export type ArticleMention = z.infer<typeof ArticleMention>

const SectionMention = Section.pick({
  id: true,
  position: true,
  level: true,
  heading: true,
  headingMarks: true,
}).meta({
  id: 'SectionMention',
  description: 'The section that a paragraph stands in',
})

export const SectionAnswer = SectionInPlace.extend({
  article: ArticleMention,
  links: SectionLinks.extend({ alternates: z.array(AlternateLink) }),
}).meta({ id: 'Section', description: 'A section, with its paragraphs and the article it stands in' })
export type SectionAnswer = z.infer<typeof SectionAnswer>

export const SectionSummary = Section.omit({ paragraphs: true })
  .extend({ paragraphCount: z.int().min(0), links: SectionLinks })
  .meta({ id: 'SectionSummary', description: 'A section without its paragraphs' })
export type SectionSummary = z.infer<typeof SectionSummary>

export const SectionList = z
  .object({
    items: z.array(SectionSummary),
    total: z.int().min(0),
    article: ArticleMention,
    links: z.object({ self: Link, article: Link }),
  })
  .meta({ id: 'SectionList', description: 'The sections of an article, in order' })
export type SectionList = z.infer<typeof SectionList>

const ParagraphLinks = z
  .object({
    self: Link,
    section: Link,
    article: Link,
    previous: Link.nullable(),
    next: Link.nullable(),
    alternates: z.array(AlternateLink),
  })
  .meta({ id: 'ParagraphLinks', description: 'The links of a paragraph' })

export const ParagraphAnswer = paragraphWith({
  ...drawn,
  article: ArticleMention,
  section: SectionMention,
  links: ParagraphLinks,
}).meta({ id: 'Paragraph', description: 'A paragraph, with the section and article it stands in' })
export type ParagraphAnswer = z.infer<typeof ParagraphAnswer>

export const NoteAnswer = Note.extend({
  ...drawn,
  article: ArticleMention,
  links: z.object({
    self: Link,
    paragraph: Link.nullable().describe('the first that refers to it'),
    article: Link,
    previous: Link.nullable(),
    next: Link.nullable(),
    alternates: z.array(AlternateLink),
  }),
}).meta({ id: 'Note', description: 'A footnote, and the article it stands in' })
export type NoteAnswer = z.infer<typeof NoteAnswer>

/** The links of one page of a list. */
export const PageLinks = z
  .object({ self: Link, first: Link, previous: Link.nullable(), next: Link.nullable(), last: Link })
  .meta({ id: 'PageLinks', description: 'The links of one page of a list' })
export type PageLinks = z.infer<typeof PageLinks>

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    total: z.int().min(0),
    page: z.int().min(1),
    pages: z.int().min(0),
    limit: z.int().min(1).max(100),
    links: PageLinks,
  })

const ListedArticle = ArticleSummary.extend({
  sections: z.array(SectionInPlace).optional().describe('with `include=sections`'),
  notes: z.array(NoteInPlace).optional().describe('with `include=sections`'),
}).meta({
  id: 'ListedArticle',
  description: 'An article in a list: without its body unless that is asked for',
})

export const ArticleList = listOf(ListedArticle).meta({
  id: 'ArticleList',
  description: 'One page of articles, newest first',
})
export type ArticleList = z.infer<typeof ArticleList>

/** What to highlight in a string: UTF-16 offsets into it. */
export const Span = z
  .object({ start: z.int().min(0), end: z.int().min(1) })
  .meta({ id: 'Span', description: 'What to highlight: UTF-16 offsets into the string beside it' })
export type Span = z.infer<typeof Span>

/**
 * Where an article matches a search, as offsets into its texts. Of the paragraphs that match, `paragraphCount`, it has
 * the best: `excerpt` is a part of the text of the paragraph, `highlights` are offsets into that part.
 */
export type Hit = {
  article: ArticleHead
  score: number
  title: Span[]
  summary: Span[]
  sections: { section: SectionHead; highlights: Span[] }[]
  paragraphs: { section: SectionHead; paragraph: Paragraph; excerpt: Span; highlights: Span[] }[]
  paragraphCount: number
  notes: { note: Note; excerpt: Span; highlights: Span[] }[]
}

const HeadingHit = SectionMention.extend({
  highlights: z.array(Span).describe('offsets into `heading`'),
  links: z.object({ self: Link }),
}).meta({ id: 'HeadingHit', description: 'A section whose heading matches' })

const excerpted = {
  language: Language,
  direction: Direction,
  excerpt: z.string().describe('the text around the match, as it is written'),
  start: z.int().min(0).describe('where the excerpt begins in the text'),
  cut: z
    .object({ start: z.boolean(), end: z.boolean() })
    .describe('whether the text goes on before the excerpt, and after it'),
  highlights: z.array(Span).describe('offsets into `excerpt`'),
}

const NoteHit = z
  .object({ id: Id, label: Line, ...excerpted, links: z.object({ self: Link }) })
  .meta({ id: 'NoteHit', description: 'A footnote that matches, and what of it' })

const ParagraphHit = z
  .object({
    id: Id,
    position: z.int().min(1),
    type: ParagraphType,
    ...excerpted,
    section: SectionMention,
    links: z.object({ self: Link, section: Link }),
  })
  .meta({ id: 'ParagraphHit', description: 'A paragraph that matches, and what of it' })

export const SearchHit = ArticleSummary.extend({
  score: z.number().min(0).describe('how well it matches: higher is better, of this search alone'),
  highlights: z
    .object({ title: z.array(Span), summary: z.array(Span) })
    .describe('offsets into `title` and `summary`'),
  sections: z.array(HeadingHit).describe('whose headings match'),
  paragraphs: z.array(ParagraphHit).describe('the best of those that match, in the order of the article'),
  paragraphCount: z.int().min(0).describe('how many paragraphs match'),
  notes: z.array(NoteHit).describe('the first of the footnotes that match'),
}).meta({ id: 'SearchHit', description: 'An article that matches, and where' })
export type SearchHit = z.infer<typeof SearchHit>

const FacetCounts = z.array(z.object({ name: z.string(), articleCount: z.int().min(1) }))

export const SearchList = listOf(SearchHit)
  .extend({
    q: z.string().describe('what was searched for'),
    notice: z
      .string()
      .nullable()
      .describe('why there was nothing to search for, or what of it did not count; null otherwise'),
    corrected: z
      .string()
      .nullable()
      .describe('what was searched for instead, where `q` has a word that no article has; null otherwise'),
    didYouMean: z.string().nullable().describe('what would find much more; null where nothing would'),
    facets: z
      .object({
        tag: FacetCounts,
        rubric: FacetCounts,
        outlet: FacetCounts,
        language: FacetCounts,
        author: FacetCounts,
      })
      .partial()
      .describe(
        'the values of the whole result for each facet that was asked for, those of most articles first',
      ),
  })
  .meta({ id: 'SearchList', description: 'One page of the articles that match, best first' })
export type SearchList = z.infer<typeof SearchList>

export const ListedValue = z
  .object({
    name: z.string(),
    articleCount: z.int().min(1),
    links: z.object({ articles: Link }),
  })
  .meta({ id: 'ListedValue', description: 'A value that articles have, and how many have it' })

export const ValueList = listOf(ListedValue).meta({
  id: 'ValueList',
  description: 'One page of the values that articles have, those of most articles first',
})
export type ValueList = z.infer<typeof ValueList>

export const ServiceAnswer = z
  .object({
    name: z.string(),
    version: z.string(),
    links: z.object({
      self: Link,
      articles: Link,
      search: Link,
      outlets: Link,
      rubrics: Link,
      tags: Link,
      languages: Link,
      jsonFeed: Link,
      atomFeed: Link,
      rssFeed: Link,
      live: Link,
      ready: Link,
      schema: Link,
      openapi: Link,
      docs: Link,
    }),
  })
  .meta({ id: 'Service', description: 'The service and where everything is' })
export type ServiceAnswer = z.infer<typeof ServiceAnswer>

/** What is wrong in a file, where, and how to correct it. */
export const Fault = z
  .object({
    file: z.string(),
    line: z.int().min(0).describe('from 1; 0 where it is the whole file'),
    column: z.int().min(0),
    path: z.string().describe('as in `sections[1].heading`'),
    problem: z.string(),
    hint: z.string(),
  })
  .meta({ id: 'Fault', description: 'What is wrong in a file of the folder, and what would be right' })
export type Fault = z.infer<typeof Fault>

export const HealthAnswer = z
  .object({
    status: z.enum(['live', 'ready']),
    articles: z.int().min(0).nullable().describe('how many are served; null for liveness'),
    faults: z.array(Fault).describe('of the files that are refused; their last good version is served'),
  })
  .meta({ id: 'Health', description: 'Whether the process is up, and which files it refuses' })
export type HealthAnswer = z.infer<typeof HealthAnswer>

/** The explanation of a type of error. */
export const ProblemType = z
  .object({
    type: Link,
    title: z.string(),
    status: z.int().min(400).max(599),
    meaning: z.string(),
    links: z.object({ self: Link, service: Link }),
  })
  .meta({ id: 'ProblemType', description: 'What a type of error means' })
export type ProblemType = z.infer<typeof ProblemType>

/** An error (RFC 9457), with valid values where that helps. */
export const ProblemAnswer = z
  .object({
    type: z.string().describe('where the error is explained'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().describe('the address that was asked for'),
    errors: z.array(z.object({ parameter: z.string(), detail: z.string() })).optional(),
    available: z.array(z.string()).optional().describe('what there is instead'),
    didYouMean: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 describes' })
export type ProblemAnswer = z.infer<typeof ProblemAnswer>

/** What each kind of resource answers as JSON. */
export const answers = {
  service: ServiceAnswer,
  problem: ProblemType,
  health: HealthAnswer,
  articles: ArticleList,
  search: SearchList,
  values: ValueList,
  article: ArticleAnswer,
  sections: SectionList,
  section: SectionAnswer,
  paragraph: ParagraphAnswer,
  note: NoteAnswer,
}
