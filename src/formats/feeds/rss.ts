import { escape } from '../escape.ts'
import type { Format } from '../format.ts'
import { latest } from '../moment.ts'
import type { Resource } from '../resource.ts'
import type { Site } from '../site.ts'
import { type Entry, feedOf } from './feed.ts'
import { elementIf, escaped, type Markup, xml } from './xml.ts'

/** A moment as RSS writes it (RFC 822, with four digits for the year). */
const inRfc822 = (moment: string | null): string | null =>
  moment === null ? null : new Date(moment).toUTCString()

const datesOf = ({ modified, published }: Entry): string[] =>
  [modified, published].filter((moment) => moment !== null)

const elements = (name: string, texts: string[]): Markup[] => texts.map((text) => elementIf(name, text))

/**
 * RSS Board, Best Practices Profile: `description` is HTML, so plain text is escaped once more, and stands before
 * `content:encoded`, which is not used without it. Where there is no summary it is the first paragraph.
 */
const descriptionOf = ({ summary, opening }: Entry): string | null =>
  summary === null && opening === null ? null : escape(summary ?? opening ?? '')

/** RSS wants a mail address in `author`; a name stands in Dublin Core. */
const item = function* (entry: Entry): Generator<string, void, void> {
  yield xml`
<item>
<title>${entry.title}</title>
<link>${entry.url}</link>
<guid isPermaLink="true">${entry.url}</guid>
${elementIf('pubDate', inRfc822(entry.published))}
${elements(
  'dc:creator',
  entry.authors.map(({ name }) => name),
)}
<dc:publisher>${entry.outlet}</dc:publisher>
<dc:language>${entry.language}</dc:language>
${elementIf('dc:source', entry.source)}
${elements('category', entry.tags)}
${elementIf('description', descriptionOf(entry))}
<content:encoded>`.markup
  yield* escaped(entry.content())
  yield '</content:encoded>\n</item>'
}

const namespaces = xml`xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"`

const steps = function* (resource: Resource, site: Site): Generator<string, void, void> {
  if (resource.kind !== 'feed') return
  const { title, language, self, home, entries } = feedOf(resource, 'rss', site)
  yield xml`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" ${namespaces}>
<channel>
<title>${title}</title>
<link>${home}</link>
<description>${title}</description>
<atom:link rel="self" type="application/rss+xml" href="${self}"/>
${elementIf('language', language)}
${elementIf('lastBuildDate', inRfc822(latest(entries.flatMap(datesOf))))}
<generator>maqal</generator>`.markup
  for (const entry of entries) yield* item(entry)
  yield '\n</channel>\n</rss>\n'
}

/** RSS 2.0. An article without a date has no `pubDate`, a feed without one no `lastBuildDate`. */
export const rss: Format = {
  name: 'rss',
  mediaType: 'application/rss+xml',
  contentType: 'application/rss+xml; charset=utf-8',
  extension: '.rss',
  kinds: ['feed'],
  isOfSite: true,
  print: (resource, site) => [...steps(resource, site)].join(''),
  steps,
}
