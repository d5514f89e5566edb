import type {
  ArticleAnswer,
  ArticleList,
  ArticleMention,
  ArticleSummary,
  ParagraphAnswer,
  ProblemType,
  SearchHit,
  SearchList,
  SectionAnswer,
  SectionList,
  SectionSummary,
  ServiceAnswer,
  ValueList,
  Hit,
} from '../article/answers.ts'
import {
  type Article,
  type ArticleHead,
  type Paragraph,
  type Section,
  type Facet,
} from '../article/article.ts'
import type { Alternates, Format, Fields } from './format.ts'
import type { Listed, Resource, ValuesResource } from './resource.ts'
import { linkTo, paths, type Site } from './site.ts'

/** The links of JSON. */
const linksOf = (site: Site) => paths({ base: linkTo(site, site.base) })

/** Root-relative links as links of JSON. */
const linked = <Links extends Record<string, string | null>>(links: Links, site: Site): Links =>
  Object.fromEntries(
    Object.entries(links).map(([name, path]) => [name, path === null ? null : linkTo(site, path)]),
  ) as Links

/** The neighbours of the item at `index`, as links. */
const neighbours = <Item extends { id: string }>(
  items: Item[],
  index: number,
  link: (id: string) => string,
) => {
  const at = (place: number) => {
    const item = items[place]
    return item === undefined ? null : link(item.id)
  }
  return { previous: at(index - 1), next: at(index + 1) }
}

const mention = ({ id, title, outlet, language, direction }: Article): ArticleMention => ({
  id,
  title,
  outlet,
  language,
  direction,
})

const sectionLinks = (article: Article, section: Section, site: Site) => ({
  self: linksOf(site).section(article.id, section.id),
  article: linksOf(site).article(article.id),
  ...neighbours(article.sections, section.position - 1, (id) => linksOf(site).section(article.id, id)),
})

const sectionInPlace = (article: Article, section: Section, site: Site) => ({
  ...section,
  paragraphs: section.paragraphs.map((paragraph) => ({
    ...paragraph,
    links: { self: linksOf(site).paragraph(article.id, paragraph.id) },
  })),
  links: sectionLinks(article, section, site),
})

const articleAnswer = (article: Article, site: Site, alternates: Alternates): ArticleAnswer => {
  const self = linksOf(site).article(article.id)
  return {
    ...article,
    sections: article.sections.map((section) => sectionInPlace(article, section, site)),
    links: { self, sections: linksOf(site).sections(article.id), alternates: alternates(self) },
  }
}

const articleSummary = (head: ArticleHead, site: Site): ArticleSummary => ({
  ...head,
  links: { self: linksOf(site).article(head.id), sections: linksOf(site).sections(head.id) },
})

/** A page of a list, each item as `answer` shows it. */
const listAnswer = <Item, Shown>(
  { items, total, page, limit, links }: Listed<Item>,
  site: Site,
  answer: (item: Item) => Shown,
) => ({
  items: items.map(answer),
  total,
  page,
  pages: Math.ceil(total / limit),
  limit,
  links: linked(links, site),
})

const sectionMention = ({ paragraphs: _, ...mentioned }: Section) => mentioned

/** A score is of use for comparing alone: four digits settle it. */
const round = (score: number): number => Number(score.toPrecision(4))

const headingHit =
  ({ id }: ArticleHead, site: Site) =>
  ({ section, highlights }: Hit['sections'][number]) => ({
    ...section,
    highlights,
    links: { self: linksOf(site).section(id, section.id) },
  })

const paragraphHit =
  (article: ArticleHead, site: Site) =>
  ({ section, paragraph, excerpt, highlights }: Hit['paragraphs'][number]) => ({
    id: paragraph.id,
    position: paragraph.position,
    type: paragraph.type,
    language: paragraph.language,
    direction: paragraph.direction,
    excerpt: paragraph.text.slice(excerpt.start, excerpt.end),
    start: excerpt.start,
    cut: { start: excerpt.start > 0, end: excerpt.end < paragraph.text.length },
    highlights,
    section,
    links: {
      self: linksOf(site).paragraph(article.id, paragraph.id),
      section: linksOf(site).section(article.id, section.id),
    },
  })

const searchHit = (hit: Hit, site: Site): SearchHit => ({
  ...articleSummary(hit.article, site),
  score: round(hit.score),
  highlights: { title: hit.title, summary: hit.summary },
  sections: hit.sections.map(headingHit(hit.article, site)),
  paragraphs: hit.paragraphs.map(paragraphHit(hit.article, site)),
  paragraphCount: hit.paragraphCount,
})

const valueAnswer =
  (facet: Facet, site: Site) =>
  ({ name, articleCount }: ValuesResource['items'][number]) => ({
    name,
    articleCount,
    links: { articles: linksOf(site).articlesWith(facet, name) },
  })

const sectionSummary = (article: Article, section: Section, site: Site): SectionSummary => {
  const { paragraphs, ...summary } = section
  return { ...summary, paragraphCount: paragraphs.length, links: sectionLinks(article, section, site) }
}

const sectionList = (article: Article, site: Site): SectionList => ({
  items: article.sections.map((section) => sectionSummary(article, section, site)),
  total: article.sections.length,
  article: mention(article),
  links: { self: linksOf(site).sections(article.id), article: linksOf(site).article(article.id) },
})

const sectionAnswer = (
  article: Article,
  section: Section,
  site: Site,
  alternates: Alternates,
): SectionAnswer => {
  const links = sectionLinks(article, section, site)
  return {
    ...sectionInPlace(article, section, site),
    article: mention(article),
    links: { ...links, alternates: alternates(links.self) },
  }
}

type InPlace = { article: Article; section: Section; paragraph: Paragraph }

const paragraphAnswer = (place: InPlace, site: Site, alternates: Alternates): ParagraphAnswer => {
  const { article, section, paragraph } = place
  const all = article.sections.flatMap(({ paragraphs }) => paragraphs)
  const link = (id: string) => linksOf(site).paragraph(article.id, id)
  return {
    ...paragraph,
    article: mention(article),
    section: sectionMention(section),
    links: {
      self: link(paragraph.id),
      section: linksOf(site).section(article.id, section.id),
      article: linksOf(site).article(article.id),
      ...neighbours(all, all.indexOf(paragraph), link),
      alternates: alternates(link(paragraph.id)),
    },
  }
}

const problemTypeAnswer = (problem: ProblemType, site: Site): ProblemType => ({
  ...problem,
  type: linkTo(site, problem.type),
  links: linked(problem.links, site),
})

/** A resource as the value that JSON shows. */
const answerOf = (resource: Resource, site: Site, alternates: Alternates): unknown => {
  switch (resource.kind) {
    case 'service':
      return { ...resource.service, links: linked(resource.service.links, site) } satisfies ServiceAnswer
    case 'problem':
      return problemTypeAnswer(resource.problem, site)
    case 'health':
      return resource.health
    case 'document':
      return resource.document
    case 'docs':
    case 'feed':
    case 'asset':
      return null
    case 'articles':
      return listAnswer(resource, site, (head) => articleSummary(head, site)) satisfies ArticleList
    case 'search':
      return {
        q: resource.q,
        ...listAnswer(resource, site, (hit) => searchHit(hit, site)),
        notice: resource.notice,
      } satisfies SearchList
    case 'values':
      return listAnswer(resource, site, valueAnswer(resource.facet, site)) satisfies ValueList
    case 'article':
      return articleAnswer(resource.article, site, alternates)
    case 'sections':
      return sectionList(resource.article, site)
    case 'section':
      return sectionAnswer(resource.article, resource.section, site, alternates)
    case 'paragraph':
      return paragraphAnswer(resource, site, alternates)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The part of a value that `fields` names, in the order of the value; of each item of a list. */
const select = (value: unknown, fields: Fields | 'all'): unknown => {
  if (fields === 'all' || !isObject(value)) return value
  if (Array.isArray(value)) return value.map((item) => select(item, fields))
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const asked = fields.get(key)
    return asked === undefined ? [] : [[key, select(inner, asked)]]
  })
  return Object.fromEntries(entries)
}

/** What `fields` names: of each item, where the answer is a list. */
const chosen = (answer: unknown, fields: Fields): unknown =>
  typeof answer === 'object' && answer !== null && 'items' in answer && 'total' in answer
    ? { ...answer, items: select(answer.items, fields) }
    : select(answer, fields)

export const jsonFormat: Format = {
  name: 'json',
  mediaType: 'application/json',
  contentType: 'application/json; charset=utf-8',
  extension: '.json',
  kinds: [
    'service',
    'problem',
    'health',
    'document',
    'articles',
    'search',
    'values',
    'article',
    'sections',
    'section',
    'paragraph',
  ],
  print: (resource, { site, alternates, fields }) => {
    const answer = answerOf(resource, site, alternates)
    return `${JSON.stringify(fields === undefined ? answer : chosen(answer, fields))}\n`
  },
}
