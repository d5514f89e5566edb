import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import jsonld from 'jsonld'
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { markup } from '../src/formats/markup.ts'
import { formats } from '../src/formats/formats.ts'
import type { Resource } from '../src/formats/resource.ts'
import { libraryOf, sampleLibrary, serve, written } from './support/app.ts'
import { nasty, nastyArticle } from './support/nasty.ts'
import { Ninjs } from './support/ninjs.ts'
import { readXml } from './support/xml.ts'

const sample = '/articles/qatar-irgc-normalisation'
const settings = { PUBLIC_URL: 'https://news.example/api/' }
const at = (path: string) => `https://news.example/api/articles/${path}`

const full = written('full', {
  title: 'The title',
  rubric: 'Desk',
  summary: 'In short.',
  authors: [{ name: 'A. Writer', url: 'https://writer.example/a' }, { name: 'B. Writer' }],
  tags: ['one', 'two'],
  url: 'https://outlet.example/news/1',
  datePublished: '2024-05-31',
  dateModified: '2024-06-01T09:30:00+03:00',
  sections: [
    {
      paragraphs: [
        'First.\nSecond line.',
        { type: 'quote', text: 'Said\nso.', attribution: 'Somebody' },
        { type: 'quote', text: 'Nobody’s.' },
      ],
    },
    {
      heading: 'A heading',
      paragraphs: [
        { type: 'list', items: ['x', 'y'] },
        { type: 'list', ordered: true, items: ['x', 'y'] },
        {
          type: 'image',
          url: '../i.png',
          alt: 'Alt',
          caption: 'Caption',
          credit: 'Credit',
          width: 4,
          height: 3,
        },
        { type: 'image', url: '/bare.png' },
        { type: 'image', url: 'http://[', caption: 'Nowhere' },
      ],
    },
  ],
})

const asked = async (path: string, headers: Record<string, string> = {}, files: unknown[] = [full]) => {
  const { ask } = await serve(await libraryOf(files), settings)
  return ask(path, { headers })
}

describe('how a form is asked for', () => {
  test.each([
    ['full', 'text/plain', 'text/plain; charset=utf-8'],
    ['full', 'application/ld+json', 'application/ld+json'],
    ['full', 'text/plain;q=0.5, application/ld+json', 'application/ld+json'],
    ['full.txt', 'application/json', 'text/plain; charset=utf-8'],
    ['full.jsonld', 'text/plain', 'application/ld+json'],
    ['full.ninjs', 'text/plain', 'application/json; charset=utf-8'],
    ['full/sections/lede', 'text/plain', 'text/plain; charset=utf-8'],
    ['full/sections/lede.txt', '*/*', 'text/plain; charset=utf-8'],
    ['full/paragraphs/lede-1', 'text/plain', 'text/plain; charset=utf-8'],
    ['full/paragraphs/lede-1.txt', '*/*', 'text/plain; charset=utf-8'],
  ])('GET /articles/%s, Accept: %s', async (path, accept, type) => {
    const answer = await asked(`/articles/${path}`, { accept })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type])
  })

  test.each([
    ['/articles/full/sections/lede', 'application/ld+json', 406],
    ['/articles/full/sections/lede.ninjs', '*/*', 404],
    ['/articles/full', 'application/json', 200],
  ])('GET %s, Accept: %s is %i', async (path, accept, status) => {
    expect((await asked(path, { accept })).status).toBe(status)
  })

  test('JSON is never ninjs by Accept', async () => {
    expect((await asked('/articles/full', { accept: 'application/json' })).json()).toHaveProperty('links')
  })

  test('every alternate that an article names is there, as the type it is named with', async () => {
    const { ask } = await serve(await libraryOf([full]))
    const { links } = (await ask('/articles/full')).json() as {
      links: { alternates: { type: string; href: string }[] }
    }
    expect(links.alternates.map(({ href }) => href)).toEqual(
      expect.arrayContaining(['.txt', '.jsonld', '.ninjs'].map((extension) => `/articles/full${extension}`)),
    )
    for (const { type, href } of links.alternates) {
      const { status, headers } = await ask(href)
      expect([status, headers['content-type']?.split(';')[0]]).toEqual([200, type])
    }
  })
})

describe('text', () => {
  test('the sample is the seed, line for line', async () => {
    const seed = readFileSync('tests/fixtures/article-ar.txt', 'utf8')
      .split('\n')
      .map((line) => line.replaceAll(/^[ \u00A0]+|[ \u00A0\r]+$/g, ''))
      .filter((line) => line !== '')
    const { ask } = await serve(await sampleLibrary())
    const { text } = await ask(`${sample}.txt`)
    expect(text.split('\n').filter((line) => line !== '')).toEqual(seed)
    expect(text).toMatch(/[^\n]\n$/)
  })

  test.each([
    [
      'full.txt',
      `The title

Desk
The Outlet
A. Writer, B. Writer
2024-05-31

In short.

First.
Second line.

Said
so.
— Somebody

Nobody’s.

A heading

x
y

x
y

Caption
Credit

Nowhere
`,
    ],
    [
      'full/sections/1.txt',
      `First.
Second line.

Said
so.
— Somebody

Nobody’s.

— The title
The Outlet
${at('full/sections/lede')}
`,
    ],
    [
      'full/paragraphs/a-heading-1.txt',
      `x
y

— The title
The Outlet
${at('full/paragraphs/a-heading-1')}
`,
    ],
  ])('GET /articles/%s', async (path, text) => {
    expect((await asked(`/articles/${path}`)).text).toBe(text)
  })
})

test.each([
  ['ar', 'أحمد الخطيب، John'],
  ['fa', 'أحمد الخطيب، John'],
  ['he', 'أحمد الخطيب, John'],
  ['fr', 'أحمد الخطيب, John'],
  ['ja', 'أحمد الخطيب、John'],
])('names in %s have its comma: %s', async (language, names) => {
  const file = written('full', { language, authors: ['أحمد الخطيب', 'John'] })
  expect((await asked('/articles/full.txt', {}, [file])).text).toContain(`\n${names}\n`)
  const news = Ninjs.parse((await asked('/articles/full.ninjs', {}, [file])).json())
  expect(news.by).toBe(names)
  const page = (await asked('/articles/full', { accept: 'text/html' }, [file])).text
  const { document } = parseHTML(page)
  expect(document.querySelector('.facts > span')?.textContent).toBe(names)
})

/** Enough of schema.org's context to read without a network: its names, and which of them are addresses. */
const address = { '@type': '@id' }
const context = {
  '@context': { '@vocab': 'https://schema.org/', url: address, sameAs: address, mainEntityOfPage: address },
}

const expanded = async (text: string) => {
  const [article, ...more] = await jsonld.expand(JSON.parse(text) as jsonld.JsonLdDocument, {
    documentLoader: async (url) => {
      if (url !== 'https://schema.org') throw new Error(url)
      return { contextUrl: undefined as never, documentUrl: url, document: context }
    },
  })
  expect(more).toEqual([])
  return article as Record<string, Record<string, unknown>[]> & { '@id': string; '@type': string[] }
}

/** The values of a property of an expanded node. */
const values = (node: Record<string, unknown>, property: string) =>
  ((node[`https://schema.org/${property}`] ?? []) as Record<string, unknown>[]).map(
    (value) => value['@value'] ?? value['@id'] ?? value,
  )

describe('JSON-LD', () => {
  test('GET /articles/full.jsonld expands', async () => {
    const node = await expanded((await asked('/articles/full.jsonld')).text)
    expect([node['@id'], node['@type']]).toEqual([at('full'), ['https://schema.org/NewsArticle']])
    const facts = {
      url: [at('full')],
      mainEntityOfPage: [at('full')],
      sameAs: ['https://outlet.example/news/1'],
      headline: ['The title'],
      description: ['In short.'],
      inLanguage: ['en'],
      articleSection: ['Desk'],
      datePublished: ['2024-05-31'],
      dateModified: ['2024-06-01T09:30:00+03:00'],
      keywords: ['one', 'two'],
    }
    for (const [property, expected] of Object.entries(facts)) expect(values(node, property)).toEqual(expected)
    const named = (property: string) =>
      values(node, property).flatMap((value) => values(value as Record<string, unknown>, 'name'))
    expect([named('publisher'), named('author')]).toEqual([['The Outlet'], ['A. Writer', 'B. Writer']])
    const parts = (node['https://schema.org/hasPart'] ?? []).map((part) => part['@id'])
    expect(parts).toEqual([at('full#lede'), at('full#a-heading')])
    const images = values(node, 'image').map((image) => values(image as Record<string, unknown>, 'url')[0])
    expect(images).toEqual(['https://outlet.example/i.png', 'https://outlet.example/bare.png'])
  })

  test('the body is words, without signs that set them off, in JSON-LD and ninjs', async () => {
    const words = [
      'First.\nSecond line.',
      'Said\nso.\n— Somebody',
      'Nobody’s.',
      'A heading',
      'x\ny',
      'x\ny',
      'Caption',
      'Nowhere',
    ].join('\n\n')
    const node = await expanded((await asked('/articles/full.jsonld')).text)
    expect(values(node, 'articleBody')).toEqual([words])
    const news = Ninjs.parse((await asked('/articles/full.ninjs')).json())
    expect(news.bodies?.[0]?.value).toBe(words)
  })

  test('the sample says nothing of what is not known, and its sections hold every line', async () => {
    const { ask } = await serve(await sampleLibrary(), settings)
    const node = (await ask(`${sample}.jsonld`)).json() as Record<string, unknown>
    expect(Object.keys(node)).toEqual([
      '@context',
      '@type',
      '@id',
      'url',
      'mainEntityOfPage',
      'headline',
      'inLanguage',
      'articleSection',
      'publisher',
      'wordCount',
      'articleBody',
      'hasPart',
    ])
    const parts = node['hasPart'] as { name?: string; text: string }[]
    expect(
      parts
        .flatMap(({ name, text }) => [name, text])
        .filter(Boolean)
        .join('\n\n'),
    ).toBe(node['articleBody'])
  })
})

describe('ninjs', () => {
  test('GET /articles/full.ninjs is as the specification of 3.1 has it', async () => {
    const news = Ninjs.parse((await asked('/articles/full.ninjs')).json())
    expect(news).toMatchObject({
      uri: at('full'),
      language: 'en',
      by: 'A. Writer, B. Writer',
      firstCreated: '2024-05-31T00:00:00Z',
      versionCreated: '2024-06-01T09:30:00+03:00',
      subjects: [{ name: 'Desk' }, { name: 'one' }, { name: 'two' }],
    })
    expect(news.associations?.map(({ uri }) => uri)).toEqual([
      'https://outlet.example/i.png',
      'https://outlet.example/bare.png',
    ])
    expect(news.bodies?.map(({ wordCount }) => wordCount)).toEqual([undefined, undefined])
  })

  test('the sample, which has no date', async () => {
    const { ask } = await serve(await sampleLibrary(), settings)
    const news = Ninjs.parse((await ask(`${sample}.ninjs`)).json())
    expect(Object.keys(news)).not.toEqual(expect.arrayContaining(['firstCreated']))
    expect(Object.keys(news)).not.toEqual(expect.arrayContaining(['versionCreated']))
    const [plain, html] = news.bodies ?? []
    expect(plain?.charCount).toBe(Array.from(plain?.value ?? '').length)
    expect(html?.contentType).toBe('text/html')
  })
})

/** A text as a file may hold it, with what breaks forms made likely. */
const text = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...nasty.split(' '), '\n', ']]>', '&', '<')),
  )
  .map((pieces) => pieces.join(' ').replaceAll(/\s+/g, ' ').trim().slice(0, 400))
  .filter((line) => ArticleFile.safeParse(nastyArticle(line)).success)

const print = async (name: string, resource: Resource): Promise<string> => {
  const format = formats.find((one) => one.name === name)
  return String(
    await format?.print(resource, { site: { base: '', url: 'https://news.example' }, alternates: () => [] }),
  )
}

describe('text that would break out', () => {
  test('stays text in every form', async () => {
    const { ask } = await serve(await libraryOf([nastyArticle()]), settings)
    const get = async (extension: string) => (await ask(`/articles/nasty${extension}`)).text
    expect((await get('.txt')).split('\n').filter((line) => line === nasty).length).toBeGreaterThan(5)
    const ld = await get('.jsonld')
    expect(ld).not.toContain('<')
    expect(values(await expanded(ld), 'headline')).toEqual([nasty])
    const news = Ninjs.parse(JSON.parse(await get('.ninjs')))
    expect(news.headlines?.[0]?.value).toBe(nasty)
    expect(news.bodies?.[1]?.value).not.toMatch(/<script|<[^>]* on\w+=/)
    readXml(`<div>${news.bodies?.[1]?.value ?? ''}</div>`)
  })

  test('whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (line) => {
        const article = toArticle(ArticleFile.parse(nastyArticle(line)), 'nasty')
        const feed: Resource = { kind: 'feed', articles: [article], query: '' }
        readXml(await print('atom', feed))
        readXml(await print('rss', feed))
        const { items } = JSON.parse(await print('json-feed', feed)) as { items: { content_html: string }[] }
        readXml(`<div>${items[0]?.content_html ?? ''}</div>`)
        Ninjs.parse(JSON.parse(await print('ninjs', { kind: 'article', article })))
        JSON.parse(await print('json-ld', { kind: 'article', article }))
        expect(await print('text', { kind: 'article', article })).toMatch(/[^\n]\n$/)
      }),
    )
  })
})

test('XML has no way to write some characters, which no article holds', () => {
  const { text: document } = markup`<a b="${'"\u0001'}">${'\uD800\uFFFF\0 😀'}</a>`
  expect(readXml(document)).toMatchObject({ attributes: { b: '"\uFFFD' }, text: '\uFFFD\uFFFD\uFFFD 😀' })
})

test('an address is encoded wherever it stands', async () => {
  const file = written('a', { url: 'https://a.example/\u0001\uD800<' })
  const article = toArticle(ArticleFile.parse(file), 'a')
  const feed: Resource = { kind: 'feed', articles: [article], query: '' }
  for (const name of ['atom', 'rss', 'json-feed'])
    expect(await print(name, feed)).toContain('https://a.example/%01')
  for (const name of ['json-ld', 'ninjs']) {
    expect(await print(name, { kind: 'article', article })).toContain('"https://a.example/%01%EF%BF%BD%3C"')
  }
})

test.each([
  '<a>',
  '<a></b>',
  '<a>&nbsp;</a>',
  '<a>&#0;</a>',
  '<a>]]></a>',
  '<a>\u0001</a>',
  '<a>\uD800</a>',
  '<a b="1" b="2"/>',
  '<a b="<"/>',
  '<a b=1/>',
  '<a/><b/>',
  '<a:b/>',
  '<a>& </a>',
  'a',
])('the reader of XML in these tests refuses %j', (document) => {
  expect(() => readXml(document)).toThrow(Error)
})
