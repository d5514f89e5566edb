import type { ArticleFile } from '../article/file.ts'
import { Language, Line, tidy, WebAddress } from '../article/text.ts'
import { isSite, readByline } from './authors.ts'
import { datesInText, readDate } from './dates.ts'
import { type DomDocument, type DomElement, plainText } from './dom.ts'
import { mostAuthors } from './limits.ts'
import { namesIn, readThings, stringIn } from './linked-data.ts'
import type { Notes } from './notes.ts'

/** What the page says of its article in JSON-LD. Its strings should be plain text; many systems write HTML there. */
const readLinkedData = (document: DomDocument) => {
  const { articles, byId } = readThings(document)
  const plain = (value: string | undefined) => (value === undefined ? undefined : plainText(document, value))
  const names = (key: string): string[] =>
    articles
      .map((article) => namesIn(article[key], byId).map((name) => plainText(document, name)))
      .find((found) => found.length > 0) ?? []
  return {
    headline: plain(stringIn(articles, 'headline')),
    authors: [...names('author'), ...names('creator')],
    publisher: names('publisher')[0],
    published: stringIn(articles, 'datePublished') ?? stringIn(articles, 'dateCreated'),
    modified: stringIn(articles, 'dateModified'),
    section: plain(stringIn(articles, 'articleSection')),
    language: stringIn(articles, 'inLanguage'),
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
    if (name === '' || content === undefined) continue
    const found = contents.get(name)
    if (found === undefined) contents.set(name, [content])
    else found.push(content)
  }
  return (...names: string[]): string[] =>
    names.map((name) => contents.get(name) ?? []).find((found) => found.length > 0) ?? []
}

/** Names in JSON-LD or meta elements: of several in one string each apart. A pair of names with & is kept. */
const splitNames = (name: string): string[] => (/\s&\s/.test(name) ? [name] : readByline(name))

const isAddress = (text: string): boolean => /^(?:https?:)?\/\//i.test(text) || text.startsWith('@')

/** What systems for search engines say of the author to those who share the page: a label in one element, its value in the next. */
const sharedAuthors = (meta: (...names: string[]) => string[]): string[] =>
  [1, 2].flatMap((index) =>
    /^(?:written by|author|verfasst von|écrit par|escrito por)$/i.test(meta(`twitter:label${index}`)[0] ?? '')
      ? meta(`twitter:data${index}`)
      : [],
  )

/** The authors by microdata: more than three are those of comments and of other articles. */
const namesInText = (document: DomDocument): string[] => {
  const elements = [...document.querySelectorAll('[itemprop~="author"]')].slice(0, mostAuthors)
  const names = elements.map((element) => {
    const name = element.querySelector('[itemprop~="name"]') ?? element
    return name.getAttribute('content') ?? name.textContent
  })
  const found = [...new Set(names.flatMap(readByline))]
  return found.length > 3 ? [] : found
}

const withoutSite = (title: string, site: string | undefined): string => {
  if (site === undefined) return title
  const end = [' - ', ' | ', ' – ', ' — ', ' :: ', '_', '－']
    .map((bar) => `${bar}${site}`)
    .find((tail) => title.endsWith(tail))
  return end === undefined ? title : title.slice(0, -end.length)
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))

/** Whether half of the words of one text stand in the other. */
const isAlike = (text: string, other: string): boolean => {
  const [words, others] = [wordsOf(text), wordsOf(other)]
  const common = [...words].filter((word) => others.has(word)).length
  const [one, two] = [text, other].map((line) => line.replaceAll(/\s/g, ''))
  return common * 2 >= words.size || (one ?? '').includes(two ?? '') || (two ?? '').includes(one ?? '')
}

/** The text of a heading without style sheets and scripts. */
const headingOf = (heading: DomElement): string | undefined => {
  const inside = [...heading.querySelectorAll('style, script')].map(({ textContent }) => textContent)
  return asLine(inside.reduce((text, style) => text.replace(style, ''), heading.textContent))
}

/** The title of a page is its only h1 that is not the name of the outlet, where the page names it alike elsewhere. */
const headlineOf = (document: DomDocument, site: string | undefined, said: string[]): string | undefined => {
  const lines = [...document.querySelectorAll('h1')].flatMap((heading) => headingOf(heading) ?? [])
  const headlines = new Set(lines.filter((line) => line !== site))
  const alike = [...headlines].filter((line) => said.some((other) => isAlike(line, other)))
  if (said.length === 0) return headlines.size === 1 ? [...headlines][0] : undefined
  return alike.length === 1 ? alike[0] : undefined
}

/** The text of the article in JSON-LD; empty where there is none. */
export const readLinkedBody = (document: DomDocument): string =>
  stringIn(readThings(document).articles, 'articleBody') ?? ''

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
  const titles = [
    asLine(data.headline),
    meta('og:title', 'twitter:title')[0],
    asLine(document.querySelector('title')?.textContent),
  ].filter((line) => line !== undefined)
  const said = titles[0]
  const title =
    headlineOf(document, outlet, titles) ?? (said === undefined ? undefined : withoutSite(said, outlet))
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? meta('og:url')[0]
  const authors =
    [
      () => data.authors.flatMap(splitNames),
      () =>
        meta('author', 'article:author', 'parsely-author', 'sailthru.author', 'dc.creator', 'byl').flatMap(
          splitNames,
        ),
      () => [...meta('twitter:misc:written by'), ...sharedAuthors(meta)].flatMap(splitNames),
      () => namesInText(document),
    ]
      .map((read) => read().filter((name) => !isAddress(name) && !isSite(name, outlet)))
      .find((found) => found.length > 0) ?? []
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
      [
        ...meta('article:published_time', 'og:article:published_time', 'date', 'dc.date', 'pubdate'),
        ...[data.published ?? []].flat(),
        ...meta('parsely-pub-date', 'sailthru.date', 'dc.date.issued', 'dcterms.issued', 'dcterms.created'),
        ...datesInText(document),
      ],
      notes,
    ),
    dateModified: readDate([...meta('article:modified_time'), ...[data.modified ?? []].flat()], notes),
  })
}
