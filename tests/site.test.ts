import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import type { Engine } from '../src/library/library.ts'
import { libraryOf, serve, stored, written } from './support/app.ts'

const accept = { headers: { accept: 'text/html' } }

const pageOf = async ({ ask }: Awaited<ReturnType<typeof serve>>, path: string, status = 200) => {
  const answer = await ask(path, accept)
  expect(answer.status).toBe(status)
  const { document } = parseHTML(answer.text)
  const property = (name: string) =>
    document.querySelector(`meta[property="${name}"]`)?.getAttribute('content') ?? null
  const href = (selector: string) => document.querySelector(selector)?.getAttribute('href') ?? null
  return { ...answer, document, property, href }
}

const put = (library: Engine, ...files: Parameters<typeof written>[]) =>
  library.apply({
    put: files.map(([id, rest]) => stored(toArticle(ArticleFile.parse(written(id, rest)), id))),
    touch: [],
    remove: [],
  })

const siteNames = async (served: Awaited<ReturnType<typeof serve>>) => {
  const names = []
  for (const path of ['/', '/articles/a', '/articles/a/sections/lede', '/tags', '/search?q=first']) {
    names.push((await pageOf(served, path)).document.querySelector('.site')?.textContent)
  }
  names.push((await pageOf(served, '/articles/none', 404)).document.querySelector('.site')?.textContent)
  names.push(((await served.ask('/feed.json')).json() as { title: string }).title)
  return names
}

test('a site is named by the outlet of all articles, or maqal, and a change of that shows at once', async () => {
  const library = await libraryOf([written('a')])
  const served = await serve(library)
  expect(new Set(await siteNames(served))).toEqual(new Set(['The Outlet']))
  await put(library, ['b', { outlet: 'Another' }])
  expect(new Set(await siteNames(served))).toEqual(new Set(['maqal']))
  await library.apply({ put: [], touch: [], remove: ['b.json'] })
  expect(new Set(await siteNames(served))).toEqual(new Set(['The Outlet']))
})

test('SITE_NAME names the site, whatever its articles are of', async () => {
  const served = await serve(await libraryOf([written('a')]), { SITE_NAME: 'Names & <b> "مقالات"' })
  expect(new Set(await siteNames(served))).toEqual(new Set(['Names & <b> "مقالات"']))
  const { document, property } = await pageOf(served, '/articles')
  expect(document.title).toBe('Articles — Names & <b> "مقالات"')
  expect(property('og:site_name')).toBe('Names & <b> "مقالات"')
  const article = await pageOf(served, '/articles/a')
  expect([article.document.title, article.property('og:site_name')]).toEqual([
    'Title of a — The Outlet',
    'The Outlet',
  ])
})

test.each(['', ' ', 'a\nb', 'x'.repeat(201)])('SITE_NAME of %j is refused or unset', async (name) => {
  const library = await libraryOf([written('a')])
  if (name === '') expect((await siteNames(await serve(library, { SITE_NAME: name })))[0]).toBe('The Outlet')
  else await expect(serve(library, { SITE_NAME: name })).rejects.toThrow(/^SITE_NAME is /)
})

const links = async (served: Awaited<ReturnType<typeof serve>>, id: string) => {
  const { document } = await pageOf(served, `/articles/${id}`)
  const inHead = [...document.querySelectorAll('head link[rel=prev], head link[rel=next]')]
  const shown = [...document.querySelectorAll('main > .around a')]
  expect(shown.map((link) => link.getAttribute('href'))).toEqual(
    inHead.map((link) => link.getAttribute('href')),
  )
  return shown.map((link) => `${link.getAttribute('rel')} ${link.querySelector('bdi')?.textContent}`)
}

test('an article leads to those around it in the order of the list, undated and of one date too', async () => {
  const files = [
    written('b', { datePublished: '2024-01-02' }),
    written('a', { datePublished: '2024-01-02' }),
    written('new', { datePublished: '2025-01-01' }),
    written('old', { datePublished: '2020-01-01' }),
    written('none'),
    written('nothing', { title: 'عنوان', language: 'ar' }),
  ]
  const served = await serve(await libraryOf(files))
  const { items } = (await served.ask('/articles')).json() as { items: { id: string; title: string }[] }
  expect(items.map(({ id }) => id)).toEqual(['new', 'a', 'b', 'old', 'none', 'nothing'])
  for (const [index, { id }] of items.entries()) {
    const [before, after] = [items[index - 1], items[index + 1]]
    expect(await links(served, id)).toEqual([
      ...(before === undefined ? [] : [`prev ${before.title}`]),
      ...(after === undefined ? [] : [`next ${after.title}`]),
    ])
  }
  const { document } = await pageOf(served, '/articles/none')
  const next = document.querySelector('.around [rel=next] bdi')
  expect([next?.getAttribute('lang'), next?.getAttribute('dir')]).toEqual(['ar', 'rtl'])
})

test('an article between two changes the links of their pages at once, and not their JSON', async () => {
  const library = await libraryOf([
    written('a', { datePublished: '2024-01-03' }),
    written('c', { datePublished: '2024-01-01' }),
  ])
  let read = 0
  const served = await serve({ ...library, article: (id: string) => ((read += 1), library.article(id)) })
  expect([await links(served, 'a'), await links(served, 'c')]).toEqual([
    ['next Title of c'],
    ['prev Title of a'],
  ])
  const json = await served.ask('/articles/a')
  read = 0
  await put(library, ['b', { datePublished: '2024-01-02' }])
  const again = await served.ask('/articles/a')
  expect([again.headers['etag'], read]).toEqual([json.headers['etag'], 0])
  expect([await links(served, 'a'), await links(served, 'c')]).toEqual([
    ['next Title of b'],
    ['prev Title of b'],
  ])
  expect((await served.ask('/articles/a')).headers['etag']).toBe(json.headers['etag'])
})

test('outlet, rubric, author and tags lead to their lists, on the page of an article and on its card', async () => {
  const names = { outlet: 'A & B', rubric: 'R/1', tags: ['x+y', 'وسم, "z"'] }
  const authors = ['محمد علي', { name: 'B', url: 'https://b.example/me' }]
  const served = await serve(await libraryOf([written('a', { ...names, authors })]))
  for (const path of ['/', '/articles/a']) {
    const { document } = await pageOf(served, path)
    const found = [...document.querySelectorAll('main a[href*="/articles?"]')]
    const asked = found.map((link) => [...new URL(link.getAttribute('href') ?? '', 'http://x').searchParams])
    expect(asked.flat()).toEqual(
      expect.arrayContaining([
        ['outlet', 'A & B'],
        ['rubric', 'R/1'],
        ['author', 'محمد علي'],
        ['tag', 'x+y'],
        ['tag', 'وسم, "z"'],
      ]),
    )
    expect(document.querySelector('[rel=author][href="https://b.example/me"]')?.textContent).toBe('B')
    for (const link of found) {
      const list = await served.ask(link.getAttribute('href') ?? '')
      expect((list.json() as { total: number }).total).toBe(1)
    }
  }
})

test.each([
  ['/articles?tag=Siemens', 'Siemens — Articles — maqal', '/articles?tag=Siemens'],
  [
    '/articles?tag=Siemens&limit=20&page=1&utm_source=x',
    'Siemens — Articles — maqal',
    '/articles?tag=Siemens',
  ],
  ['/articles?limit=1&page=2&tag=a%20b', 'a b — Articles — maqal', '/articles?tag=a%20b&limit=1&page=2'],
  ['/articles?sort=title', 'Articles — maqal', '/articles?sort=title'],
  ['/articles', 'Articles — maqal', '/articles'],
  [
    '/articles?outlet=The%20Outlet&from=2024-01-01',
    'The Outlet — 2024-01-01 — Articles — maqal',
    '/articles?outlet=The%20Outlet&from=2024-01-01',
  ],
  ['/tags?limit=1', 'Tags — maqal', '/tags?limit=1'],
])('%s is titled %s and known by %s', async (path, title, address) => {
  const served = await serve(
    await libraryOf([written('a', { tags: ['Siemens'] }), written('b', { outlet: 'B' })]),
    {
      PUBLIC_URL: 'https://m.example',
    },
  )
  const { document, property, href } = await pageOf(served, path)
  expect(document.title).toBe(title)
  expect([href('link[rel=canonical]'), property('og:url')]).toEqual(
    Array(2).fill(`https://m.example${address}`),
  )
  expect(property('og:title')).toBe(title.replace(/ — maqal$/, ''))
})

test('every page has the three feeds first, by name, narrowed as it is, and nothing that is taken for a feed', async () => {
  const served = await serve(await libraryOf([written('a', { tags: ['x'] }), written('b')]))
  const part = ['/articles/a/sections/2', '/articles/a/paragraphs/lede-1']
  const paths = ['/', '/articles', '/articles/a', ...part, '/tags', '/search', '/problems/not-found']
  for (const path of [...paths, '/articles?tag=x&limit=1&sort=title', '/nothing']) {
    const { document } = await pageOf(served, path, path === '/nothing' ? 404 : 200)
    const alternates = [...document.querySelectorAll('head link[rel=alternate]')].map((link) =>
      ['type', 'title', 'href'].map((name) => link.getAttribute(name)),
    )
    const [query, name] = path.includes('tag=x') ? ['?tag=x', 'x — The Outlet'] : ['', 'The Outlet']
    expect(alternates.slice(0, 3)).toEqual([
      ['application/feed+json', `${name} (JSON Feed)`, `/feed.json${query}`],
      ['application/atom+xml', `${name} (Atom)`, `/feed.atom${query}`],
      ['application/rss+xml', `${name} (RSS)`, `/feed.rss${query}`],
    ])
    const others = alternates.slice(3).map(([type]) => type)
    expect(
      others.filter((type) => !/^(?:text\/(?:markdown|plain)|application\/ld\+json)$/.test(type ?? '')),
    ).toEqual([])
    for (const [, , href] of alternates) expect((await served.ask(href ?? '')).status).toBe(200)
  }
  const { document } = await pageOf(served, '/articles/a')
  const forms = [...document.querySelectorAll('.foot a')].map((link) => link.getAttribute('href'))
  expect(forms).toEqual(expect.arrayContaining(['/articles/a.json', '/articles/a.ninjs']))
})

test.each(['json', 'atom', 'rss'])(
  'a narrowed /feed.%s is titled by it, and is of that list',
  async (form) => {
    const settings = { PUBLIC_URL: 'https://m.example/api' }
    const served = await serve(await libraryOf([written('a', { tags: ['قطر'] }), written('b')]), settings)
    const tag = encodeURIComponent('قطر')
    const { text } = await served.ask(`/feed.${form}?limit=5&tag=${tag}`)
    expect(text).toContain('قطر — The Outlet')
    expect(text).toMatch(
      new RegExp(
        `"https://m\\.example/api/articles\\?tag=${tag}"|>https://m\\.example/api/articles\\?tag=${tag}<`,
      ),
    )
    expect(text).toMatch(new RegExp(`"https://m\\.example/api/feed\\.${form}\\?tag=${tag}&(?:amp;)?limit=5"`))
    expect(text).not.toContain('Title of b')
  },
)

test.each([
  ['/articles/a/sections/2', 'The second.'],
  ['/articles/a/paragraphs/a-heading-2', 'The third.'],
  ['/articles/a/paragraphs/picture', 'In short.'],
])('a preview of %s says %j, and search engines are told of the article', async (path, description) => {
  const file = written('a', { summary: 'In short.' })
  file.sections.push({
    heading: 'S',
    id: 's',
    paragraphs: [{ type: 'image', id: 'picture', url: 'https://i.example/a.png' }],
  })
  const { document, property, href } = await pageOf(await serve(await libraryOf([file])), path)
  const meta = document.querySelector('meta[name=description]')?.getAttribute('content')
  expect([meta, property('og:description')]).toEqual([description, description])
  expect(href('link[rel=canonical]')).toBe('http://localhost:3000/articles/a')
})

test('a long list of contents is closed, and the marks of paragraphs are no stops of the keyboard', async () => {
  const sections = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      heading: `Heading ${index}`,
      paragraphs: ['One.', 'Two.'],
    }))
  const files = [written('short', { sections: sections(40) }), written('long', { sections: sections(41) })]
  const served = await serve(await libraryOf(files))
  const short = await pageOf(served, '/articles/short')
  const long = await pageOf(served, '/articles/long')
  expect(short.document.querySelectorAll('details')).toHaveLength(0)
  expect(long.document.querySelectorAll('.contents > details:not([open]) > ol > li')).toHaveLength(41)
  expect(long.document.querySelectorAll('.paragraph > .mark:not([tabindex="-1"])')).toHaveLength(0)
  expect(long.document.querySelectorAll('.title + .mark:not([tabindex])')).toHaveLength(41)
  const section = await pageOf(served, '/articles/long/sections/2')
  expect(section.document.querySelectorAll('.paragraph > .mark:not([tabindex])')).toHaveLength(2)
})

test('GET /robots.txt and /favicon.ico, and the icon of every page is there', async () => {
  const served = await serve(await libraryOf([written('a')]), { PUBLIC_URL: 'https://m.example/api' })
  const robots = await served.ask('/robots.txt')
  expect([robots.status, robots.text]).toEqual([200, 'User-agent: *\nDisallow: /api/search\n'])
  expect(robots.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=86400',
  })
  const favicon = await served.ask('/favicon.ico')
  expect([favicon.status, favicon.headers['content-type']]).toEqual([200, 'image/svg+xml'])
  for (const path of ['/', '/articles/a', '/docs']) {
    const icon = (await pageOf(served, path)).href('link[rel=icon]') ?? ''
    expect(icon).toMatch(/^\/api\/assets\/icon-[\da-f]{12}\.svg$/)
    const answer = await served.ask(icon.slice('/api'.length))
    expect([answer.status, answer.text]).toEqual([200, favicon.text])
    expect(answer.headers['cache-control']).toContain('immutable')
  }
  const { paths } = (await served.ask('/openapi.json')).json() as { paths: object }
  expect(Object.keys(paths).filter((path) => /robots|favicon|icon/.test(path))).toEqual([])
})
