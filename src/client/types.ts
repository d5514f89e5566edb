/** What the service answers, as types alone: written out, so that an editor shows what each key is. */

/** In which direction a text is read. */
type Direction = 'rtl' | 'ltr'

/** A stretch of text that is a link. `start` and `end` count in UTF-16 units, as `slice` does. */
interface LinkMark {
  /** A link. */
  type: 'link'
  /** Where it begins in the text. */
  start: number
  /** Where it ends, not included. */
  end: number
  /** Where it leads: a web, mail or telephone address, or a path of the outlet's own. Never a script. */
  href: string
}

/** A stretch of text that is strong, emphasised or code. `start` and `end` count in UTF-16 units, as `slice` does. */
interface StyleMark {
  /** What it means. */
  type: 'strong' | 'emphasis' | 'code'
  /** Where it begins in the text. */
  start: number
  /** Where it ends, not included. */
  end: number
  /** Only a link leads somewhere. */
  href?: undefined
}

/** A stretch of text with a meaning. Marks are in order, and stand one inside the other or apart. */
type Mark = LinkMark | StyleMark

/** What to highlight: offsets into the string beside it, in UTF-16 units, as `slice` counts. */
interface Span {
  /** Where it begins. */
  start: number
  /** Where it ends, not included. */
  end: number
}

/** The same in another form: a page, Markdown, plain text, … */
interface Alternate {
  /** Its media type. */
  type: string
  /** Its address. */
  href: string
}

/** Who wrote an article. */
interface Author {
  /** The name, as the source gives it. */
  name: string
  /** A page of the author's, if it is known. */
  url: string | null
}

/** An item of a list. */
interface ListItem {
  /** The text, without a number or bullet. */
  text: string
  /** What stretches of the text mean. */
  marks: Mark[]
}

/** Where an image is, and what is said of it. */
interface Image {
  /** Where it is: a web address, or a path of the outlet's own. */
  url: string
  /** What it shows, for those who do not see it. */
  alt: string | null
  /** What stands under it. */
  caption: string | null
  /** Who made it. */
  credit: string | null
  /** In pixels. */
  width: number | null
  /** In pixels. */
  height: number | null
}

interface ParagraphPlace {
  /** Unique in its article; an anchor of its page. */
  id: string
  /** From 1, within its section. */
  position: number
  /** The plain reading. Show it for a type that you do not know. */
  text: string
  /** What stretches of `text` mean. */
  marks: Mark[]
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
}

/** A paragraph of running text; a line feed in `text` is a line break. */
interface TextContent extends ParagraphPlace {
  /** Running text. */
  type: 'text'
}

/** Words that are quoted. */
interface QuoteContent extends ParagraphPlace {
  /** A quote. */
  type: 'quote'
  /** Who said it. */
  attribution: string | null
}

/** A list; `text` has an item a line. */
interface ListContent extends ParagraphPlace {
  /** A list. */
  type: 'list'
  /** Whether its items are numbered, from 1. */
  ordered: boolean
  /** The items in order. */
  items: ListItem[]
}

/** An image. */
interface ImageContent extends ParagraphPlace {
  /** An image. */
  type: 'image'
  /** Where it is, and what is said of it. */
  image: Image
}

interface InArticle {
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The paragraph alone. */
    self: string
  }
}

/** A paragraph of text, as it stands in its article or section. */
interface TextParagraph extends TextContent, InArticle {}

/** A quote, as it stands in its article or section. */
interface QuoteParagraph extends QuoteContent, InArticle {}

/** A list, as it stands in its article or section. */
interface ListParagraph extends ListContent, InArticle {}

/** An image, as it stands in its article or section. */
interface ImageParagraph extends ImageContent, InArticle {}

/** A paragraph as it stands in its article or section. `type` tells which it is. */
type ArticleParagraph = TextParagraph | QuoteParagraph | ListParagraph | ImageParagraph

interface SectionPlace {
  /** Unique in its article; an anchor of its page. `lede` is what stands before the first heading. */
  id: string
  /** From 1, within its article. */
  position: number
  /** 1 for a main heading, 2 for one below it, … */
  level: number
  /** Null for what stands before the first heading. */
  heading: string | null
}

interface SectionLinks {
  /** The section alone. */
  self: string
  /** The article it stands in. */
  article: string
  /** The section before it; null for the first. */
  previous: string | null
  /** The section after it; null for the last. */
  next: string | null
}

/** A headed part of an article, with its paragraphs. */
interface ArticleSection extends SectionPlace {
  /** In order. */
  paragraphs: ArticleParagraph[]
  /** Related addresses; `follow` asks for one. */
  links: SectionLinks
}

/** What a list says of an article: all but its body. */
interface ArticleHead {
  /** Names it in its address. */
  id: string
  /** The headline. */
  title: string
  /** Who published it. */
  outlet: string
  /** The desk or column of the outlet that it stood under. */
  rubric: string | null
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
  /** What it says, in a few sentences. */
  summary: string | null
  /** Who wrote it. */
  authors: Author[]
  /** What it is about. */
  tags: string[]
  /** Where the outlet published it. */
  url: string | null
  /** A day, or a moment with its offset (RFC 3339), as the source gives it; null where it gives none. */
  datePublished: string | null
  /** As `datePublished`. */
  dateModified: string | null
  /** How many words it has. */
  wordCount: number
  /** Whole minutes at 200 words a minute, rounded up. */
  readingMinutes: number
}

/** An article without its body. */
interface ArticleSummary extends ArticleHead {
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The article. */
    self: string
    /** Its sections. */
    sections: string
  }
}

/** An article: title, outlet, sections, paragraphs. */
interface Article extends ArticleHead {
  /** In order. */
  sections: ArticleSection[]
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The article. */
    self: string
    /** Its sections, without their paragraphs. */
    sections: string
    /** Its other forms. */
    alternates: Alternate[]
  }
}

/** What a part says of the article it stands in, so that it can be shown alone. */
interface ArticleMention {
  /** Names the article in its address. */
  id: string
  /** The headline. */
  title: string
  /** Who published it. */
  outlet: string
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
}

/** A section, with its paragraphs and the article it stands in. */
interface Section extends ArticleSection {
  /** The article it stands in. */
  article: ArticleMention
  /** Related addresses; `follow` asks for one. */
  links: SectionLinks & {
    /** Its other forms. */
    alternates: Alternate[]
  }
}

/** A section without its paragraphs. */
interface SectionSummary extends SectionPlace {
  /** How many paragraphs it has. */
  paragraphCount: number
  /** Related addresses; `follow` asks for one. */
  links: SectionLinks
}

/** The sections of an article, in order. */
interface SectionList {
  /** The sections in order. */
  items: SectionSummary[]
  /** How many there are. */
  total: number
  /** The article they stand in. */
  article: ArticleMention
  /** Related addresses; `follow` asks for one. */
  links: {
    /** This list. */
    self: string
    /** The article. */
    article: string
  }
}

interface Alone {
  /** The article it stands in. */
  article: ArticleMention
  /** The section it stands in. */
  section: SectionPlace
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The paragraph. */
    self: string
    /** The section it stands in. */
    section: string
    /** The article it stands in. */
    article: string
    /** The paragraph before it, of its section or the one before; null for the first. */
    previous: string | null
    /** The paragraph after it; null for the last. */
    next: string | null
    /** Its other forms. */
    alternates: Alternate[]
  }
}

/** A paragraph, with the section and article it stands in. `type` tells which it is. */
type Paragraph =
  | (TextContent & Alone)
  | (QuoteContent & Alone)
  | (ListContent & Alone)
  | (ImageContent & Alone)

/** The pages around one page of a list. */
interface PageLinks {
  /** This page. */
  self: string
  /** The first page. */
  first: string
  /** The page before it; null for the first. */
  previous: string | null
  /** The page after it; null for the last. */
  next: string | null
  /** The last page. */
  last: string
}

/** One page of a list. */
interface ListOf<Item> {
  /** The items of this page. */
  items: Item[]
  /** How many there are on all pages. */
  total: number
  /** Which page this is, from 1. */
  page: number
  /** How many pages there are. */
  pages: number
  /** How many items a page has at most. */
  limit: number
  /** The pages around it; `follow` asks for one. */
  links: PageLinks
}

/** One page of articles. */
interface ArticleList extends ListOf<ArticleSummary> {}

/** A section whose heading matches a search. */
interface HeadingHit extends SectionPlace {
  /** What to highlight in `heading`. */
  highlights: Span[]
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The section. */
    self: string
  }
}

/** A paragraph that matches a search. */
interface ParagraphHit {
  /** Names the paragraph in its address. */
  id: string
  /** From 1, within its section. */
  position: number
  /** The type of the paragraph. */
  type: ArticleParagraph['type']
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
  /** The text around the match, as it is written. */
  excerpt: string
  /** Where the excerpt begins in the `text` of the paragraph. */
  start: number
  /** Whether the text goes on before the excerpt, and after it. */
  cut: { start: boolean; end: boolean }
  /** What to highlight in `excerpt`. */
  highlights: Span[]
  /** The section it stands in. */
  section: SectionPlace
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The paragraph. */
    self: string
    /** The section it stands in. */
    section: string
  }
}

/** An article that matches a search, and where. */
interface SearchHit extends ArticleSummary {
  /** How well it matches: higher is better, of this search alone. */
  score: number
  /** What to highlight in `title` and `summary`. */
  highlights: { title: Span[]; summary: Span[] }
  /** Whose headings match. */
  sections: HeadingHit[]
  /** The best of those that match, in the order of the article. */
  paragraphs: ParagraphHit[]
  /** How many paragraphs match. */
  paragraphCount: number
}

/** One page of the articles that match a search, best first. */
interface SearchList extends ListOf<SearchHit> {
  /** What was searched for. */
  q: string
  /** Why nothing was searched for, where `q` has no word to search for; null otherwise. */
  notice: string | null
}

/** A value that articles have: an outlet, a rubric, a tag or a language. */
interface ListedValue {
  /** The value. */
  name: string
  /** How many articles have it. */
  articleCount: number
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The articles that have it. */
    articles: string
  }
}

/** One page of the values that articles have, those of most articles first. */
interface ValueList extends ListOf<ListedValue> {}

/** An error as the service sends it (RFC 9457). */
interface Problem {
  /** Where the type of error is explained. */
  type: string
  /** What went wrong, the same for every error of the type. */
  title: string
  /** The status of the answer. */
  status: number
  /** What was wrong this time. */
  detail: string
  /** The address that was asked for. */
  instance: string
  /** Each parameter that was wrong, and how. */
  errors?: { parameter: string; detail: string }[] | undefined
  /** What there is instead. */
  available?: string[] | undefined
  /** The nearest of them. */
  didYouMean?: string | undefined
}

export type {
  Alternate,
  Article,
  ArticleList,
  ArticleMention,
  ArticleParagraph,
  ArticleSection,
  ArticleSummary,
  Author,
  Direction,
  HeadingHit,
  Image,
  ImageParagraph,
  LinkMark,
  ListedValue,
  ListItem,
  ListParagraph,
  Mark,
  PageLinks,
  Paragraph,
  ParagraphHit,
  Problem,
  QuoteParagraph,
  SearchHit,
  SearchList,
  Section,
  SectionLinks,
  SectionList,
  SectionSummary,
  Span,
  StyleMark,
  TextParagraph,
  ValueList,
}
