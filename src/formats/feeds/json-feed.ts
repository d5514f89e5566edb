import type { Format } from '../format.ts'
import { given } from '../given.ts'
import { type Entry, feedOf } from './feed.ts'

const itemOf = (entry: Entry) =>
  given({
    id: entry.url,
    url: entry.url,
    external_url: entry.source,
    title: entry.title,
    content_html: entry.html,
    summary: entry.summary,
    date_published: entry.published,
    date_modified: entry.modified,
    authors: entry.authors.map(given),
    tags: entry.tags,
    language: entry.language,
  })

/** JSON Feed 1.1. An article without a date has none. */
export const jsonFeed: Format = {
  name: 'json-feed',
  mediaType: 'application/feed+json',
  contentType: 'application/feed+json',
  extension: '.json',
  kinds: ['feed'],
  isOfSite: true,
  print: (resource, site) => {
    if (resource.kind !== 'feed') return ''
    const { title, language, self, home, entries } = feedOf(resource, 'json', site)
    const facts = { title, home_page_url: home, feed_url: self, language }
    const feed = { version: 'https://jsonfeed.org/version/1.1', ...given(facts), items: entries.map(itemOf) }
    return `${JSON.stringify(feed)}\n`
  },
}
