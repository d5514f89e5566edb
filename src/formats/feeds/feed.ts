import { type Article, allParagraphs } from '../../article/article.ts'
import { articleAddress, authorsOf, mainImage, momentOf, sourceAddress } from '../facts.ts'
import { type Format, printedIn } from '../format.ts'
import { fragmentOf } from '../html/print-blocks.ts'
import { escape, markup, type Markup } from '../markup.ts'
import { narrowedList, narrowedTitle } from '../narrowed.ts'
import type { Asked, FeedResource } from '../resource.ts'
import { absolute, paths, type Site } from '../site.ts'

/** The text of the first paragraph that has one. */
const openingOf = (article: Article): string | null =>
  allParagraphs(article).find(({ text }) => text !== '')?.text ?? null

/** What all feeds say of an article. Addresses are absolute; dates are moments, or null where the source gives none. */
const entryOf = (article: Article, site: Site) => {
  const { title, language, outlet, summary, rubric, tags } = article
  const authors = authorsOf(article, site)
  return {
    url: articleAddress(article, site),
    source: sourceAddress(article, site),
    title,
    language,
    outlet,
    summary,
    opening: openingOf(article),
    image: mainImage(article, site),
    /** An article without authors is by its outlet. */
    authors: authors.length === 0 ? [{ name: outlet, url: null }] : authors,
    tags: [...new Set(rubric === null ? tags : [rubric, ...tags])],
    published: momentOf(article.datePublished),
    modified: momentOf(article.dateModified),
    /** Its body as HTML, a piece for each block; printed when it is called. */
    content: () => fragmentOf(article, site),
  }
}

export type Entry = ReturnType<typeof entryOf>

const askedIn = (query: string): Asked => Object.fromEntries(new URLSearchParams(query))

/** The value that all have, or null. */
const common = (values: string[]): string | null => {
  const different = new Set(values)
  return different.size === 1 ? (values[0] ?? null) : null
}

type Extension = 'json' | 'atom' | 'rss'

/** The title names the site and what the feed is narrowed to. The language is that of all its articles, if it is one. */
const feedOf = ({ articles, query }: FeedResource, extension: Extension, site: Site) => ({
  title: narrowedTitle(askedIn(query), site),
  language: common(articles.map(({ language }) => language)),
  self: absolute(site, paths(site).feed(extension) + query),
  home: absolute(site, narrowedList(askedIn(query), site)),
  entries: articles.map((article) => entryOf(article, site)),
})

export type Feed = ReturnType<typeof feedOf>

/** How a format prints a feed: the start, each entry in pieces, what is between entries, and the end. */
type Printers = {
  start: (feed: Feed) => string
  entry: (entry: Entry) => Iterable<string>
  between?: string
  end: string
}

/** A format of feeds. */
export const feedFormat = (
  about: Pick<Format, 'name' | 'mediaType' | 'contentType'> & { extension: Extension },
  { start, entry, between = '', end }: Printers,
): Format => ({
  ...about,
  extension: `.${about.extension}`,
  kinds: ['feed'],
  isOfSite: true,
  ...printedIn(function* (resource, { site }) {
    if (resource.kind !== 'feed') return
    const feed = feedOf(resource, about.extension, site)
    yield start(feed)
    for (const [index, one] of feed.entries.entries()) {
      if (index > 0) yield between
      yield* entry(one)
    }
    yield end
  }),
})

/** The latest of some moments, or null. */
export const latest = (moments: readonly string[]): string | null =>
  moments.toSorted((one, other) => Date.parse(other) - Date.parse(one))[0] ?? null

/** The content of an entry as escaped HTML, in pieces. */
export const escapedContent = function* ({ content }: Entry): Generator<string, void, void> {
  for (const piece of content()) yield escape(piece)
}

/** An element of XML with a text, or nothing where there is none. */
export const elementIf = (name: string, text: string | null): Markup =>
  text === null ? markup`` : markup`<${name}>${text}</${name}>`
