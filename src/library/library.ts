import type { Article, ArticleHead, ArticleInParts, Facet, SearchFacet, Sort } from '../article/article.ts'
import type { Relations } from '../article/relations.ts'
import type { Shown } from '../article/shown.ts'
import type { ExpandedQuery } from '../search/expand.ts'
import type { ParsedQuery } from '../search/query.ts'
import type { WordGroup } from '../search/word-groups.ts'

/** One page of a list, and how many there are in all. */
export type Page<Item> = { items: Item[]; total: number }

/**
 * Only articles that have all of these. Names are compared folded. One with commas is that name, or where no article has it, any
 * of the names between the commas.
 */
export type Filter = { [Name in SearchFacet]?: string | undefined } & {
  /** The ids of articles, with commas. */
  article?: string | undefined
  /** Milliseconds since 1970: published at or after it. */
  from?: number | undefined
  /** Published before it. */
  before?: number | undefined
}

/** Which page, from 1, of how many items. */
export type PageAsked = { page: number; limit: number }

/** Which page of which articles, in which order. */
export type ListAsked = PageAsked & { filter?: Filter; sort?: Sort }

/**
 * An article that matches a search; a higher score is a better match. The article is read when it is asked for, and each paragraph
 * when it is. `passages` says which of its passages may match, where the engine knows it.
 */
export type Match = {
  readonly article: ArticleInParts
  readonly passages?: (passage: number) => boolean
  score: number
}

/** The values that the articles of a result have, those of most articles first. */
export type FacetCounts = Partial<Record<SearchFacet, { name: string; articleCount: number }[]>>

/**
 * What a search found. `searched` is the query as it was held against the texts. `corrected` is the query with words that no text
 * has replaced by the nearest that one has, `didYouMean` one that finds much more; null where there is none.
 * `facets` are those that were asked for, each counted without its own filter.
 */
export type Searched = Page<Match> & {
  searched: ExpandedQuery
  corrected: string | null
  didYouMean: string | null
  /** Nothing has a phrase as it is: its words were searched for one by one. */
  isLoosened: boolean
  /** Words of a long query that were not searched for, since nothing has all words. */
  leftOut: readonly string[]
  facets: FacetCounts
}

/** A search. When `signal` is aborted, because nobody waits for the answer any more, it rejects with the reason. */
export type SearchAsked = PageAsked & {
  filter: Filter
  search: ParsedQuery
  facets?: readonly SearchFacet[]
  signal?: AbortSignal | undefined
}

/**
 * What the library knows of a file: `stamp` changes whenever the file may have changed (size, times, inode),
 * `digest` only when its bytes have.
 */
export type FileRecord = {
  file: string
  stamp: string
  digest: string
  article: string
  relations: Relations
  /** What its article depends on besides, as the folder names it. */
  beside: readonly string[]
}

/** Where a name leads that no article has now: to an article, to one that was deleted, or nowhere. */
export type MovedTo = { article: string } | 'deleted' | null

/** A file that an article shows or links to: what its bytes were when it was read, by `stamp`. */
export type FileUse = {
  /** The beginning of the SHA-256 of its bytes, in hexadecimal. */
  hash: string
  name: string
  type: string
  bytes: number
  /** From the root of the folder. */
  path: string
  stamp: string
}

/** Where a part of a file begins, and how many bytes it has. */
export type FilePart = { start: number; length: number }

/** Reads a part of a file that an article uses; undefined where the file is gone or has changed. */
export type ReadFilePart = (file: FileUse, part: FilePart) => Promise<Buffer | undefined>

/** What a search index has of an article: the terms of each of its columns, and the hashes of the words of its passages. */
export type IndexedWords = { columns: readonly string[]; passages: Uint8Array }

/** A file added or changed, with the article it holds and the files that this uses. */
export type Stored = Omit<FileRecord, 'article' | 'beside' | 'relations'> & {
  article: Article
  /** A digest of the bytes of the file alone: a file that has it under another name was renamed. */
  text?: string
  /** When it is public; where it is left out, its dates say so, in UTC. */
  shown?: Shown
  beside?: readonly string[]
  uses?: readonly FileUse[]
  /** Where they were made before: an engine that has use of them makes them itself otherwise. */
  words?: IndexedWords | undefined
}

/** Files added or changed, files of which only the stamp changed, files that are gone, and the synonyms where they are others. */
export type Changes = {
  /** Whether nobody was answered yet from the changes before, with which these belong together. */
  isContinued?: boolean
  /** Files among those to remove that are there still, and are served no more: of their ids nothing is remembered. */
  withdrawn?: readonly string[]
  put: Stored[]
  touch: Pick<FileRecord, 'file' | 'stamp'>[]
  remove: string[]
  synonyms?: readonly WordGroup[]
}

/**
 * An answer, with the revision that it was read at: it grows with every change, and equal revisions mean equal answers. `due` is
 * when it may be another though no file changes, because an article is published or expires: milliseconds since 1970.
 */
export type At<Answer> = Answer & { revision: number; due: number }

/** The ids of the articles that a change touched; 'all' where the engine cannot name them. */
export type Touched = readonly string[] | 'all'

/** Thrown by an engine that cannot answer now, and may later: its database is closed, gone or too slow. */
export class Unavailable extends Error {}

/**
 * The questions one can ask of the articles that are public: no answer depends on another article in any way. Each answer is of one state of the library, also where that changes while
 * it is read. Rejects with Unavailable where the engine cannot answer now, with another error where it is broken.
 */
export interface Library {
  article: (id: string) => Promise<At<{ article: Article | null }>>
  /** One page, newest first unless sorted otherwise; undated last, ties by id. */
  articles: (asked: ListAsked) => Promise<At<Page<ArticleHead>>>
  /** The same page with their sections, each read when it is asked for, so that not all are in memory at once. */
  fullArticles: (asked: ListAsked) => Promise<At<Page<Article>>>
  /**
   * One page of the articles that match all clauses. All engines find the same articles, and so the same total. The best
   * are first by the measure of the engine, whose order and scores are its own; of equal scores the newest is first, then by id.
   */
  search: (asked: SearchAsked) => Promise<At<Searched>>
  /** One page of the values that articles have, those of most articles first, ties by name. */
  values: (facet: Facet, paging: PageAsked) => Promise<At<Page<{ name: string; articleCount: number }>>>
  /** The articles before and after one in the usual order; null where there is none. */
  around: (id: string) => Promise<At<{ previous: ArticleHead | null; next: ArticleHead | null }>>
  /** At most 100 ids in order, those on both sides of where `id` is or would be. */
  idsNear: (id: string) => Promise<At<{ ids: string[] }>>
  /** Where an id or a path leads that an article had before; the path begins with a slash. */
  moved: (name: string) => Promise<At<{ moved: MovedTo }>>
  /** The files with this hash that articles use: they have the same bytes. */
  filesWith: (hash: string) => Promise<At<{ files: FileUse[] }>>
  /**
   * Calls back for each change, until the returned function is called: before a change is answered from in the process
   * that applied it, soon after in others.
   */
  onChange: (listener: (touched: Touched) => void) => () => void
}

/** What changes the articles. */
export interface Shelf {
  /** The files its articles are from, in order of their names. */
  files: () => Promise<FileRecord[]>
  /** The synonyms it has. */
  synonyms: () => Promise<readonly WordGroup[]>
  /** Applies all changes or none. Resolves with the ids of the articles they touched. */
  apply: (changes: Changes) => Promise<string[]>
}

/** The questions asked of all articles, those that are not public included. */
export type Previewed = { preview: Library }

/** A database of articles. tests/library.test.ts is the contract of all engines. */
export type Engine = Library & Shelf & Previewed & { close: () => Promise<void> }

/** Where an answer is kept: `digest` is of all that it depends on besides its article. */
export type AnswerPlace = { address: string; format: string; digest: string }

/** An answer that shows one article, at a revision of that; `tag` and `facts`, which many have alike, are read by who keeps it. */
export type KeptAnswer = AnswerPlace & {
  article: string
  revision: string
  tag: string
  facts: string
  /** Null where another coding holds it. */
  identity: Uint8Array | null
  br: Uint8Array | null
  gzip: Uint8Array | null
}

/** The codings that an answer may be kept in. */
export type KeptCoding = 'identity' | 'br' | 'gzip'

/** One coding of a kept answer; null where it is kept in others. */
export type KeptBytes = Pick<KeptAnswer, 'article' | 'revision' | 'tag' | 'facts'> & {
  bytes: Uint8Array | null
}

/** Answers that outlive memory. What is kept may be lost, and is only made again. */
export interface Answers {
  find: (place: AnswerPlace) => KeptAnswer | undefined
  /** Reads one coding alone. */
  findBytes: (place: AnswerPlace, coding: KeptCoding) => KeptBytes | undefined
  /** Returns whether they are taken; where not, there is too much to do now. */
  keep: (answers: readonly KeptAnswer[]) => boolean
  /** The revision of an article in the present state; undefined where it is not public, or will not be at some time. */
  revisionOf: (article: string) => string | undefined
  /** A digest of the code that makes answers. */
  digestOfCode: () => string
}
