import type { HealthAnswer, Hit, PageLinks, ProblemType, ServiceAnswer } from '../article/answers.ts'
import type { Article, ArticleHead, Facet, Note, Paragraph, Section } from '../article/article.ts'

/** One page of a list. */
export type Listed<Item> = { items: Item[]; total: number; page: number; limit: number; links: PageLinks }

/** The parameters of a request that differ from their defaults, by name. */
export type Asked = Record<string, string>

/** What JSON has besides the usual: `html` of each paragraph and note. */
export type Include = { html?: boolean }

/** `bodies` are the articles with their sections, in the order of the items. */
export type ArticlesResource = Listed<ArticleHead> &
  Include & { kind: 'articles'; asked: Asked; bodies?: readonly Article[] }

/**
 * `notice` says why there was nothing to search for, or what of it did not count. `corrected` is what was searched for instead,
 * and `didYouMean` what would find much more.
 */
export type SearchResource = Listed<Hit> & {
  kind: 'search'
  q: string
  asked: Asked
  notice: string | null
  corrected: string | null
  didYouMean: string | null
  facets: Partial<Record<string, { name: string; articleCount: number }[]>>
}

export type ValuesResource = Listed<{ name: string; articleCount: number }> & {
  kind: 'values'
  facet: Facet
}

/** The newest articles; `query` is that of its address, without defaults. */
export type FeedResource = { kind: 'feed'; articles: Article[]; query: string }

/** The articles before and after one in the default order of lists. */
export type Neighbours = { previous: ArticleHead | null; next: ArticleHead | null }

/** What an address names, before it is printed in a format. */
export type Resource =
  | { kind: 'service'; service: ServiceAnswer; articles: ArticlesResource }
  | { kind: 'problem'; problem: ProblemType }
  | { kind: 'health'; health: HealthAnswer }
  | { kind: 'document'; document: unknown }
  | { kind: 'docs' }
  | ArticlesResource
  | SearchResource
  | ValuesResource
  | FeedResource
  | { kind: 'asset'; bytes: Buffer }
  /** `neighbours` are for pages; programs use the lists. */
  | ({ kind: 'article'; article: Article; neighbours?: Neighbours } & Include)
  | { kind: 'sections'; article: Article }
  | ({ kind: 'section'; article: Article; section: Section } & Include)
  | ({ kind: 'note'; article: Article; note: Note } & Include)
  | ({ kind: 'paragraph'; article: Article; section: Section; paragraph: Paragraph } & Include)

export type ResourceKind = Resource['kind']
