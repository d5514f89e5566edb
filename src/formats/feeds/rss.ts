import { escape, markup, type Markup, type Piece } from '../markup.ts'
import { elementIf, type Entry, escapedContent, feedFormat, latest } from './feed.ts'

/** A moment as RSS writes it (RFC 822, with four digits for the year). */
const inRfc822 = (moment: string | null): string | null =>
  moment === null ? null : new Date(moment).toUTCString()

const datesOf = ({ modified, published }: Entry): string[] =>
  [modified, published].filter((moment) => moment !== null)

const elements = (name: string, texts: string[]): Markup[] => texts.map((text) => elementIf(name, text))

/**
 * The summary, or else the first paragraph. RSS Board, Best Practices Profile: `description` is HTML, so plain text is
 * escaped twice, and it is before `content:encoded`, which needs it.
 */
const descriptionOf = ({ summary, opening }: Entry): string | null =>
  summary === null && opening === null ? null : escape(summary ?? opening ?? '')

/** An enclosure needs a length and a type (RSS 2.0), and is one at most; Media RSS has room for any image. */
const imageElement = ({ image }: Entry): Piece => {
  if (image === null) return null
  const { url, type, bytes } = image
  return type === null || bytes === null
    ? markup`<media:content url="${url}" medium="image"/>`
    : markup`<enclosure url="${url}" length="${bytes}" type="${type}"/>`
}

/** RSS wants a mail address in `author`; a name stands in Dublin Core. */
const item = function* (entry: Entry): Generator<string, void, void> {
  const names = entry.authors.map(({ name }) => name)
  yield markup`
<item>
<title>${entry.title}</title>
<link>${entry.url}</link>
<guid isPermaLink="true">${entry.url}</guid>
${elementIf('pubDate', inRfc822(entry.published))}
${elements('dc:creator', names)}
<dc:publisher>${entry.outlet}</dc:publisher>
<dc:language>${entry.language}</dc:language>
${elementIf('dc:source', entry.source)}
${elements('category', entry.tags)}
${imageElement(entry)}
${elementIf('description', descriptionOf(entry))}
<content:encoded>`.text
  yield* escapedContent(entry)
  yield '</content:encoded>\n</item>'
}

const namespaces = markup`xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"`

/** RSS 2.0. An article without a date has no `pubDate`, a feed without one no `lastBuildDate`. */
export const rssFormat = feedFormat(
  {
    name: 'rss',
    mediaType: 'application/rss+xml',
    contentType: 'application/rss+xml; charset=utf-8',
    extension: 'rss',
  },
  {
    start: ({ title, language, self, home, entries }) =>
      markup`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" ${namespaces}>
<channel>
<title>${title}</title>
<link>${home}</link>
<description>${title}</description>
<atom:link rel="self" type="application/rss+xml" href="${self}"/>
${elementIf('language', language)}
${elementIf('lastBuildDate', inRfc822(latest(entries.flatMap(datesOf))))}
<generator>maqal</generator>`.text,
    entry: item,
    end: '\n</channel>\n</rss>\n',
  },
)
