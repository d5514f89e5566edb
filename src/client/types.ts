/** What the service answers, as types alone: written out, so that an editor shows what each key is. */

/** In which direction a text is read. */
type Direction = 'rtl' | 'ltr'

interface MarkPlace {
  /** Where it begins in the text, in UTF-16 units, as `slice` counts. */
  start: number
  /** Where it ends, not included. */
  end: number
}

/** A part of a text that is a link. */
interface LinkMark extends MarkPlace {
  /** A link. */
  type: 'link'
  /** Where it leads: a web, mail or telephone address, or a path of the outlet's own. Never a script. */
  href: string
  /** Only a reference to a note has one. */
  note?: undefined
  /** Only a part in another language has one. */
  language?: undefined
  /** Only a part in another language has one. */
  direction?: undefined
}

/** A part of a text that refers to a footnote of the article. */
interface NoteMark extends MarkPlace {
  /** A reference to a note. */
  type: 'note'
  /** The id of the note. */
  note: string
  /** Only a link has one. */
  href?: undefined
  /** Only a part in another language has one. */
  language?: undefined
  /** Only a part in another language has one. */
  direction?: undefined
}

/** A part of a text that is in another language. */
interface LanguageMark extends MarkPlace {
  /** Another language. */
  type: 'language'
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
  /** Only a link has one. */
  href?: undefined
  /** Only a reference to a note has one. */
  note?: undefined
}

/** A part of a text that is struck out, strong, emphasised, raised, lowered, or code. */
interface StyleMark extends MarkPlace {
  /** What it means. */
  type: 'strike' | 'strong' | 'emphasis' | 'superscript' | 'subscript' | 'code'
  /** Only a link has one. */
  href?: undefined
  /** Only a reference to a note has one. */
  note?: undefined
  /** Only a part in another language has one. */
  language?: undefined
  /** Only a part in another language has one. */
  direction?: undefined
}

/** A part of a text with a meaning. Marks are in order, and one is inside the other or beside it. */
type Mark = LinkMark | NoteMark | LanguageMark | StyleMark

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
  /** What parts of the text mean. */
  marks: Mark[]
  /** 1 for an item of the list itself, 2 for an item of a list inside it, … */
  level: number
  /** Whether the list that it is an item of is numbered. */
  ordered: boolean
  /** Whether a task is done; null where it is no task. */
  checked: boolean | null
  /** The term that the text defines; null where it is no definition. */
  term: string | null
}

/** A cell of a table. */
interface Cell {
  /** The text. */
  text: string
  /** What parts of the text mean. */
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
  /** What parts of the caption mean. */
  captionMarks: Mark[]
  /** Who made it. */
  credit: string | null
  /** In pixels. */
  width: number | null
  /** In pixels. */
  height: number | null
  /** Its media type; null where the service has not the file. */
  type: string | null
  /** How large its file is; null where the service has not the file. */
  bytes: number | null
}

/** Where a video, a sound or an embedded page is, and what is said of it. */
interface Media {
  /** `embed` is the page of another site, such as a post or a map. */
  kind: 'video' | 'audio' | 'embed'
  /** Where it is. */
  url: string
  /** What it is called. */
  title: string | null
  /** The site it comes from, such as YouTube. */
  provider: string | null
  /** The address of an image that stands for it. */
  poster: string | null
  /** What stands under it. */
  caption: string | null
  /** What parts of the caption mean. */
  captionMarks: Mark[]
  /** Who made it. */
  credit: string | null
  /** In pixels. */
  width: number | null
  /** In pixels. */
  height: number | null
  /** In seconds. */
  duration: number | null
}

interface ParagraphPlace {
  /** Unique in its article; an anchor of its page. */
  id: string
  /** From 1, within its section. */
  position: number
  /**
   * What it is beside its type: `pull` repeats words of the article, `callout` stands apart, `related` leads to other
   * articles, `correction` corrects. Null for an ordinary paragraph.
   */
  role: 'pull' | 'callout' | 'related' | 'correction' | null
  /** The heading of a callout, such as Note. */
  label?: string | undefined
  /** Paragraphs of one callout, quote or list item have the same number; null for one alone. */
  group: number | null
  /** A safe fragment of HTML, where it was asked for. */
  html?: string | undefined
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
  /** Where it was said. */
  url: string | null
}

/** A list; `text` has an item a line. */
interface ListContent extends ParagraphPlace {
  /** A list. */
  type: 'list'
  /** Whether its items are numbered. */
  ordered: boolean
  /** The number of the first item. */
  start: number
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

/** Code; `text` has its white space, tabs and blank lines. */
interface CodeContent extends ParagraphPlace {
  /** Code. */
  type: 'code'
  /** The language of the code, as the source names it. */
  syntax: string | null
}

/** A table; `text` has a row a line, its cells divided by tabs. */
interface TableContent extends ParagraphPlace {
  /** A table. */
  type: 'table'
  /** What stands above it. */
  caption: string | null
  /** What parts of the caption mean. */
  captionMarks: Mark[]
  /** How the cells of each column are aligned, by the direction of the text. */
  columns: { align: 'start' | 'center' | 'end' | null }[]
  /** The row of headings; empty where there is none. */
  header: Cell[]
  /** The rows, each with a cell for every column. */
  rows: Cell[][]
}

/** A video, a sound or an embedded page. */
interface MediaContent extends ParagraphPlace {
  /** Media. */
  type: 'media'
  /** Where it is, and what is said of it. */
  media: Media
}

/** A break between paragraphs; its text is empty. */
interface BreakContent extends ParagraphPlace {
  /** A break. */
  type: 'break'
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

/** Code, as it stands in its article or section. */
interface CodeParagraph extends CodeContent, InArticle {}

/** A table, as it stands in its article or section. */
interface TableParagraph extends TableContent, InArticle {}

/** Media, as they stand in their article or section. */
interface MediaParagraph extends MediaContent, InArticle {}

/** A break, as it stands in its article or section. */
interface BreakParagraph extends BreakContent, InArticle {}

/** A paragraph as it stands in its article or section. `type` tells which it is. */
type ArticleParagraph =
  | TextParagraph
  | QuoteParagraph
  | ListParagraph
  | ImageParagraph
  | CodeParagraph
  | TableParagraph
  | MediaParagraph
  | BreakParagraph

interface NoteContent {
  /** Names it in its address; what marks of type `note` refer to. */
  id: string
  /** What stands for it in the text, such as 1 or *. */
  label: string
  /** The plain reading. */
  text: string
  /** What parts of `text` mean. */
  marks: Mark[]
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
  /** A safe fragment of HTML, where it was asked for. */
  html?: string | undefined
}

/** A footnote, as it stands in its article. */
interface ArticleNote extends NoteContent {
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The note alone. */
    self: string
    /** The first paragraph that refers to it; null where none does. */
    paragraph: string | null
  }
}

interface SectionPlace {
  /** Unique in its article; an anchor of its page. `lede` is what stands before the first heading. */
  id: string
  /** From 1, within its article. */
  position: number
  /** 1 for a main heading, 2 for one below it, … */
  level: number
  /** Null for what stands before the first heading. */
  heading: string | null
  /** What parts of `heading` mean. */
  headingMarks: Mark[]
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
  /** Other ids, which lead to it. */
  aliases: string[]
  /** In order. */
  paragraphs: ArticleParagraph[]
  /** Related addresses; `follow` asks for one. */
  links: SectionLinks
}

/** The same article in another language. */
interface Translation {
  /** BCP 47, for `lang` and `hreflang`. */
  language: string
  /** For `dir`. */
  direction: Direction
  /** Names it in its address. */
  id: string
  /** Its headline. */
  title: string
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The article in that language. */
    self: string
  }
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
  /** The image that stands for it: the one its source names, or its first. */
  image: Image | null
  /** Who wrote it. */
  authors: Author[]
  /** What it is about. */
  tags: string[]
  /** Where the outlet published it. */
  url: string | null
  /** Other ids and paths, which lead to it. */
  aliases: string[]
  /** The article that it is a translation of, where its file names it. */
  translationOf: string | null
  /** What it has in common with its translations, as its file says. */
  translationKey: string | null
  /** The same article in other languages, in order of these. */
  translations: Translation[]
  /** A day, or a moment with its offset (RFC 3339), as the source gives it; null where it gives none. */
  datePublished: string | null
  /** As `datePublished`. */
  dateModified: string | null
  /** Whether it is not published yet; only a preview has such articles. */
  draft: boolean
  /** When it is served no more, as `datePublished`; null where that is never. */
  expires: string | null
  /** Facts that its file has and the model has no name for, as they are written there. */
  meta: Record<string, unknown>
  /** How many words it has. */
  wordCount: number
  /** Whole minutes at 200 words a minute, rounded up. */
  readingMinutes: number
  /** Changes when, and only when, what is answered for the article changes. */
  revision: string
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
  /** Its footnotes, in order. */
  notes: ArticleNote[]
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

/** A footnote, and the article it stands in. */
interface Note extends NoteContent {
  /** The article it stands in. */
  article: ArticleMention
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The note. */
    self: string
    /** The first paragraph that refers to it; null where none does. */
    paragraph: string | null
    /** The article it stands in. */
    article: string
    /** The note before it; null for the first. */
    previous: string | null
    /** The note after it; null for the last. */
    next: string | null
    /** Its other forms. */
    alternates: Alternate[]
  }
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
  /** Other ids, which lead to it. */
  aliases: string[]
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
  | (CodeContent & Alone)
  | (TableContent & Alone)
  | (MediaContent & Alone)
  | (BreakContent & Alone)

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
interface ArticleList extends ListOf<ListedArticle> {}

/** An article in a list: without its body, unless that was asked for. */
interface ListedArticle extends ArticleSummary {
  /** In order, where they were asked for. */
  sections?: ArticleSection[] | undefined
  /** Its footnotes, where its sections were asked for. */
  notes?: ArticleNote[] | undefined
}

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

/** A footnote that matches a search. */
interface NoteHit {
  /** Names the note in its address. */
  id: string
  /** What stands for it in the text. */
  label: string
  /** BCP 47, for `lang`. */
  language: string
  /** For `dir`. */
  direction: Direction
  /** The text around the match, as it is written. */
  excerpt: string
  /** Where the excerpt begins in the `text` of the note. */
  start: number
  /** Whether the text goes on before the excerpt, and after it. */
  cut: { start: boolean; end: boolean }
  /** What to highlight in `excerpt`. */
  highlights: Span[]
  /** Related addresses; `follow` asks for one. */
  links: {
    /** The note. */
    self: string
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
  /** The first of the footnotes that match. */
  notes: NoteHit[]
}

/** One page of the articles that match a search, best first. */
interface SearchList extends ListOf<SearchHit> {
  /** What was searched for. */
  q: string
  /** Why nothing was searched for, or what of a long `q` did not count; null otherwise. */
  notice: string | null
  /** What was searched for instead, where `q` has a word that no article has; null otherwise. */
  corrected: string | null
  /** What would find much more; null where nothing would. */
  didYouMean: string | null
  /** The values that the articles of the whole result have, for each facet that was asked for. */
  facets: {
    [Name in 'tag' | 'rubric' | 'outlet' | 'language' | 'author']?:
      | { name: string; articleCount: number }[]
      | undefined
  }
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
  ArticleNote,
  ArticleParagraph,
  ArticleSection,
  ArticleSummary,
  Author,
  BreakParagraph,
  Cell,
  CodeParagraph,
  Direction,
  HeadingHit,
  Image,
  ImageParagraph,
  LanguageMark,
  LinkMark,
  ListedArticle,
  ListedValue,
  ListItem,
  ListParagraph,
  Mark,
  Media,
  MediaParagraph,
  Note,
  NoteHit,
  NoteMark,
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
  TableParagraph,
  TextParagraph,
  Translation,
  ValueList,
}
