import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import type { Article, ArticleParagraph, SearchHit } from '../src/client/client.ts'
import { highlight, type Run, runs, toHtml } from '../src/client/render.ts'
import { libraryOf, serve } from './support/app.ts'

const kitchenSink: unknown = JSON.parse(readFileSync('tests/fixtures/kitchen-sink.json', 'utf8'))

const article = async (): Promise<Article> => {
  const { ask } = await serve(await libraryOf([kitchenSink]))
  return (await ask('/articles/kitchen-sink')).json() as Article
}

const documentOf = (html: string) => parseHTML(`<html><body>${html}</body></html>`).document

test('runs are the text as a tree of its marks', () => {
  const marks = [
    { type: 'strong' as const, start: 0, end: 7 },
    { type: 'emphasis' as const, start: 2, end: 5 },
  ]
  expect(runs('a bcd e f', marks)).toEqual([
    { mark: marks[0], runs: ['a ', { mark: marks[1], runs: ['bcd'] }, ' e'] },
    ' f',
  ])
  expect(runs('')).toEqual([])
})

const textOf = (run: Run): string => (typeof run === 'string' ? run : run.runs.map(textOf).join(''))

test('runs hold the whole text, whatever the marks are', () => {
  const mark = fc.record({
    type: fc.constantFrom('strong' as const, 'code' as const),
    start: fc.nat({ max: 20 }),
    end: fc.nat({ max: 25 }),
  })
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(mark, { maxLength: 6 }), (text, marks) => {
      expect(runs(text, marks).map(textOf).join('')).toContain('')
      const sorted = marks
        .filter(({ start, end }) => start < end && end <= text.length)
        .toSorted((a, b) => a.start - b.start || b.end - a.end)
      const nested = sorted.filter((one, index) =>
        sorted.slice(0, index).every((other) => other.end <= one.start || one.end <= other.end),
      )
      expect(runs(text, nested).map(textOf).join('')).toBe(text)
    }),
  )
})

test('toHtml draws every word, link, image and mark of an article', async () => {
  const given = await article()
  const document = documentOf(toHtml(given))
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')
  const drawn = document.body.textContent.replaceAll(/\s+/g, ' ')
  for (const { heading, paragraphs } of given.sections) {
    for (const word of words(heading ?? '')) expect(drawn).toContain(word)
    for (const paragraph of paragraphs)
      for (const word of words(paragraph.text)) expect(drawn).toContain(word.replace(/:$/, ''))
  }
  for (const { text } of given.notes) expect(drawn).toContain(text)
  const found = (selector: string) => [...document.querySelectorAll(selector)]
  expect(found('a').map((link) => link.getAttribute('href'))).toEqual([
    'https://other.example/',
    '#n1',
    'https://video.example/watch?v=1',
    'https://audio.example/episode.mp3',
    '/articles/rivers',
    'https://other.example/source',
  ])
  expect(found('img').map((image) => image.getAttribute('src'))).toEqual([
    'https://outlet.example/bridge.svg',
  ])
  const names =
    'strong em code del sup sub ol ul dl dt dd table caption th td pre figure figcaption blockquote hr input aside'
  for (const name of names.split(' ')) expect(found(name).length, name).toBeGreaterThan(0)
  expect(found('ol').map((list) => list.getAttribute('start'))).toEqual(['3', null, '2'])
  expect(found('ol > li > ul > li').map((item) => item.textContent)).toEqual(['An inner item', 'Another'])
  expect(document.querySelector('pre')?.textContent).toBe('npm ci\n\tnpm test\n\n# done')
  expect(document.querySelector('p[lang=ar]')?.getAttribute('dir')).toBe('rtl')
})

test('a section, a paragraph and a note are drawn alone', async () => {
  const { sections, notes } = await article()
  const [section] = sections
  const [paragraph] = section?.paragraphs ?? []
  expect(section && toHtml(section)).toMatch(/^<section id="lede"><p id="lede-1" lang="en" dir="ltr"><a href/)
  expect(paragraph && toHtml(paragraph)).toMatch(/^<p id="lede-1"/)
  expect(notes[0] && toHtml(notes[0])).toBe(
    '<li id="n1" lang="en" dir="ltr"><sup>1</sup> What the note says, with a <a href="https://other.example/source">link</a>.</li>',
  )
})

const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

test.each<[string, object]>([
  ['text', { type: 'text', text: evil, marks: [] }],
  [
    'a link',
    { type: 'text', text: 'a', marks: [{ type: 'link', start: 0, end: 1, href: 'javascript:alert(1)' }] },
  ],
  [
    'a hidden scheme',
    { type: 'text', text: 'a', marks: [{ type: 'link', start: 0, end: 1, href: ' java\nscript:alert(1)' }] },
  ],
  ['a type of mark', { type: 'text', text: 'a', marks: [{ type: evil, start: 0, end: 1 }] }],
  ['a type of paragraph', { type: evil, text: evil, marks: [] }],
  [
    'an image',
    {
      type: 'image',
      text: '',
      marks: [],
      image: { url: 'javascript:alert(1)', alt: evil, caption: evil, captionMarks: [], credit: evil },
    },
  ],
  [
    'media',
    {
      type: 'media',
      text: '',
      marks: [],
      media: {
        url: 'data:text/html,x',
        title: evil,
        poster: 'javascript:x',
        caption: null,
        captionMarks: [],
      },
    },
  ],
  ['code', { type: 'code', text: evil, marks: [], syntax: evil }],
  ['a role', { type: 'text', text: 'a', marks: [], role: evil, label: evil }],
  ['a language', { type: 'text', text: 'a', marks: [], language: evil, direction: evil }],
])('%s of a hostile answer runs nothing', (_, given) => {
  const paragraph = {
    id: 'a',
    position: 1,
    role: null,
    group: null,
    language: 'en',
    direction: 'ltr',
    ...given,
  }
  const document = documentOf(toHtml(paragraph as unknown as ArticleParagraph))
  expect(document.querySelectorAll('script').length).toBe(0)
  for (const element of document.querySelectorAll('*')) {
    expect(element.getAttributeNames().filter((name: string) => name.startsWith('on'))).toEqual([])
    for (const name of ['href', 'src']) expect(element.getAttribute(name) ?? '').not.toMatch(/script:|data:/)
  }
})

test('highlight marks what a search found', async () => {
  const { ask } = await serve(await libraryOf([kitchenSink]))
  const { items } = (await ask('/search?q=callout')).json() as { items: SearchHit[] }
  const [hit] = items
  expect(hit && highlight(hit)).toEqual({
    title: 'Everything a body may hold',
    summary: 'One article with each type of paragraph and each mark.',
    paragraphs: [expect.objectContaining({ html: 'A <mark>callout</mark> of two paragraphs.' })],
  })
})
