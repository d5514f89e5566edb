import type {
  ArticleAnswer,
  ArticleList,
  ArticleMention,
  ArticleSummary,
  ParagraphAnswer,
  SectionAnswer,
  SectionList,
  SectionSummary,
} from '../article/answers.ts'
import type { Article, ArticleHead, Paragraph, Section } from '../article/article.ts'
import type { Alternates, Format } from './format.ts'
import type { Resource } from './resource.ts'
import { paths, type Site } from './site.ts'

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
  self: paths(site).section(article.id, section.id),
  article: paths(site).article(article.id),
  ...neighbours(article.sections, section.position - 1, (id) => paths(site).section(article.id, id)),
})

const sectionInPlace = (article: Article, section: Section, site: Site) => ({
  ...section,
  paragraphs: section.paragraphs.map((paragraph) => ({
    ...paragraph,
    links: { self: paths(site).paragraph(article.id, paragraph.id) },
  })),
  links: sectionLinks(article, section, site),
})

const articleAnswer = (article: Article, site: Site, alternates: Alternates): ArticleAnswer => {
  const self = paths(site).article(article.id)
  return {
    ...article,
    sections: article.sections.map((section) => sectionInPlace(article, section, site)),
    links: { self, sections: paths(site).sections(article.id), alternates: alternates(self) },
  }
}

const articleSummary = (head: ArticleHead, site: Site): ArticleSummary => ({
  ...head,
  links: { self: paths(site).article(head.id), sections: paths(site).sections(head.id) },
})

const articleList = (
  { kind: _, items, ...page }: Resource & { kind: 'articles' },
  site: Site,
): ArticleList => ({
  items: items.map((head) => articleSummary(head, site)),
  total: page.total,
  page: page.page,
  pages: Math.ceil(page.total / page.limit),
  limit: page.limit,
  links: page.links,
})

const sectionSummary = (article: Article, section: Section, site: Site): SectionSummary => {
  const { paragraphs, ...summary } = section
  return { ...summary, paragraphCount: paragraphs.length, links: sectionLinks(article, section, site) }
}

const sectionList = (article: Article, site: Site): SectionList => ({
  items: article.sections.map((section) => sectionSummary(article, section, site)),
  total: article.sections.length,
  article: mention(article),
  links: { self: paths(site).sections(article.id), article: paths(site).article(article.id) },
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
  const { paragraphs: _, ...sectionMention } = section
  const link = (id: string) => paths(site).paragraph(article.id, id)
  return {
    ...paragraph,
    article: mention(article),
    section: sectionMention,
    links: {
      self: link(paragraph.id),
      section: paths(site).section(article.id, section.id),
      article: paths(site).article(article.id),
      ...neighbours(all, all.indexOf(paragraph), link),
      alternates: alternates(link(paragraph.id)),
    },
  }
}

/** A resource as the value that JSON shows. */
const answerOf = (resource: Resource, site: Site, alternates: Alternates): unknown => {
  switch (resource.kind) {
    case 'service':
      return resource.service
    case 'problem':
      return resource.problem
    case 'health':
      return resource.health
    case 'schema':
      return resource.schema
    case 'feed':
    case 'asset':
      return null
    case 'articles':
      return articleList(resource, site)
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

export const json: Format = {
  name: 'json',
  mediaType: 'application/json',
  contentType: 'application/json; charset=utf-8',
  extension: '.json',
  kinds: [
    'service',
    'problem',
    'health',
    'schema',
    'articles',
    'article',
    'sections',
    'section',
    'paragraph',
  ],
  print: (resource, site, alternates) => `${JSON.stringify(answerOf(resource, site, alternates))}\n`,
}
