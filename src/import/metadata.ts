import { z } from 'zod'
import type { ArticleFile } from '../article/file.ts'
import { Language, Line, SourceDate, tidy, WebAddress } from '../article/text.ts'
import { type DomDocument, plainText } from './dom.ts'
import type { Notes } from './notes.ts'

const Name = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const Names = z.union([Name.transform((name) => [name]), z.array(Name)]).catch([])
const word = z.string().optional().catch(undefined)

/** The keys of schema.org's Article that an article file has too. A value of another form is left out. */
const Data = z.object({
  headline: word,
  author: Names,
  publisher: Name.optional().catch(undefined),
  datePublished: word,
  dateModified: word,
  articleSection: z
    .union([z.string(), z.array(z.string()).transform((all) => all[0])])
    .optional()
    .catch(undefined),
  inLanguage: word,
})

const isArticle = (value: unknown): boolean => {
  const type: unknown = typeof value === 'object' && value !== null && '@type' in value ? value['@type'] : ''
  return /Article|BlogPosting|Report/.test([type].flat().join(' '))
}

/** The things that a script of JSON-LD describes: one, a list, or a graph of them. */
const thingsIn = (text: string): unknown[] => {
  try {
    const value: unknown = JSON.parse(text)
    const graph: unknown =
      typeof value === 'object' && value !== null && '@graph' in value ? value['@graph'] : []
    return [value, graph].flat()
  } catch {
    return []
  }
}

/** What the page says of its article in JSON-LD. Its strings should be plain text; many systems write HTML there. */
const readLinkedData = (document: DomDocument) => {
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')]
  const found = scripts.flatMap(({ textContent }) => thingsIn(textContent)).find(isArticle)
  const data = Data.safeParse(found).data
  const plain = (value: string | undefined) => (value === undefined ? undefined : plainText(document, value))
  return {
    headline: plain(data?.headline),
    authors: (data?.author ?? []).map((name) => plainText(document, name)),
    publisher: plain(data?.publisher),
    published: data?.datePublished,
    modified: data?.dateModified,
    section: plain(data?.articleSection),
    language: data?.inLanguage,
  }
}

const asLine = (text: string | null | undefined): string | undefined =>
  Line.safeParse((text ?? '').replaceAll(/\s+/g, ' ')).data

/** What the meta elements of a page say, by name or property. */
const readMeta = (document: DomDocument) => {
  const contents = new Map<string, string[]>()
  for (const meta of document.querySelectorAll('meta')) {
    const name = (
      meta.getAttribute('property') ??
      meta.getAttribute('name') ??
      meta.getAttribute('http-equiv') ??
      ''
    ).toLowerCase()
    const content = asLine(plainText(document, meta.getAttribute('content') ?? ''))
    if (name !== '' && content !== undefined) contents.set(name, [...(contents.get(name) ?? []), content])
  }
  return (...names: string[]): string[] =>
    names.map((name) => contents.get(name) ?? []).find((found) => found.length > 0) ?? []
}

/** A date as the model has it. Of a time without an offset only the day is kept. */
const readDate = (written: string | undefined, notes: Notes): string | undefined => {
  if (written === undefined) return undefined
  const date = written
    .trim()
    .replace(' ', 'T')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  if (SourceDate.safeParse(date).success) return date
  const day = SourceDate.safeParse(date.slice(0, 10)).data
  notes.add(day === undefined ? 'date' : 'dayOnly', written)
  return day
}

const isAddress = (text: string): boolean => /^(?:https?:)?\/\//i.test(text) || text.startsWith('@')

/** `By Jane Doe and John Smith` in the languages of the tests: the names alone. */
export const readByline = (byline: string): string[] =>
  byline
    .replace(
      /^\s*(?:by\s+|كتبت?\s*[:/]?\s+|بقلم\s*[:/]?\s*|מאת\s*[:]?\s*|作者\s*[:：]?\s*|文\s*[:：/／]\s*|记者\s+)/iu,
      '',
    )
    .split(/\s*[,،;؛、，|]\s*|\s+(?:and|&)\s+/u)
    .flatMap((name) => asLine(name) ?? [])

const withoutSite = (title: string, site: string | undefined): string => {
  if (site === undefined) return title
  const end = [' - ', ' | ', ' – ', ' — ', ' :: ', '_', '－']
    .map((bar) => `${bar}${site}`)
    .find((tail) => title.endsWith(tail))
  return end === undefined ? title : title.slice(0, -end.length)
}

/** The title of a page is its only h1 that is not the name of the outlet. */
const headlineOf = (document: DomDocument, site: string | undefined): string | undefined => {
  const lines = [...document.querySelectorAll('h1')].flatMap(({ textContent }) => asLine(textContent) ?? [])
  const headlines = lines.filter((line) => line !== site)
  return headlines.length === 1 ? headlines[0] : undefined
}

type Facts = Partial<Omit<ArticleFile, 'sections'>>

const defined = (facts: { [Key in keyof Facts]: Facts[Key] | undefined }): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))

const languageOf = (document: DomDocument, meta: ReturnType<typeof readMeta>, said: string | undefined) =>
  [
    document.documentElement.getAttribute('lang'),
    document.body.getAttribute('lang'),
    ...meta('content-language'),
    said,
    meta('og:locale')[0]?.replace('_', '-'),
  ]
    .map((tag) => Language.safeParse(tag ?? '').data)
    .find((tag) => tag !== undefined)

/** What a page says of its article besides the text. Nothing is invented: what it does not say is left out. */
export const readMetadata = (document: DomDocument, notes: Notes): Facts => {
  const meta = readMeta(document)
  const data = readLinkedData(document)
  const outlet = meta('og:site_name')[0] ?? asLine(data.publisher) ?? meta('application-name')[0]
  const said =
    asLine(data.headline) ??
    meta('og:title', 'twitter:title')[0] ??
    asLine(document.querySelector('title')?.textContent)
  const title = headlineOf(document, outlet) ?? (said === undefined ? undefined : withoutSite(said, outlet))
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? meta('og:url')[0]
  const names =
    data.authors.length > 0
      ? data.authors.flatMap((name) => asLine(name) ?? [])
      : meta('author', 'article:author').flatMap(readByline)
  const authors = names.filter((name) => !isAddress(name) && name !== outlet)
  const tags = [
    ...new Set(
      meta('article:tag', 'keywords')
        .flatMap((line) => line.split(/\s*[,،，;]\s*/u))
        .map(tidy),
    ),
  ].filter((tag) => tag !== '')
  const summary = meta('description', 'og:description')[0]
  return defined({
    title,
    outlet,
    rubric: meta('article:section')[0] ?? asLine(data.section),
    language: languageOf(document, meta, data.language),
    summary: summary === undefined || /(?:…|\.\.\.)$/.test(summary) ? undefined : summary,
    authors: authors.length > 0 ? [...new Set(authors)] : undefined,
    tags: tags.length > 0 ? tags : undefined,
    url: WebAddress.safeParse(canonical).data,
    datePublished: readDate(
      meta('article:published_time', 'date', 'dc.date', 'pubdate')[0] ?? data.published,
      notes,
    ),
    dateModified: readDate(meta('article:modified_time')[0] ?? data.modified, notes),
  })
}
