import { expect, test } from 'vitest'
import { aliasKey, isOwnAddress, tidyAlias } from '../src/article/aliases.ts'
import { patternsOf } from '../src/routes/address.ts'
import { routesOf } from '../src/routes/routes.ts'
import { libraryOf, serve, written } from './support/app.ts'

test.each([
  ['old-name', 'old-name'],
  [' Old Name ', 'Old Name'],
  ['old-name/', 'old-name'],
  ['/articles/old-name/', 'old-name'],
  ['/old-name', '/old-name'],
  ['/', undefined],
  ['/2019/old-post/', '/2019/old-post/'],
  ['blog/x.html', '/blog/x.html'],
  ['/%D9%85%D9%82%D8%A7%D9%84/', '/مقال/'],
  ['/cafe\u0301/', '/caf\u00E9/'],
  ['100%', undefined],
  ['100%25', '100%'],
  ['', undefined],
  ['..', undefined],
  ['/a/../b', undefined],
  ['/a/./b', undefined],
  ['/a//b', undefined],
  ['//evil.example/', undefined],
  ['/%2Fevil.example', undefined],
  ['/\\evil.example', undefined],
  ['/%5Cevil.example', undefined],
  ['https://evil.example/a', undefined],
  ['/a\r\nSet-Cookie: a=b', undefined],
  ['/a%0D%0Ab', undefined],
  ['/a?p=1', undefined],
  ['/a#b', undefined],
  [`/${'a'.repeat(500)}`, undefined],
])('the alias %j is %j', (text, expected) => {
  expect(tidyAlias(text)).toBe(expected)
})

test.each([
  ['Old Name', 'old-name'],
  ['/2019/Old-Post/', '/2019/old-post'],
  ['/CAFE\u0301', '/caf\u00E9'],
  ['İ', 'i\u0307'],
  ['/an/old/url/index.html', '/an/old/url'],
  ['/index.html', '/index.html'],
])('the alias %j is found by %j', (alias, key) => {
  expect(aliasKey(alias)).toBe(key)
})

test('no address of maqal is free for an alias, in any form', () => {
  const paths = routesOf('1').flatMap((route) => patternsOf(route).map(({ path }) => path))
  expect(paths.filter((path) => !isOwnAddress(path))).toEqual([])
})

test.each(['/2019/x', '/docs/old', '/articles/2019/x', '/search/x', '/feed.xml'])('%s is free', (path) => {
  expect(isOwnAddress(path)).toBe(false)
})

const articles = [
  written('new', {
    aliases: [
      'old-name',
      'Older Name',
      '/2019/old-post/',
      '/%D9%85%D9%82%D8%A7%D9%84/',
      '/search',
      '/blog/x.html',
      'living',
      'other',
    ],
    sections: [
      { paragraphs: ['One.'] },
      { id: 'now', heading: 'Now', aliases: ['before', 'Long Before'], paragraphs: ['Two.', 'Three.'] },
    ],
  }),
  written('living'),
  written('zebra', { aliases: ['other', 'zebra'] }),
]

const serving = async () => serve(await libraryOf(articles))

test.each([
  ['/articles/old-name', '/articles/new'],
  ['/articles/OLD-NAME', '/articles/new'],
  ['/articles/old-name/', '/articles/new'],
  ['/articles/Older%20Name', '/articles/new'],
  ['/articles/older-name', '/articles/new'],
  ['/articles/old-name.html', '/articles/new.html'],
  ['/articles/old-name.ninjs?utm_source=a', '/articles/new.ninjs?utm_source=a'],
  ['/articles/old-name?fields=title', '/articles/new?fields=title'],
  ['/articles/old-name?include=html', '/articles/new?include=html'],
  ['/articles/old-name/sections', '/articles/new/sections'],
  ['/articles/old-name/sections.json', '/articles/new/sections.json'],
  ['/articles/old-name/sections/now.md', '/articles/new/sections/now.md'],
  ['/articles/old-name/sections/2', '/articles/new/sections/2'],
  ['/articles/old-name/sections/Now', '/articles/new/sections/Now'],
  ['/articles/old-name/sections/before', '/articles/new/sections/now'],
  ['/articles/old-name/sections/none', '/articles/new/sections/none'],
  ['/articles/old-name/paragraphs/now-1.txt', '/articles/new/paragraphs/now-1.txt'],
  ['/articles/old-name/paragraphs/before-2.html', '/articles/new/paragraphs/now-2.html'],
  ['/articles/new/sections/before', '/articles/new/sections/now'],
  ['/articles/new/sections/before.html', '/articles/new/sections/now.html'],
  ['/articles/new/sections/Long%20Before', '/articles/new/sections/now'],
  ['/articles/new/paragraphs/long-before-1', '/articles/new/paragraphs/now-1'],
  ['/2019/old-post/', '/articles/new'],
  ['/2019/old-post', '/articles/new'],
  ['/2019/Old-Post?a=b', '/articles/new?a=b'],
  ['/blog/x.html', '/articles/new'],
  ['/%D9%85%D9%82%D8%A7%D9%84', '/articles/new'],
  ['/articles/other', '/articles/new'],
])('%s leads to %s', async (address, to) => {
  const { ask } = await serving()
  const { status, headers } = await ask(address)
  expect([status, headers['location']]).toEqual([308, to])
  expect((await ask(address, { method: 'HEAD' })).headers['location']).toBe(to)
})

test.each([
  ['/articles/living', 200],
  ['/articles/zebra', 200],
  ['/search?q=one', 200],
  ['/articles/none', 404],
  ['/articles/new/sections/none', 404],
  ['/articles/new/paragraphs/before-3', 404],
  ['/articles/%2F2019%2Fold-post', 404],
  ['/2019', 404],
  ['/articles/old-name?fields=nothing', 400],
])('%s answers %i', async (address, status) => {
  expect((await (await serving()).ask(address)).status).toBe(status)
})

test('with PUBLIC_URL an alias leads to the public address', async () => {
  const { ask } = await serve(await libraryOf(articles), { PUBLIC_URL: 'https://e.example/api' })
  expect((await ask('/articles/old-name')).headers['location']).toBe('/api/articles/new')
  expect((await ask('/2019/old-post')).headers['location']).toBe('/api/articles/new')
})

test('aliases are in the answers, and in Markdown', async () => {
  const { ask } = await serving()
  expect((await ask('/articles/new')).json()).toMatchObject({
    aliases: [
      'old-name',
      'Older Name',
      '/2019/old-post/',
      '/مقال/',
      '/search',
      '/blog/x.html',
      'living',
      'other',
    ],
    sections: [{ aliases: [] }, { aliases: ['before', 'long-before'] }],
  })
  expect((await ask('/articles/new/sections')).json()).toMatchObject({
    items: [{}, { aliases: ['before', 'long-before'] }],
  })
  const { text } = await ask('/articles/new.md')
  expect(text).toContain('aliases:\n  - "old-name"\n')
  expect(text).toContain('# Now <!--{aliases="before long\\-before"}-->')
})
