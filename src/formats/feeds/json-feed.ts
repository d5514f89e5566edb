import { withoutEmpty } from '../facts.ts'
import { type Entry, feedFormat } from './feed.ts'

/** The members of an object, without its braces. */
const membersOf = (facts: Record<string, unknown>): string => JSON.stringify(withoutEmpty(facts)).slice(1, -1)

/** An item, whose text is printed in pieces. */
const item = function* (entry: Entry): Generator<string, void, void> {
  const { url, title, source: external_url, summary, tags, language } = entry
  const image = entry.image?.url ?? null
  yield `{${membersOf({ id: url, url, external_url, title })},"content_html":"`
  for (const piece of entry.content()) yield JSON.stringify(piece).slice(1, -1)
  const authors = entry.authors.map(withoutEmpty)
  const dates = { date_published: entry.published, date_modified: entry.modified }
  yield `",${membersOf({ summary, image, ...dates, authors, tags, language })}}`
}

/** JSON Feed 1.1. An article without a date has none here. */
export const jsonFeedFormat = feedFormat(
  {
    name: 'json-feed',
    mediaType: 'application/feed+json',
    contentType: 'application/feed+json',
    extension: 'json',
  },
  {
    start({ title, language, self, home }) {
      const version = 'https://jsonfeed.org/version/1.1'
      return `{${membersOf({ version, title, home_page_url: home, feed_url: self, language })},"items":[`
    },
    entry: item,
    between: ',',
    end: ']}\n',
  },
)
