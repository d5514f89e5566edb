import type { HealthAnswer, PageLinks, ProblemType, ServiceAnswer } from '../article/answers.ts'
import type { Article, ArticleHead, Paragraph, Section } from '../article/article.ts'

export type ArticlesResource = {
  kind: 'articles'
  items: ArticleHead[]
  total: number
  page: number
  limit: number
  links: PageLinks
}

/** The newest articles; `query` is what was asked besides the usual, as in its address. */
export type FeedResource = { kind: 'feed'; articles: Article[]; query: string }

/** What a URL names, before it has a form. */
export type Resource =
  | { kind: 'service'; service: ServiceAnswer; articles: ArticlesResource }
  | { kind: 'problem'; problem: ProblemType }
  | { kind: 'health'; health: HealthAnswer }
  | { kind: 'schema'; schema: unknown }
  | ArticlesResource
  | FeedResource
  | { kind: 'asset'; bytes: Buffer }
  | { kind: 'article'; article: Article }
  | { kind: 'sections'; article: Article }
  | { kind: 'section'; article: Article; section: Section }
  | { kind: 'paragraph'; article: Article; section: Section; paragraph: Paragraph }

export type Kind = Resource['kind']
