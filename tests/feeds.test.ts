import { parseFeed } from '@rowanmanning/feed-parser'
import { expect, test } from 'vitest'
import { libraryOf, sampleLibrary, serve, serveSample, written } from './support/app.ts'
import { nasty, nastyArticle } from './support/nasty.ts'
import { allOf, childrenOf, type Element, readXml, textIn } from './support/xml.ts'

type JsonFeed = { [fact: string]: unknown; items: Record<string, unknown>[] }

const settings = { PUBLIC_URL: 'https://news.example/api/' }
const at = (path: string) => `https://news.example/api/${path}`

const several = () =>
  libraryOf([
    written('undated', { language: 'ar', title: 'بلا تاريخ' }),
    written('day', { datePublished: '2001-02-03', outlet: 'Other' }),
    written('moment', {
      datePublished: '2024-05-31T01:30:00+03:00',
      dateModified: '2024-06-01T09:30:00+03:00',
      authors: [{ name: 'A. Writer', url: 'https://writer.example' }],
      rubric: 'Desk',
      tags: ['Desk', 'tag'],
      summary: 'In short.',
      url: 'https://outlet.example/1',
    }),
  ])

/** The fragment of HTML that a feed holds, which is XML too. */
const fragment = (content: unknown): Element => readXml(`<div>${String(content)}</div>`)

/** What the elements of a fragment may be, and what they may have. */
const elements = /^(?:div|p|br|a|strong|em|code|bdi|blockquote|cite|ul|ol|li|figure|img|figcaption|h[2-6])$/
const attributes = /^(?:lang|dir|href|src|alt|width|height)$/

const expectInert = (content: unknown): void => {
  for (const element of allOf(fragment(content))) {
    expect(element.name).toMatch(elements)
    for (const name of Object.keys(element.attributes)) expect(name).toMatch(attributes)
    const { href, src } = element.attributes
    for (const address of [href, src]) if (address !== undefined) expect(address).toMatch(/^https?:\/\//)
  }
}

const asked = async (path: string, library = several(), own: Record<string, string> = settings) => {
  const { ask } = await serve(await library, own)
  const answer = await ask(path)
  expect([answer.status, answer.headers['vary']]).toEqual([200, 'Accept-Encoding'])
  return answer
}

test.each([
  ['/feed.json', 'application/feed+json'],
  ['/feed.atom', 'application/atom+xml; charset=utf-8'],
  ['/feed.rss', 'application/rss+xml; charset=utf-8'],
])('GET %s is %s', async (path, type) => {
  expect((await asked(path)).headers['content-type']).toBe(type)
})

test.each(['/feed.json?page=1', '/feed.atom?limit=101', '/feed.rss?limit=0', '/feed.rss?limt=3'])(
  'GET %s is 400',
  async (path) => {
    const { ask } = await serveSample()
    expect((await ask(path)).status).toBe(400)
  },
)

test.each(['/feed', '/feed.xml', '/feed.html'])('GET %s is 404', async (path) => {
  const { ask } = await serveSample()
  expect((await ask(path)).status).toBe(404)
})

test('GET /feed.json', async () => {
  const feed = (await asked('/feed.json')).json() as JsonFeed
  const { items, ...about } = feed
  expect(about).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'maqal',
    home_page_url: at(''),
    feed_url: at('feed.json'),
  })
  expect(items).toEqual([
    {
      id: at('articles/moment'),
      url: at('articles/moment'),
      external_url: 'https://outlet.example/1',
      title: 'Title of moment',
      content_html: expect.stringContaining('<p lang="en" dir="ltr">The first paragraph.</p>') as string,
      summary: 'In short.',
      date_published: '2024-05-31T01:30:00+03:00',
      date_modified: '2024-06-01T09:30:00+03:00',
      authors: [{ name: 'A. Writer', url: 'https://writer.example/' }],
      tags: ['Desk', 'tag'],
      language: 'en',
    },
    expect.objectContaining({ date_published: '2001-02-03T00:00:00Z', authors: [{ name: 'Other' }] }),
    expect.objectContaining({ id: at('articles/undated'), language: 'ar' }),
  ])
  expect(Object.keys(items[2] ?? {})).not.toContain('date_published')
})

test('GET /feed.atom', async () => {
  const { text } = await asked('/feed.atom')
  const root = readXml(text)
  expect([textIn(root, 'id'), textIn(root, 'updated')]).toEqual([
    at('feed.atom'),
    '2024-06-01T09:30:00+03:00',
  ])
  const entries = childrenOf(root, 'entry')
  expect(entries.map((entry) => [textIn(entry, 'updated'), textIn(entry, 'published')])).toEqual([
    ['2024-06-01T09:30:00+03:00', '2024-05-31T01:30:00+03:00'],
    ['2001-02-03T00:00:00Z', '2001-02-03T00:00:00Z'],
    ['1970-01-01T00:00:00Z', null],
  ])
  expect(entries.map((entry) => entry.attributes['xml:lang'])).toEqual(['en', 'en', 'ar'])
  for (const entry of entries) expect(childrenOf(entry, 'author')).toHaveLength(1)
  const feed = parseFeed(text)
  expect(feed.meta).toEqual({ type: 'atom', version: '1.0' })
  expect([feed.self, feed.url, feed.title]).toEqual([at('feed.atom'), at(''), 'maqal'])
  expect(feed.items.map(({ id, title, url }) => [id, title, url])).toEqual([
    [at('articles/moment'), 'Title of moment', at('articles/moment')],
    [at('articles/day'), 'Title of day', at('articles/day')],
    [at('articles/undated'), 'بلا تاريخ', at('articles/undated')],
  ])
  expect(feed.items.map(({ authors }) => authors[0]?.name)).toEqual(['A. Writer', 'Other', 'The Outlet'])
})

test('GET /feed.rss', async () => {
  const { text } = await asked('/feed.rss')
  const channel = readXml(text).children[0] as Element
  expect(textIn(channel, 'lastBuildDate')).toBe('Sat, 01 Jun 2024 06:30:00 GMT')
  const items = childrenOf(channel, 'item')
  expect(items.map((item) => textIn(item, 'pubDate'))).toEqual([
    'Thu, 30 May 2024 22:30:00 GMT',
    'Sat, 03 Feb 2001 00:00:00 GMT',
    null,
  ])
  expect(items.map((item) => textIn(item, 'dc:language'))).toEqual(['en', 'en', 'ar'])
  const feed = parseFeed(text)
  expect(feed.meta).toEqual({ type: 'rss', version: '2.0' })
  expect([feed.self, feed.url, feed.title]).toEqual([at('feed.rss'), at(''), 'maqal'])
  expect(feed.items.map(({ id }) => id)).toEqual(
    ['moment', 'day', 'undated'].map((id) => at(`articles/${id}`)),
  )
  expect(feed.items.map(({ published }) => published?.toISOString() ?? null)).toEqual([
    '2024-05-30T22:30:00.000Z',
    '2001-02-03T00:00:00.000Z',
    null,
  ])
})

test.each(['json', 'atom', 'rss'])(
  'GET /feed.%s?limit=1 is the newest, and says its own address',
  async (form) => {
    const { text } = await asked(`/feed.${form}?limit=1`)
    expect(text).toContain(at(`feed.${form}?limit=1`))
    expect(text).toContain(at('articles/moment'))
    expect(text).not.toContain(at('articles/day'))
  },
)

test('a feed of one outlet in one language bears their names, its content word for word', async () => {
  const library = sampleLibrary()
  const atom = parseFeed((await asked('/feed.atom', library)).text)
  const rss = parseFeed((await asked('/feed.rss', library)).text)
  const json = (await asked('/feed.json', library)).json() as JsonFeed
  expect([atom.title, rss.title, json['title']]).toEqual(Array(3).fill('بوابة الفجر'))
  expect([atom.language, rss.language, json['language']]).toEqual(Array(3).fill('ar'))
  const { article } = await (await library).article('qatar-irgc-normalisation')
  const lines = article?.sections.flatMap(({ heading, paragraphs }) => [
    ...(heading === null ? [] : [heading]),
    ...paragraphs.map(({ text }) => text),
  ])
  for (const content of [atom.items[0]?.content, rss.items[0]?.content, json.items[0]?.['content_html']]) {
    const blocks = fragment(content).children
    expect(blocks.map((block) => block.attributes)).toEqual(blocks.map(() => ({ lang: 'ar', dir: 'rtl' })))
    const text = String(content)
      .replaceAll(/<\/?[^>]+>/g, '')
      .replaceAll('&quot;', '"')
    expect(text.split('\n')).toEqual(lines)
  }
})

test('a feed of nothing, or of nothing with a date', async () => {
  const nothing = libraryOf([])
  expect((await asked('/feed.json', nothing)).json()).toMatchObject({ title: 'maqal', items: [] })
  const empty = readXml((await asked('/feed.atom', nothing)).text)
  expect([textIn(empty, 'title'), textIn(empty, 'updated')]).toEqual(['maqal', '1970-01-01T00:00:00Z'])
  const undated = (await asked('/feed.rss', libraryOf([written('a')]))).text
  expect(undated).not.toMatch(/pubDate|lastBuildDate/)
  expect(parseFeed((await asked('/feed.rss', nothing)).text).items).toEqual([])
})

test('a change of the library changes the feed', async () => {
  const library = await several()
  const { ask } = await serve(library)
  const before = await ask('/feed.rss')
  const gone = (await library.files()).find(({ article }) => article === 'moment')?.file ?? ''
  await library.apply({ put: [], touch: [], remove: [gone] })
  const after = await ask('/feed.rss')
  expect(after.headers['etag']).not.toBe(before.headers['etag'])
  expect(after.text).not.toContain('Title of moment')
})

test('text that would break out stays text', async () => {
  const library = libraryOf([nastyArticle()])
  const json = (await asked('/feed.json', library)).json() as JsonFeed
  expectInert(json.items[0]?.['content_html'])
  expect(json.items[0]).toMatchObject({ title: nasty, summary: nasty })
  const [entry] = childrenOf(readXml((await asked('/feed.atom', library)).text), 'entry') as [Element]
  expect([textIn(entry, 'title'), textIn(entry, 'summary')]).toEqual([nasty, nasty])
  expectInert(textIn(entry, 'content'))
  const [channel] = readXml((await asked('/feed.rss', library)).text).children as [Element]
  const [item] = childrenOf(channel, 'item') as [Element]
  expect([textIn(item, 'title'), textIn(item, 'category')]).toEqual([nasty, nasty])
  expectInert(textIn(item, 'content:encoded'))
  expectInert(textIn(item, 'description'))
})

test('the description of an RSS item is HTML: the summary, or else the first paragraph', async () => {
  const summary = 'Use <b> and &lt; where 1 < 2'
  const library = libraryOf([written('a', { summary }), written('b')])
  const [channel] = readXml((await asked('/feed.rss', library)).text).children as [Element]
  const descriptions = childrenOf(channel, 'item').map((item) => textIn(item, 'description'))
  expect(descriptions).toEqual(['Use &lt;b&gt; and &amp;lt; where 1 &lt; 2', 'The first paragraph.'])
})
