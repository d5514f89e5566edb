import type { Format } from '../format.ts'
import { latest } from '../moment.ts'
import type { Resource } from '../resource.ts'
import type { Site } from '../site.ts'
import { type Entry, feedOf } from './feed.ts'
import { elementIf, escaped, xml } from './xml.ts'

/**
 * RFC 4287 §4.2.15 requires `updated`. An article whose source gives no date has this constant there, and so has a
 * feed of such articles: plainly no date, and the same on every day, so that no reader takes it for new.
 */
const undated = '1970-01-01T00:00:00Z'

const updatedOf = ({ modified, published }: Entry): string => modified ?? published ?? undated

const author = ({ name, url }: Entry['authors'][number]) =>
  xml`<author><name>${name}</name>${elementIf('uri', url)}</author>`

const entryElement = function* (entry: Entry): Generator<string, void, void> {
  yield xml`
<entry xml:lang="${entry.language}">
<id>${entry.url}</id>
<title>${entry.title}</title>
<link rel="alternate" href="${entry.url}"/>
${entry.source === null ? xml`` : xml`<link rel="via" href="${entry.source}"/>`}
<updated>${updatedOf(entry)}</updated>
${elementIf('published', entry.published)}
${entry.authors.map(author)}
${entry.tags.map((tag) => xml`<category term="${tag}"/>`)}
${elementIf('summary', entry.summary)}
<content type="html">`.markup
  yield* escaped(entry.content())
  yield '</content>\n</entry>'
}

const steps = function* (resource: Resource, site: Site): Generator<string, void, void> {
  if (resource.kind !== 'feed') return
  const { title, language, self, home, entries } = feedOf(resource, 'atom', site)
  const lang = language === null ? xml`` : xml` xml:lang="${language}"`
  yield xml`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"${lang}>
<id>${self}</id>
<title>${title}</title>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${home}"/>
<updated>${latest(entries.map(updatedOf)) ?? undated}</updated>
<generator>maqal</generator>`.markup
  for (const entry of entries) yield* entryElement(entry)
  yield '\n</feed>\n'
}

/** Atom (RFC 4287). */
export const atom: Format = {
  name: 'atom',
  mediaType: 'application/atom+xml',
  contentType: 'application/atom+xml; charset=utf-8',
  extension: '.atom',
  kinds: ['feed'],
  isOfSite: true,
  print: (resource, site) => [...steps(resource, site)].join(''),
  steps,
}
