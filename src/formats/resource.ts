import type { HealthAnswer, PageLinks, ProblemType, ServiceAnswer } from '../article/answers.ts'
import type { Article, ArticleHead, Paragraph, Section } from '../article/article.ts'

/** What a URL names, before it has a form. */
export type Resource =
  | { kind: 'service'; service: ServiceAnswer }
  | { kind: 'problem'; problem: ProblemType }
  | { kind: 'health'; health: HealthAnswer }
  | { kind: 'schema'; schema: unknown }
  | { kind: 'articles'; items: ArticleHead[]; total: number; page: number; limit: number; links: PageLinks }
  | { kind: 'article'; article: Article }
  | { kind: 'sections'; article: Article }
  | { kind: 'section'; article: Article; section: Section }
  | { kind: 'paragraph'; article: Article; section: Section; paragraph: Paragraph }

export type Kind = Resource['kind']
