/** Articles that are not served yet, or no longer: nothing of them is told to anybody but a preview. */
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { writeArticle } from '../src/article/write.ts'
import { openFolder } from '../src/folder/folder.ts'
import type { Stored } from '../src/library/library.ts'
import { openSnapshot } from '../src/library/sqlite/snapshot.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { type Answer, libraryOf, serve, stored, written } from './support/app.ts'
import { png } from './support/files.ts'
import { serveFolder, until } from './support/folder.ts'
import { folderOf } from './support/process.ts'

const start = Date.parse('2026-01-15T12:00:00Z')
const minute = 60_000

const isoOf = (moment: number): string => new Date(moment).toISOString()

const secret = {
  outlet: 'Secret Gazette',
  rubric: 'Secret desk',
  tags: ['secret', 'river'],
  language: 'sv',
  authors: ['S. Ecret'],
  aliases: ['old-secret', '/2019/secret'],
  sections: [
    { paragraphs: ['The zyxomma sat by the river.'] },
    { id: 'hidden-part', heading: 'Hidden part', paragraphs: ['The second.'] },
  ],
}

const hidden = {
  draft: written('secret', { ...secret, draft: true }),
  expired: written('secret', { ...secret, expires: isoOf(start - 1) }),
  'of the past, and expired': written('secret', {
    ...secret,
    datePublished: '2020-01-01',
    expires: '2025-01-01',
  }),
  'to come': written('secret', { ...secret, datePublished: isoOf(start + 1) }),
  'of a day to come': written('secret', { ...secret, datePublished: '2026-01-16' }),
}

const others = [
  written('early', { datePublished: '2024-01-01', tags: ['river'], outlet: 'The Outlet' }),
  written('late', { datePublished: '2025-01-01', tags: ['river'], outlet: 'The Outlet' }),
  written('undated', { sections: [{ paragraphs: ['A river and a zixomma.'] }] }),
]

const lists = [
  '/',
  '/articles',
  '/articles?limit=1',
  '/articles?include=sections',
  '/articles?tag=secret',
  '/articles?outlet=Secret%20Gazette',
  '/articles?language=sv',
  '/articles?author=S.%20Ecret',
  '/articles?sort=title',
  '/articles?sort=-dateModified',
  '/outlets',
  '/rubrics',
  '/tags',
  '/languages',
  '/feed.json',
  '/feed.atom',
  '/feed.rss',
  '/search?q=river&facets=tag,rubric,outlet,language,author',
  '/search?q=zyxomma',
  '/search?q=zyxomm',
  '/search?q=riven',
  '/search?q=secret',
  '/search?q=zyx*',
  '/search?q=zyx&prefix=true',
  '/search?q=river&article=secret',
  '/search?q=river&tag=secret',
  '/articles/late',
  '/articles/early.html',
  '/articles/secre',
  '/articles/secrets',
  '/health/ready',
  '/openapi.json',
  '/robots.txt',
]

const addresses = [
  '',
  '.json',
  '.html',
  '.md',
  '.txt',
  '.jsonld',
  '.ninjs',
  '/sections',
  '/sections.json',
].flatMap((end) => [`/articles/secret${end}`, `/articles/old-secret${end}`])

const parts = [
  '/articles/SECRET',
  '/articles/secret/',
  '/articles/secret/sections/hidden-part',
  '/articles/secret/sections/hidden-part.html',
  '/articles/secret/sections/2',
  '/articles/secret/paragraphs/lede-1',
  '/articles/secret/paragraphs/lede-1.md',
  '/articles/secret/paragraphs/lede-1.csv',
  '/articles/secret/notes/n1',
  '/2019/secret',
]

const accepts = ['application/json', 'text/html', 'text/markdown', 'text/plain']

const answersOf = async (ask: (url: string, options?: object) => Promise<Answer>) => {
  const found: Record<string, Answer> = {}
  for (const url of [...lists, ...addresses, ...parts])
    for (const accept of accepts) {
      const { status, headers, text } = await ask(url, { headers: { accept } })
      const { date: _, ...rest } = headers
      found[`${url} ${accept}`] = { status, headers: rest, text } as Answer
    }
  return found
}

let answersWithout: Promise<Record<string, Answer>> | undefined

/** The answers where no article is hidden, at the start: asked for once. */
const neverOf = async (): Promise<Record<string, Answer>> => {
  const now = () => start
  answersWithout ??= libraryOf(others, now)
    .then((library) => serve(library, {}, { now }))
    .then(({ ask }) => answersOf(ask))
  return structuredClone(await answersWithout)
}

test.each(Object.entries(hidden))('an article that is %s is as if it never was', async (_, article) => {
  const now = () => start
  const withIt = await serve(
    await libraryOf([...others.slice(0, 2), article, ...others.slice(2)], now),
    {},
    { now },
  )
  const [never, answers] = [await neverOf(), await answersOf(withIt.ask)]
  const isDue = article.datePublished !== undefined && article.expires === undefined
  for (const [asked, answer] of Object.entries(answers)) {
    const expected = never[asked]
    // A list that the article will be in may be kept until then.
    if (isDue) delete answer.headers['cache-control']
    if (isDue && expected !== undefined) delete expected.headers['cache-control']
    expect([asked, answer]).toEqual([asked, expected])
  }
  for (const url of [...addresses, ...parts]) expect(answers[`${url} text/html`]?.status).toBe(404)
})

test('an article that expired, or became a draft, leaves nothing behind', async () => {
  let moment = start
  const now = () => moment
  const without = await serve(await libraryOf(others, now), {}, { now })
  const library = await libraryOf(
    [...others, written('secret', { ...secret, expires: isoOf(start + minute) })],
    now,
  )
  const { ask } = await serve(library, {}, { now })
  expect((await ask('/articles/secret')).status).toBe(200)
  expect((await ask('/search?q=zyxomma')).json()).toMatchObject({ total: 1 })
  moment = start + minute
  expect(await answersOf(ask)).toEqual(await answersOf(without.ask))
})

test('what is due appears and goes by itself, also where the clock is set back', async () => {
  let moment = start
  const now = () => moment
  const library = await libraryOf(
    [
      written('soon', { datePublished: isoOf(start + minute), expires: isoOf(start + 2 * minute) }),
      written('now', { datePublished: '2025-01-01' }),
    ],
    now,
  )
  const { ask } = await serve(library, {}, { now })
  const seen = async () => [
    (await ask('/articles/soon')).status,
    ((await ask('/articles')).json() as { total: number }).total,
    ((await ask('/search?q=paragraph')).json() as { total: number }).total,
  ]
  expect(await seen()).toEqual([404, 1, 1])
  moment = start + minute - 1
  expect(await seen()).toEqual([404, 1, 1])
  moment = start + minute
  expect(await seen()).toEqual([200, 2, 2])
  moment = start + minute - 1
  // What is kept is looked at again when the library is asked for something else.
  await ask('/articles?limit=1')
  expect(await seen()).toEqual([404, 1, 1])
  moment = start + 2 * minute - 1
  expect(await seen()).toEqual([200, 2, 2])
  moment = start + 2 * minute
  expect(await seen()).toEqual([404, 1, 1])
})

const cached = (ask: (url: string) => Promise<Answer>, url: string) =>
  ask(url).then(({ headers }) => headers['cache-control'])

test.each([
  [3600_000, 'public, max-age=60, stale-while-revalidate=600, stale-if-error=100'],
  [660_000, 'public, max-age=60, stale-while-revalidate=600, stale-if-error=100'],
  [659_999, 'public, max-age=60, stale-while-revalidate=599, stale-if-error=100'],
  [90_500, 'public, max-age=60, stale-while-revalidate=30, stale-if-error=30'],
  [60_000, 'public, max-age=60, stale-while-revalidate=0, stale-if-error=0'],
  [2999, 'public, max-age=2, stale-while-revalidate=0, stale-if-error=0'],
  [1, 'public, max-age=0, stale-while-revalidate=0, stale-if-error=0'],
])('%i ms before an article expires and another appears', async (left, expected) => {
  const now = () => start
  const library = await libraryOf(
    [
      written('goes', { expires: isoOf(start + left) }),
      written('comes', { datePublished: isoOf(start + left) }),
      written('stays'),
    ],
    now,
  )
  const usual = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=100'
  const { ask } = await serve(library, { CACHE_CONTROL: usual }, { now })
  const shown = [
    '/articles/goes',
    '/articles',
    '/',
    '/search?q=first',
    '/tags',
    '/feed.rss',
    '/articles/stays.html',
  ]
  for (const url of [...shown, ...shown]) expect([url, await cached(ask, url)]).toEqual([url, expected])
  expect(await cached(ask, '/articles/stays')).toBe(usual)
  const { headers } = await ask('/articles/goes')
  const again = await ask('/articles/goes', { headers: { 'if-none-match': headers['etag'] ?? '' } })
  expect([again.status, again.headers['cache-control']]).toEqual([304, expected])
})

test('many articles that fall due at one moment', async () => {
  let moment = start
  const library = openSqliteLibrary({ now: () => moment })
  const put: Stored[] = Array.from({ length: 350 }, (_, index) =>
    stored(toArticle(ArticleFile.parse(written(`a${index}`, { datePublished: isoOf(start + minute) })), '')),
  )
  await library.apply({ put, touch: [], remove: [] })
  const count = async () => (await library.articles({ page: 1, limit: 1 })).total
  const before = await library.articles({ page: 1, limit: 1 })
  expect([before.total, before.due]).toEqual([0, start + minute])
  moment = start + minute
  expect(await count()).toBe(350)
  await library.close()
})

const token = 'letmein-0123456789'
const authorization = `Bearer ${token}`
const all = [...Object.values(hidden).slice(0, 1), ...others]

const previewed = async () => {
  const now = () => start
  return serve(await libraryOf(all, now), { PREVIEW_TOKEN: token }, { now })
}

test('with the token everything is shown, and kept nowhere', async () => {
  const { ask } = await previewed()
  for (const url of ['/articles/secret', ...addresses, ...lists]) {
    const { status, headers } = await ask(url, { headers: { authorization } })
    expect([url, headers['cache-control'], headers['x-robots-tag']]).toEqual([
      url,
      'private, no-store',
      'noindex',
    ])
    if (url.startsWith('/articles/secret.')) expect([url, status]).toEqual([url, 200])
    if (url.includes('old-secret')) expect([url, status]).toEqual([url, 308])
    const open = await ask(url)
    expect([url, open.headers['x-robots-tag'], open.headers['vary']?.includes('Authorization')]).toEqual([
      url,
      undefined,
      true,
    ])
    expect(open.text).not.toContain('Secret Gazette')
  }
  const found = await ask('/search?q=zyxomma&facets=tag', { headers: { authorization } })
  expect(found.json()).toMatchObject({ total: 1, facets: { tag: [{ name: 'river' }, { name: 'secret' }] } })
  const river = await ask('/search?q=river&facets=tag', { headers: { authorization } })
  expect(river.json()).toMatchObject({
    total: 4,
    facets: {
      tag: [
        { name: 'river', articleCount: 3 },
        { name: 'secret', articleCount: 1 },
      ],
    },
  })
  const { items } = (await ask('/articles?sort=title', { headers: { authorization } })).json() as {
    items: { id: string; draft: boolean }[]
  }
  expect(items.map(({ id, draft }) => [id, draft])).toEqual([
    ['early', false],
    ['late', false],
    ['secret', true],
    ['undated', false],
  ])
})

test.each([
  ['Bearer wrong', 'invalid_token'],
  [`Bearer ${token}x`, 'invalid_token'],
  [`Bearer ${token.toUpperCase()}`, 'invalid_token'],
  ['Bearer', 'Bearer'],
  ['Basic bGV0bWVpbg==', 'Bearer'],
  [token, 'Bearer'],
])('401 for %s', async (given, challenge) => {
  const { ask } = await previewed()
  for (const url of ['/articles', '/articles/secret', '/articles/nothing', '/nothing', '/files/0/x']) {
    await ask(url)
    const { status, headers, text } = await ask(url, { headers: { authorization: given } })
    expect([url, status, headers['content-type']]).toEqual([url, 401, 'application/problem+json'])
    expect(headers['www-authenticate']).toContain(challenge)
    expect(headers['vary']).toContain('Authorization')
    expect(text).not.toContain(token)
  }
})

test('the name of the scheme has no case; without the setting the header says nothing', async () => {
  const { ask } = await previewed()
  expect((await ask('/articles/secret', { headers: { authorization: `bearer  ${token}` } })).status).toBe(200)
  const now = () => start
  const plain = await serve(await libraryOf(all, now), {}, { now })
  const { status, headers } = await plain.ask('/articles', { headers: { authorization } })
  expect([status, headers['vary']]).toEqual([200, 'Accept, Accept-Encoding'])
})

test('every answer says that it depends on Authorization', async () => {
  const { ask } = await previewed()
  const { headers } = await ask('/articles/early')
  const asked: [string, object][] = [
    ['/articles/early', {}],
    ['/articles/early', { headers: { 'if-none-match': headers['etag'] } }],
    ['/articles/early', { method: 'HEAD' }],
    ['/articles/early', { method: 'POST' }],
    ['/articles/early', { method: 'OPTIONS' }],
    ['/articles/early', { headers: { accept: 'image/png' } }],
    ['/articles/EARLY', {}],
    ['/articles?x=1', {}],
    ['/nothing', {}],
    ['/%ZZ', {}],
    ['/health/live', {}],
    ['/files/0123456789abcdef/x.png', {}],
  ]
  for (const [url, options] of asked) {
    const answer = await ask(url, options)
    expect([url, answer.headers['vary']]).toEqual([url, expect.stringContaining('Authorization')])
  }
})

test('pages of other origins may send the token', async () => {
  const { ask } = await previewed()
  const { headers } = await ask('/articles/secret', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://editor.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  })
  expect(headers['access-control-allow-headers']).toMatch(/authorization/i)
})

/** A Markdown file that is one of the others but for its front matter. */
const page = (front: string, body = 'The text.\n\n![A](./only.png)'): string =>
  `---\ntitle: T\noutlet: O\nlanguage: en\n${front}---\n\n${body}\n`

/** The ids of the public articles of a folder. */
const publicIn = async (files: Record<string, string | Buffer>, given = {}): Promise<string[]> => {
  const library = openSqliteLibrary()
  await (await openFolder({ folder: folderOf(files), sources, shelf: library, given })).look()
  const { items } = await library.articles({ page: 1, limit: 100 })
  await library.close()
  return items.map(({ id }) => id).toSorted()
}

test.each([
  ['draft: true\n', false],
  ['draft: false\n', true],
  ['Draft: "yes"\n', false],
  ['draft: maybe\n', false],
  ['isDraft: true\n', false],
  ['is_draft: 0\n', true],
  ['draft: false\npublished: false\n', false],
  ['published: false\n', false],
  ['published: "False"\n', false],
  ['published: true\n', true],
  ['published: 2020-01-01\n', true],
  ['published: 2999-01-01\n', false],
  ['publish: no\n', false],
  ['unpublished: true\n', false],
  ['status: draft\n', false],
  ['status: Private\n', false],
  ['status: published\n', true],
  ['status: evergreen\n', true],
  ['expires: 2020-01-01\n', false],
  ['expiryDate: 2020-01-01T00:00:00Z\n', false],
  ['unpublishDate: 2020-01-01\n', false],
  ['expiration_date: 1 January 2020\n', false],
  ['expires: 2999-01-01\n', true],
  ['expires: never\n', true],
  ['expires:\n', true],
  ['expires: soon\n', false],
  ['date: 2999-01-01\n', false],
  ['date: 2020-01-01\npublishDate: 2999-01-01\n', false],
  ['date: 2999-01-01\npublishDate: 2020-01-01\n', true],
])('front matter with %j: public %s', async (front, isPublic) => {
  expect(await publicIn({ 'a.md': page(front) })).toEqual(isPublic ? ['a'] : [])
})

test.each([
  [{ draft: true }, false],
  [{ draft: 'tru' }, false],
  [{ draft: 'false' }, true],
  [{ published: false }, false],
  [{ status: 'draft' }, false],
  [{ expires: 'soon' }, false],
  [{ expires: '2020-01-01T00:00' }, false],
  [{ expires: null }, true],
  [{ datePublished: '2999-01-01T00:00:00' }, false],
  [{ $schema: 'https://maqal.example/schemas/article.json', draft: true }, false],
])('JSON with %j: public %s', async (said, isPublic) => {
  expect(await publicIn({ 'a.json': JSON.stringify({ ...written('a'), ...said }) })).toEqual(
    isPublic ? ['a'] : [],
  )
})

test('a folder of drafts alone is served; SHOW_FUTURE shows what is to come', async () => {
  const files = { 'a.md': page('draft: true\n'), 'b.md': page('date: 2999-01-01\n') }
  expect(await publicIn(files)).toEqual([])
  expect(await publicIn(files, { isFutureShown: true })).toEqual(['b'])
})

test('a time without an offset, and a day, are of the time zone of the folder', async () => {
  const zones = { 'Etc/GMT+12': -12, 'Etc/GMT-14': 14 }
  for (const [timeZone, hours] of Object.entries(zones)) {
    const local = (moment: number) => isoOf(moment + hours * 60 * minute).slice(0, 19)
    const [before, after] = [local(Date.now() - 5 * minute), local(Date.now() + 5 * minute)]
    const files = {
      'maqal.yaml': `timeZone: ${timeZone}`,
      'came.md': page(`date: ${before}\n`),
      'comes.md': page(`date: ${after}\n`),
      'went.md': page(`expires: ${before}\n`),
      'goes.md': page(`expires: ${after}\n`),
      'today.md': page(`date: ${local(Date.now()).slice(0, 10)}\n`),
      'tomorrow.md': page(`date: ${local(Date.now() + 24 * 60 * minute).slice(0, 10)}\n`),
      'json.json': JSON.stringify({ ...written('json'), expires: before }),
    }
    expect(await publicIn(files)).toEqual(['came', 'goes', 'today'])
  }
})

test('a file that only a draft uses is not there', async () => {
  const { app, get } = await serveFolder(folderOf({ 'a.md': page('draft: true\n'), 'only.png': png() }), 0, {
    settings: { PREVIEW_TOKEN: token },
  })
  expect(await get('a')).toBeNull()
  const whole = await app.inject({ url: '/articles/a', headers: { authorization } })
  const [address = ''] = /\/files\/[^"]+/.exec(whole.body) ?? []
  const { headers: _, ...open } = await app.inject(address)
  const never = await app.inject(address.replace(/\/files\/..../, '/files/0000'))
  expect([open.statusCode, never.statusCode]).toEqual([404, 404])
  expect(open.body.replace(/"instance":"[^"]*"/, '')).toBe(never.body.replace(/"instance":"[^"]*"/, ''))
  const shown = await app.inject({ url: address, headers: { authorization } })
  expect([shown.statusCode, shown.headers['cache-control'], shown.headers['x-robots-tag']]).toEqual([
    200,
    'private, no-store',
    'noindex',
  ])
})

test('a file is kept until the article that uses it expires', async () => {
  const expires = isoOf(Date.now() + 60 * minute)
  const { app } = await serveFolder(folderOf({ 'a.md': page(`expires: ${expires}\n`), 'only.png': png() }), 0)
  const [address = ''] = /\/files\/[^"]+/.exec((await app.inject('/articles/a')).body) ?? []
  const { headers } = await app.inject(address)
  const [, age] = /^public, max-age=(\d+), immutable$/.exec(String(headers['cache-control'])) ?? []
  expect(Number(age)).toBeGreaterThan(3000)
  expect(Number(age)).toBeLessThanOrEqual(3600)
})

test('a folder that nobody changes: what is due comes and goes, and its cached answers with it', async () => {
  const due = Date.now() + 1500
  const files = {
    'comes.md': page(`date: ${isoOf(due)}\n`),
    'goes.md': page(`expires: ${isoOf(due)}\n`),
  }
  const { app, get } = await serveFolder(folderOf(files), 0)
  const seen = async () => {
    const { items } = (await app.inject('/articles')).json<{ items: { id: string }[] }>()
    return [items.map(({ id }) => id), (await get('comes')) !== null, (await get('goes')) !== null]
  }
  const found = async () => {
    const { items } = (await app.inject('/search?q=text')).json<{ items: { id: string }[] }>()
    return items.map(({ id }) => id).join(' ')
  }
  const before = [await seen(), await seen(), await found()]
  // A slow machine may have been too late.
  if (Date.now() < due) expect(before).toEqual([[['goes'], false, true], [['goes'], false, true], 'goes'])
  await until(async () => (await get('comes')) !== null)
  expect(Date.now()).toBeGreaterThanOrEqual(due)
  expect(await seen()).toEqual([['comes'], true, false])
  await until(async () => (await found()) === 'comes')
  expect(await seen()).toEqual([['comes'], true, false])
})

test('an import of a draft is a draft', async () => {
  const article = toArticle(ArticleFile.parse(written('a', { draft: true, expires: '2999-01-01' })), 'a')
  expect(writeArticle(article)).toMatchObject({ draft: true, expires: '2999-01-01' })
})

test('what is due and not written yet: lists and addresses go by the clock', async () => {
  let moment = start
  const home = folderOf({ 'in/empty.txt': '' })
  const file = join(home, 'index.db')
  const library = openSqliteLibrary({ index: { file, folder: join(home, 'in') }, now: () => start })
  const articles = [
    written('goes', { expires: isoOf(start + minute), tags: ['old'], aliases: ['gone'] }),
    written('comes', { datePublished: isoOf(start + minute), tags: ['new'] }),
    written('stays', { tags: ['new'] }),
  ]
  const put = articles.map((article) => stored(toArticle(ArticleFile.parse(article), '')))
  await library.apply({ put, touch: [], remove: [] })
  const snapshot = openSnapshot(file, () => moment)
  const { ask } = await serve(snapshot.library, {}, { now: () => moment })
  const statuses = async () => {
    const asked = ['goes', 'goes.md', 'gone', 'comes', 'stays'].map((id) => ask(`/articles/${id}`))
    return (await Promise.all(asked)).map(({ status }) => status)
  }
  const listed = async () => {
    const { items, total } = (await ask('/articles')).json() as { items: { id: string }[]; total: number }
    const found = (await ask('/search?q=first&facets=tag')).json() as { items: { id: string }[] }
    const tags = (await ask('/tags')).json() as { items: { name: string; articleCount: number }[] }
    return [
      items.map(({ id }) => id),
      total,
      found.items.map(({ id }) => id).toSorted(),
      tags.items.map(({ name, articleCount }) => `${name} ${articleCount}`),
    ]
  }
  for (const _ of [1, 2]) {
    expect(await statuses()).toEqual([200, 200, 308, 404, 200])
    expect(await listed()).toEqual([['goes', 'stays'], 2, ['goes', 'stays'], ['new 1', 'old 1']])
  }
  moment = start + minute
  for (const _ of [1, 2]) {
    expect(await statuses()).toEqual([404, 404, 404, 200, 200])
    expect(await listed()).toEqual([['comes', 'stays'], 2, ['stays'], ['new 2']])
    expect(await cached(ask, '/articles')).toMatch(/max-age=0,/)
  }
  snapshot.close()
  await library.close()
})

test('OpenAPI describes the token where there is one', async () => {
  const { ask } = await previewed()
  const described = (await ask('/openapi.json')).json()
  expect(described).toMatchObject({
    security: [{}, { preview: [] }],
    components: { securitySchemes: { preview: { type: 'http', scheme: 'bearer' } } },
  })
  const plain = await serve(await libraryOf(all))
  expect((await plain.ask('/openapi.json')).json()).toMatchObject({ security: [] })
})

test('what is no HTTP says too that it depends on Authorization', async () => {
  const library = await libraryOf(all)
  const config = readConfig({ PREVIEW_TOKEN: token, PORT: '0' })
  const app = await buildApp({ library, preview: library.preview, config })
  onTestFinished(() => app.close())
  await app.listen({ port: 0 })
  const { port } = app.server.address() as AddressInfo
  const answer = await new Promise<string>((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write('BAD\r\n\r\n'))
    socket.on('data', (data) => (text += data.toString())).on('close', () => resolve(text))
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*\r\nvary: Authorization\r\n/is)
})
