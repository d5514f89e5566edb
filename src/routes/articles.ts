import { z } from 'zod'
import { aliasKey, spellings } from '../article/aliases.ts'
import { type Article, type Paragraph, type Section, sorts } from '../article/article.ts'
import { fold } from '../article/fold.ts'
import { languageVersions } from '../formats/facts.ts'
import type { ArticlesResource } from '../formats/resource.ts'
import { paths, type Site } from '../formats/site.ts'
import { invalidParameter, notFound, Problem } from '../http/problem.ts'
import type { Library } from '../library/library.ts'
import { createPace, inSlices } from '../pace.ts'
import { askedOf, filterOf, filters } from './filters.ts'
import { listed, relationsOf } from './listing.ts'
import { MovedPart } from './moved.ts'
import { someOf, paging } from './parameters.ts'
import { none, operation } from './route.ts'

type Place = {
  library: Library
  site: Site
  params: Record<string, string>
  signal?: AbortSignal | undefined
}

/** The error for an article that is not there any more (RFC 9110 §15.5.11). */
const gone = (id: string, site: Site): Problem =>
  new Problem('gone', `The article "${id}" was deleted.`, {
    available: [paths(site).articles],
    suggestions: [paths(site).articles],
  })

const findArticle = async ({ library, site, params }: Place): Promise<Article> => {
  const id = params['article'] ?? ''
  const { article } = await library.article(id)
  if (article !== null) return article
  const { moved } = id.includes('/') ? { moved: null } : await library.moved(id)
  if (moved === 'deleted') throw gone(id, site)
  if (moved !== null) throw new MovedPart({ article: moved.article })
  const { ids: known } = await library.idsNear(id)
  throw notFound(`There is no article "${id}".`, { asked: id, known, pathOf: paths(site).article })
}

type Asking = Pick<Place, 'site' | 'signal'>

const steps = function* <Item>(items: readonly Item[], isIt: (item: Item) => boolean) {
  for (const item of items) {
    if (isIt(item)) return item
    yield
  }
  return undefined
}

/** Finds what takes long to compare: with many parts that is done step by step. */
const findSlowly = <Item>(
  items: readonly Item[],
  isIt: (item: Item) => boolean,
  signal?: AbortSignal,
): Promise<Item | undefined> => inSlices(steps(items, isIt), createPace(signal))

const findByFoldedHeading = (sections: readonly Section[], key: string, signal?: AbortSignal) => {
  const folded = fold(key)
  return findSlowly(sections, ({ heading }) => heading !== null && fold(heading) === folded, signal)
}

/** The part whose id has this ASCII spelling. */
const withSpelling = <Part extends { id: string }>(
  parts: readonly Part[],
  key: string,
  signal?: AbortSignal,
) => {
  const alias = aliasKey(key)
  return findSlowly(parts, ({ id }) => spellings(id).includes(alias), signal)
}

/** The section that had an id before, or has it in ASCII. */
const sectionWithAlias = async (
  sections: readonly Section[],
  key: string,
  signal?: AbortSignal,
): Promise<Section | undefined> => {
  const alias = aliasKey(key)
  return (
    sections.find(({ aliases }) => aliases.includes(alias)) ?? (await withSpelling(sections, key, signal))
  )
}

/** The paragraph that had an id before which was made from that of its section. */
const paragraphWithAlias = async (
  sections: readonly Section[],
  key: string,
  signal?: AbortSignal,
): Promise<Paragraph | undefined> => {
  const [, id = '', position] = /^(.+)-([1-9]\d*)$/.exec(key) ?? []
  return (await sectionWithAlias(sections, id, signal))?.paragraphs[Number(position) - 1]
}

/** Finds a section by its id, its position, its heading as written or its folded heading, in that order. */
const findSection = async (
  { id, sections }: Article,
  key: string,
  { site, signal }: Asking,
): Promise<Section> => {
  const byPosition = /^[1-9]\d{0,5}$/.test(key) ? sections[Number(key) - 1] : undefined
  const written = key.normalize('NFC')
  const section =
    sections.find((candidate) => candidate.id === key) ??
    byPosition ??
    sections.find(({ heading }) => heading === written) ??
    (await findByFoldedHeading(sections, key, signal))
  if (section !== undefined) return section
  const moved = await sectionWithAlias(sections, key, signal)
  if (moved !== undefined) throw new MovedPart({ section: moved.id })
  const detail = `The article "${id}" has no section "${key}"; a section has an id, a position from 1 to ${sections.length}, or a heading.`
  throw notFound(detail, {
    asked: key,
    known: sections.map((candidate) => candidate.id),
    pathOf: (name) => paths(site).section(id, name),
    whole: paths(site).article(id),
  })
}

const findParagraph = async ({ id, sections }: Article, key: string, { site, signal }: Asking) => {
  for (const section of sections) {
    const paragraph = section.paragraphs.find((candidate) => candidate.id === key)
    if (paragraph !== undefined) return { section, paragraph }
  }
  const moved = await paragraphWithAlias(sections, key, signal)
  if (moved !== undefined) throw new MovedPart({ paragraph: moved.id })
  throw notFound(`The article "${id}" has no paragraph "${key}".`, {
    asked: key,
    known: sections.flatMap(({ paragraphs }) => paragraphs.map((paragraph) => paragraph.id)),
    pathOf: (name) => paths(site).paragraph(id, name),
    whole: paths(site).article(id),
  })
}

const findNote = async ({ id, notes }: Article, key: string, { site, signal }: Asking) => {
  const note = notes.find((candidate) => candidate.id === key)
  if (note !== undefined) return note
  const moved = await withSpelling(notes, key, signal)
  if (moved !== undefined) throw new MovedPart({ note: moved.id })
  throw notFound(`The article "${id}" has no note "${key}".`, {
    asked: key,
    known: notes.map((candidate) => candidate.id),
    pathOf: (name) => paths(site).note(id, name),
    whole: paths(site).article(id),
  })
}

/** The parameter that asks for more than is usual, of these; they are spelled in this order. */
const including = (known: readonly [string, ...string[]]) => ({
  include: someOf(
    known,
    `must be ${known.join(' or ')}${known.length > 1 ? ', or both with a comma' : ''}`,
  ).describe(`what to add: ${known.join(', ')}`),
})

const includes = (given: string | undefined, name: string): boolean =>
  given !== undefined && given.split(',').includes(name)

/** Articles that a page may have with their bodies. */
const mostBodies = 20

const part = z.strictObject(including(['html']))

const query = z.strictObject({
  ...filters,
  sort: z
    .enum(sorts, `must be one of ${sorts.join(', ')}`)
    .default('-datePublished')
    .describe('the order, `-` for descending; what has no date comes last'),
  ...paging,
  ...including(['sections', 'html']),
})

/** One page of articles. */
export const listResource = async (
  { library, site }: { library: Library; site: Site },
  given: z.infer<typeof query> = query.parse({}),
  kept: Record<string, string> = {},
): Promise<ArticlesResource> => {
  const { include, ...selected } = given
  const listing = { ...selected, filter: filterOf(selected) }
  const asked = askedOf(selected, { sort: '-datePublished' })
  const added = include === undefined ? {} : { include }
  const address = { path: paths(site).articles, query: { ...asked, ...kept, ...added } }
  if (!includes(include, 'sections')) {
    const page = await library.articles(listing)
    return { kind: 'articles', asked, ...listed(page, given, address) }
  }
  if (given.limit > mostBodies)
    throw invalidParameter('limit', `must be at most ${mostBodies} with include=sections`)
  const page = await library.fullArticles(listing)
  const html = includes(include, 'html')
  return { kind: 'articles', asked, html, bodies: page.items, ...listed(page, given, address) }
}

export const listArticles = operation({
  summary: 'One page of articles, newest first unless sorted otherwise',
  query,
  async find({ query: given, kept, ...world }) {
    const resource = await listResource(world, given, kept)
    return { resource, links: relationsOf(resource.links) }
  },
})

export const getArticle = operation({
  summary: 'An article: title, outlet, sections, paragraphs',
  query: part,
  async find(ask) {
    const article = await findArticle(ask)
    const neighbours = ask.isForReaders && { neighbours: await ask.library.around(article.id) }
    const html = includes(ask.query.include, 'html')
    const links = languageVersions(article).map(({ id, language }) => ({
      rel: 'alternate',
      href: paths(ask.site).article(id),
      hreflang: language,
    }))
    return { resource: { kind: 'article', article, html, ...neighbours }, links }
  },
})

export const listSections = operation({
  summary: 'The sections of an article, without their paragraphs',
  query: none,
  find: async (ask) => ({ resource: { kind: 'sections', article: await findArticle(ask) } }),
})

export const getSection = operation({
  summary: 'A section by its id, its position or its heading',
  query: part,
  async find(ask) {
    const article = await findArticle(ask)
    const section = await findSection(article, ask.params['section'] ?? '', ask)
    const own = { article: article.id, section: section.id }
    const html = includes(ask.query.include, 'html')
    return { resource: { kind: 'section', article, section, html }, params: own }
  },
})

export const getParagraph = operation({
  summary: 'A paragraph, and where it stands',
  query: part,
  async find(ask) {
    const article = await findArticle(ask)
    const found = await findParagraph(article, ask.params['paragraph'] ?? '', ask)
    const html = includes(ask.query.include, 'html')
    return { resource: { kind: 'paragraph', article, html, ...found } }
  },
})

export const getNote = operation({
  summary: 'A footnote',
  query: part,
  async find(ask) {
    const article = await findArticle(ask)
    const note = await findNote(article, ask.params['note'] ?? '', ask)
    return { resource: { kind: 'note', article, note, html: includes(ask.query.include, 'html') } }
  },
})
