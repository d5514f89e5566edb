import type {
  ArticleAnswer,
  ArticleList,
  ArticleMention,
  ArticleSummary,
  Hit,
  NoteAnswer,
  ParagraphAnswer,
  ProblemType,
  SearchHit,
  SearchList,
  SectionAnswer,
  SectionList,
  SectionSummary,
  ServiceAnswer,
  Span,
  ValueList,
} from '../article/answers.ts'
import {
  type Article,
  allParagraphs,
  type ArticleHead,
  type Locale,
  type Note,
  type Paragraph,
  type Section,
  type SectionHead,
} from '../article/article.ts'
import { mapAddresses, mapHead } from '../article/addresses.ts'
import { referencesIn } from '../article/parts.ts'
import type { Alternates, Fields, Format, PrintOptions } from './format.ts'
import type { ArticlesResource, Listed, Resource } from './resource.ts'
import { linkedAddresses, linkTo, paths, type Site } from './site.ts'

/** The addresses of resources as JSON has them: root-relative, or absolute with PUBLIC_URL. */
type Links = ReturnType<typeof paths>

const linksOf = (site: Site): Links => paths({ base: linkTo(site, site.base) })

/** Root-relative paths as links of JSON. */
const linked = <Paths extends Record<string, string | null>>(links: Paths, site: Site): Paths =>
  Object.fromEntries(
    Object.entries(links).map(([name, path]) => [name, path === null ? null : linkTo(site, path)]),
  ) as Paths

/** The links of the items before and after the one at `index`. */
const neighbours = (items: { id: string }[], index: number, link: (id: string) => string) => {
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

const sectionLinks = (article: Article, section: Section, links: Links) => ({
  self: links.section(article.id, section.id),
  article: links.article(article.id),
  ...neighbours(article.sections, section.position - 1, (id) => links.section(article.id, id)),
})

const sectionInPlace = (article: Article, section: Section, links: Links) => ({
  ...section,
  paragraphs: section.paragraphs.map((paragraph) => ({
    ...paragraph,
    links: { self: links.paragraph(article.id, paragraph.id) },
  })),
  links: sectionLinks(article, section, links),
})

/** The links of the notes of an article, which lead to where each is first referred to. */
const noteLinksOf = (article: Article, links: Links) => {
  const references = referencesIn(allParagraphs(article))
  return ({ id }: Note) => {
    const paragraph = references.get(id)
    return {
      self: links.note(article.id, id),
      paragraph: paragraph === undefined ? null : links.paragraph(article.id, paragraph.id),
    }
  }
}

/** The translations of an article, with where they are. */
const translationsOf = ({ translations }: ArticleHead, links: Links) =>
  translations.map((translation) => ({ ...translation, links: { self: links.article(translation.id) } }))

const articleAnswer = (article: Article, links: Links, alternates: Alternates): ArticleAnswer => {
  const self = links.article(article.id)
  const noteLinks = noteLinksOf(article, links)
  return {
    ...article,
    translations: translationsOf(article, links),
    sections: article.sections.map((section) => sectionInPlace(article, section, links)),
    notes: article.notes.map((note) => ({ ...note, links: noteLinks(note) })),
    links: { self, sections: links.sections(article.id), alternates: alternates(self) },
  }
}

const articleSummary = (head: ArticleHead, links: Links): ArticleSummary => ({
  ...head,
  translations: translationsOf(head, links),
  links: { self: links.article(head.id), sections: links.sections(head.id) },
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

/** A page of articles; those with their bodies have them between their facts and their links. */
const articleList = (resource: ArticlesResource, site: Site) => {
  const { bodies } = resource
  const links = linksOf(site)
  if (bodies === undefined) return listAnswer(resource, site, (head) => articleSummary(head, links))
  return listAnswer({ ...resource, items: [...bodies] }, site, (article) => {
    const { links: _, ...whole } = articleAnswer(article, links, () => [])
    return { ...whole, links: articleSummary(article, links).links }
  })
}

const sectionHead = ({ paragraphs: _, aliases: __, ...head }: Section): SectionHead => head

/** Scores are only compared with one another: four digits are enough. */
const round = (score: number): number => Number(score.toPrecision(4))

const headingHit = ({ section, highlights }: Hit['sections'][number], article: string, links: Links) => ({
  ...section,
  highlights,
  links: { self: links.section(article, section.id) },
})

type Excerpted = { excerpt: Span; highlights: Span[] }

const excerptAnswer = (part: Locale & { text: string }, { excerpt, highlights }: Excerpted) => ({
  language: part.language,
  direction: part.direction,
  excerpt: part.text.slice(excerpt.start, excerpt.end),
  start: excerpt.start,
  cut: { start: excerpt.start > 0, end: excerpt.end < part.text.length },
  highlights,
})

const paragraphHit = (hit: Hit['paragraphs'][number], article: string, links: Links) => {
  const { section, paragraph } = hit
  const { id, position, type } = paragraph
  return {
    id,
    position,
    type,
    ...excerptAnswer(paragraph, hit),
    section,
    links: { self: links.paragraph(article, id), section: links.section(article, section.id) },
  }
}

const noteHit = (hit: Hit['notes'][number], article: string, links: Links) => {
  const { id, label } = hit.note
  return { id, label, ...excerptAnswer(hit.note, hit), links: { self: links.note(article, id) } }
}

const searchHit = (hit: Hit, links: Links): SearchHit => ({
  ...articleSummary(hit.article, links),
  score: round(hit.score),
  highlights: { title: hit.title, summary: hit.summary },
  sections: hit.sections.map((section) => headingHit(section, hit.article.id, links)),
  paragraphs: hit.paragraphs.map((paragraph) => paragraphHit(paragraph, hit.article.id, links)),
  paragraphCount: hit.paragraphCount,
  notes: hit.notes.map((note) => noteHit(note, hit.article.id, links)),
})

const sectionSummary = (article: Article, section: Section, links: Links): SectionSummary => ({
  ...sectionHead(section),
  aliases: section.aliases,
  paragraphCount: section.paragraphs.length,
  links: sectionLinks(article, section, links),
})

const sectionList = (article: Article, links: Links): SectionList => ({
  items: article.sections.map((section) => sectionSummary(article, section, links)),
  total: article.sections.length,
  article: mention(article),
  links: { self: links.sections(article.id), article: links.article(article.id) },
})

type Placed = { article: Article; section: Section }

const sectionAnswer = ({ article, section }: Placed, links: Links, alternates: Alternates): SectionAnswer => {
  const answer = sectionInPlace(article, section, links)
  return {
    ...answer,
    article: mention(article),
    links: { ...answer.links, alternates: alternates(answer.links.self) },
  }
}

const noteAnswer = (
  { article, note }: { article: Article; note: Note },
  links: Links,
  alternates: Alternates,
): NoteAnswer => {
  const own = noteLinksOf(article, links)(note)
  const at = article.notes.indexOf(note)
  return {
    ...note,
    article: mention(article),
    links: {
      ...own,
      article: links.article(article.id),
      ...neighbours(article.notes, at, (id) => links.note(article.id, id)),
      alternates: alternates(own.self),
    },
  }
}

const paragraphAnswer = (
  { article, section, paragraph }: Placed & { paragraph: Paragraph },
  links: Links,
  alternates: Alternates,
): ParagraphAnswer => {
  const all = allParagraphs(article)
  const link = (id: string) => links.paragraph(article.id, id)
  return {
    ...paragraph,
    article: mention(article),
    section: sectionHead(section),
    links: {
      self: link(paragraph.id),
      section: links.section(article.id, section.id),
      article: links.article(article.id),
      ...neighbours(all, all.indexOf(paragraph), link),
      alternates: alternates(link(paragraph.id)),
    },
  }
}

/** A resource as the value that JSON shows. */
const answerOf = (resource: Resource, { site, alternates }: PrintOptions): unknown => {
  const links = linksOf(site)
  switch (resource.kind) {
    case 'service':
      return { ...resource.service, links: linked(resource.service.links, site) } satisfies ServiceAnswer
    case 'problem': {
      const { problem } = resource
      const type = linkTo(site, problem.type)
      return { ...problem, type, links: linked(problem.links, site) } satisfies ProblemType
    }
    case 'health':
      return resource.health
    case 'document':
      return resource.document
    case 'docs':
    case 'feed':
    case 'asset':
      return null
    case 'articles':
      return articleList(resource, site) satisfies ArticleList
    case 'search':
      return {
        q: resource.q,
        ...listAnswer(resource, site, (hit) => searchHit(hit, links)),
        notice: resource.notice,
        corrected: resource.corrected,
        didYouMean: resource.didYouMean,
        facets: resource.facets,
      } satisfies SearchList
    case 'values':
      return listAnswer(resource, site, ({ name, articleCount }) => ({
        name,
        articleCount,
        links: { articles: links.articlesWith(resource.facet, name) },
      })) satisfies ValueList
    case 'article':
      return articleAnswer(resource.article, links, alternates)
    case 'sections':
      return sectionList(resource.article, links)
    case 'section':
      return sectionAnswer(resource, links, alternates)
    case 'note':
      return noteAnswer(resource, links, alternates)
    case 'paragraph':
      return paragraphAnswer(resource, links, alternates)
  }
}

const at = <Part>(parts: readonly Part[], index: number): Part => {
  const part = parts[index]
  if (part === undefined) throw new RangeError(`There is no part ${index}.`)
  return part
}

/** A resource with other articles, each made by `change`, and the same parts of them. */
const withArticles = (resource: Resource, change: (article: Article) => Article): Resource => {
  if (resource.kind === 'articles')
    return { ...resource, ...(resource.bodies && { bodies: resource.bodies.map(change) }) }
  if (!('article' in resource)) return resource
  const article = change(resource.article)
  if (resource.kind === 'note')
    return { ...resource, article, note: at(article.notes, resource.article.notes.indexOf(resource.note)) }
  if (resource.kind !== 'section' && resource.kind !== 'paragraph') return { ...resource, article }
  const section = at(article.sections, resource.section.position - 1)
  if (resource.kind === 'section') return { ...resource, article, section }
  return { ...resource, article, section, paragraph: at(section.paragraphs, resource.paragraph.position - 1) }
}

/** A resource whose paragraphs and notes have their HTML. What prints it is loaded when it is first asked for. */
const addHtml = async (resource: Resource, site: Site): Promise<Resource> => {
  const { htmlOf, htmlOfNote } = await import('./html/print-blocks.ts')
  return withArticles(resource, (article) => ({
    ...article,
    sections: article.sections.map((section) => ({
      ...section,
      paragraphs: section.paragraphs.map((paragraph) => ({
        ...paragraph,
        html: htmlOf(paragraph, article, site),
      })),
    })),
    notes: article.notes.map((note) => ({ ...note, html: htmlOfNote(note, article, site) })),
  }))
}

/** A resource in which the addresses of the service are links. */
const linkAddresses = (resource: Resource, site: Site): Resource => {
  const map = linkedAddresses(site)
  const changed = withArticles(resource, (article) => mapAddresses(article, map))
  if (changed.kind === 'articles')
    return { ...changed, items: changed.items.map((head) => mapHead(head, map)) }
  if (changed.kind !== 'search') return changed
  return { ...changed, items: changed.items.map((hit) => ({ ...hit, article: mapHead(hit.article, map) })) }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The part of a value that `fields` names, in the order of the value. Of a list, the part of each item. */
const select = (value: unknown, fields: Fields | 'all'): unknown => {
  if (fields === 'all' || !isObject(value)) return value
  if (Array.isArray(value)) return value.map((item) => select(item, fields))
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const asked = fields.get(key)
    return asked === undefined ? [] : [[key, select(inner, asked)]]
  })
  return Object.fromEntries(entries)
}

/** The part of an answer that `fields` names. Of a list, the part of each item. */
const chosen = (answer: unknown, fields: Fields): unknown =>
  isObject(answer) && 'items' in answer && 'total' in answer
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
    'note',
  ],
  print(resource, options) {
    const { fields } = options
    const print = (shown: Resource) => {
      const answer = answerOf(linkAddresses(shown, options.site), options)
      return `${JSON.stringify(fields === undefined ? answer : chosen(answer, fields))}\n`
    }
    return 'html' in resource && resource.html ? addHtml(resource, options.site).then(print) : print(resource)
  },
}
