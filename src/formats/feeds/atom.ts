import { markup } from '../markup.ts'
import { elementIf, type Entry, escapedContent, feedFormat, latest } from './feed.ts'

/**
 * RFC 4287 §4.2.15 requires `updated`. Articles without a date, and feeds of such articles, have this one: it is plainly
 * not a date, and never changes, so that no reader takes them for new.
 */
const undated = '1970-01-01T00:00:00Z'

const updatedOf = ({ modified, published }: Entry): string => modified ?? published ?? undated

const author = ({ name, url }: Entry['authors'][number]) =>
  markup`<author><name>${name}</name>${elementIf('uri', url)}</author>`

/** RFC 4287 §4.2.7.2: a resource that is related and may be large. */
const enclosure = ({ image }: Entry) => {
  if (image === null) return null
  const { url, type, bytes } = image
  return markup`<link rel="enclosure"${type !== null && markup` type="${type}"`}${bytes !== null && markup` length="${bytes}"`} href="${url}"/>`
}

const entryElement = function* (entry: Entry): Generator<string, void, void> {
  yield markup`
<entry xml:lang="${entry.language}">
<id>${entry.url}</id>
<title>${entry.title}</title>
<link rel="alternate" href="${entry.url}"/>
${entry.source !== null && markup`<link rel="via" href="${entry.source}"/>`}
<updated>${updatedOf(entry)}</updated>
${enclosure(entry)}
${elementIf('published', entry.published)}
${entry.authors.map(author)}
${entry.tags.map((tag) => markup`<category term="${tag}"/>`)}
${elementIf('summary', entry.summary)}
<content type="html">`.text
  yield* escapedContent(entry)
  yield '</content>\n</entry>'
}

/** Atom (RFC 4287). */
export const atomFormat = feedFormat(
  {
    name: 'atom',
    mediaType: 'application/atom+xml',
    contentType: 'application/atom+xml; charset=utf-8',
    extension: 'atom',
  },
  {
    start: ({ title, language, self, home, entries }) =>
      markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"${language !== null && markup` xml:lang="${language}"`}>
<id>${self}</id>
<title>${title}</title>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${home}"/>
<updated>${latest(entries.map(updatedOf)) ?? undated}</updated>
<generator>maqal</generator>`.text,
    entry: entryElement,
    end: '\n</feed>\n',
  },
)
