import type { Format } from '../format.ts'
import { given } from '../given.ts'
import type { Resource } from '../resource.ts'
import type { Site } from '../site.ts'
import { type Entry, feedOf } from './feed.ts'

/** The members of an object, without its braces. */
const membersOf = (facts: Record<string, unknown>): string => JSON.stringify(given(facts)).slice(1, -1)

/** An item, whose text is printed in pieces. */
const item = function* (entry: Entry): Generator<string, void, void> {
  const { url, title, source: external_url, summary, tags, language } = entry
  yield `{${membersOf({ id: url, url, external_url, title })},"content_html":"`
  for (const piece of entry.content()) yield JSON.stringify(piece).slice(1, -1)
  const authors = entry.authors.map(given)
  const dates = { date_published: entry.published, date_modified: entry.modified }
  yield `",${membersOf({ summary, ...dates, authors, tags, language })}}`
}

const steps = function* (resource: Resource, site: Site): Generator<string, void, void> {
  if (resource.kind !== 'feed') return
  const { title, language, self, home, entries } = feedOf(resource, 'json', site)
  const version = 'https://jsonfeed.org/version/1.1'
  yield `{${membersOf({ version, title, home_page_url: home, feed_url: self, language })},"items":[`
  for (const [index, entry] of entries.entries()) {
    if (index > 0) yield ','
    yield* item(entry)
  }
  yield ']}\n'
}

/** JSON Feed 1.1. An article without a date has none. */
export const jsonFeed: Format = {
  name: 'json-feed',
  mediaType: 'application/feed+json',
  contentType: 'application/feed+json',
  extension: '.json',
  kinds: ['feed'],
  isOfSite: true,
  print: (resource, site) => [...steps(resource, site)].join(''),
  steps,
}
