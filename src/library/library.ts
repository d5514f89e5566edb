import type { Article, ArticleHead } from '../article/article.ts'
import type { Facet, Sort } from '../article/listing.ts'
import type { SearchQuery } from '../search/query.ts'

/** One page of a list, and how many there are in all. */
export type Page<Item> = { items: Item[]; total: number }

/** What a list is narrowed to. Names are compared folded. */
export type Filter = {
  outlet?: string | undefined
  rubric?: string | undefined
  tag?: string | undefined
  language?: string | undefined
  author?: string | undefined
  /** Milliseconds since 1970: published at or after it. */
  from?: number | undefined
  /** Published before it. */
  before?: number | undefined
}

/** Which page, from 1, of how many items. */
export type Paging = { page: number; limit: number }

/** A list of articles: which, and in which order. */
export type ListAsked = Paging & { filter?: Filter; sort?: Sort }

/** An article that matches a search; a higher score is a better match. The article is read when it is asked for. */
export type Match = { readonly article: Article; score: number }

/** A search. `signal` ends it where nobody waits for it any more: it then rejects with the reason. */
export type SearchAsked = Paging & { filter: Filter; search: SearchQuery; signal?: AbortSignal | undefined }

/**
 * What the library knows of a file: `stamp` changes whenever the file may have changed (size, times, inode),
 * `digest` only when its bytes have.
 */
export type FileRecord = { file: string; stamp: string; digest: string; article: string }

/** A file added or changed, with the article it holds. */
export type Stored = Omit<FileRecord, 'article'> & { article: Article }

/** What a folder tells the library: files added or changed, files of which only the stamp changed, and files gone. */
export type Changes = { put: Stored[]; touch: Pick<FileRecord, 'file' | 'stamp'>[]; remove: string[] }

/**
 * The articles, and the questions one can ask of them. Engines answer alike; tests/library.test.ts is their contract.
 * Methods reject only when the engine itself fails.
 */
export interface Library {
  /** Counts the changes applied; equal revisions mean equal answers. */
  revision: () => number
  article: (id: string) => Promise<Article | null>
  /** One page, newest first unless sorted otherwise; undated last, ties by id. */
  articles: (asked: ListAsked) => Promise<Page<ArticleHead>>
  /**
   * The same page with their sections, which are read when they are asked for: so that not all are in memory at once. All
   * are of one state of the library, also where that changes meanwhile.
   */
  fullArticles: (asked: ListAsked) => Promise<Page<Article>>
  /** One page of the articles that match all clauses, best first, ties by id; of one state of the library, also where that changes meanwhile. */
  search: (asked: SearchAsked) => Promise<Page<Match>>
  /** One page of the values that articles have, those of most articles first, ties by name. */
  values: (facet: Facet, query: Paging) => Promise<Page<{ name: string; articleCount: number }>>
  /** The articles before and after one in the usual order; null where there is none. */
  around: (id: string) => Promise<{ previous: ArticleHead | null; next: ArticleHead | null }>
  /** At most 100 ids in order, those around where `id` would stand. */
  idsNear: (id: string) => Promise<string[]>
  /** The files its articles are from, in order of their names. */
  files: () => Promise<FileRecord[]>
  /** Applies all changes or none, and tells the ids of the articles they touched. */
  apply: (changes: Changes) => Promise<string[]>
  /** Calls back with the ids of the articles that each change touched, before the change is answered from, until the returned function is called. */
  onChange: (listener: (articles: readonly string[]) => void) => () => void
  close: () => Promise<void>
}
