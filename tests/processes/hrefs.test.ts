import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ArticleAnswer } from '../../src/article/answers.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'
import { page } from '../support/importing.ts'

const head = { title: 'T', outlet: 'O', language: 'en' }

const json = (rest: object) => JSON.stringify({ ...head, ...rest })

/** A folder served by `maqal serve`, and an article of it as JSON and as a page. */
const read = async (files: Record<string, string>, id: string) => {
  const { url } = await maqalServe([folderOf(files)])
  const answer = await fetch(`${url}/articles/${id}.json`)
  return {
    article: ArticleAnswer.parse(await answer.json()),
    page: await (await fetch(`${url}/articles/${id}.html`)).text(),
  }
}

const attack = 'https://example.org/"onmouseover="alert(1)'
const encoded = 'https://example.org/%22onmouseover=%22alert(1)'

test('a quotation mark in an address of a JSON file is served percent-encoded, wherever it stands', async () => {
  const { article, page: shown } = await read(
    {
      'a.json': json({
        url: attack,
        authors: [{ name: 'A', url: `${attack}?<b>` }],
        sections: [
          {
            paragraphs: [
              { text: 'link', marks: [{ type: 'link', start: 0, end: 4, href: attack }] },
              {
                type: 'list',
                items: [{ text: 'x', marks: [{ type: 'link', start: 0, end: 1, href: '/"' }] }],
              },
              { type: 'image', url: attack, alt: 'A' },
            ],
          },
        ],
      }),
    },
    'a',
  )
  expect(article.url).toBe(encoded)
  expect(article.authors[0]?.url).toBe(`${encoded}?%3Cb%3E`)
  expect(article.sections[0]?.paragraphs).toMatchObject([
    { marks: [{ href: encoded }] },
    { items: [{ marks: [{ href: '/%22' }] }] },
    { image: { url: encoded } },
  ])
  expect(shown).not.toMatch(/[^%\w]onmouseover/)
})

test('a quotation mark in an address of Markdown is served percent-encoded', async () => {
  const text = [
    '---',
    'title: T',
    'outlet: O',
    'language: en',
    `url: ${JSON.stringify(attack)}`,
    '---',
    `[link](<${attack}>) <a href='/x"y'>path</a>`,
    '',
    `![alt](<${attack}>)`,
  ]
  const { article } = await read({ 'a.md': text.join('\n') }, 'a')
  expect(article.url).toBe(encoded)
  expect(article.sections[0]?.paragraphs).toMatchObject([
    { marks: [{ href: encoded }, { href: '/x%22y' }] },
    { image: { url: encoded } },
  ])
})

test('a quotation mark in an address of an imported page is written percent-encoded', async () => {
  const filler =
    '<p>The ferry still leaves at six, and nobody in the office knows why, though many have asked.</p>'
  const body = `${filler}<p>A long enough paragraph that has <a href='${attack}'>a link</a> within, and goes on.</p>${filler}`
  const cwd = folderOf({ 'a.html': page(body), 'data/.keep': '' })
  await maqal(['import', 'a.html', '--id', 'a'], { cwd })
  const written = readFileSync(join(cwd, 'data/a.json'), 'utf8')
  expect(written).toContain(encoded)
})

test.each(['mailto:x@y.example', 'tel:+97444441234', 'data:image/png;base64,AA', 'MAILTO:a@b.example'])(
  'an image at %s is refused in JSON, and kept as its text in Markdown',
  async (url) => {
    const folder = folderOf({
      'a.json': json({ sections: [{ paragraphs: [{ type: 'image', url, alt: 'A bridge' }] }] }),
      'b.md': `---\ntitle: T\noutlet: O\nlanguage: en\n---\n![A bridge](${url})\n`,
    })
    const { code, out } = await maqal(['check', folder])
    expect(code).toBe(1)
    expect(out).toMatch(
      /a\.json:1:\d+ {2}sections\[0\]\.paragraphs\[0\]\.url {2}is not (?:the address|a link)/,
    )
    expect(out).toMatch(/b\.md:6:1 {2}is an image whose address is not a web address or a path .*\(warning\)/)
  },
)

test('a tab is a space wherever text stands, and offsets stay', async () => {
  const { article } = await read(
    {
      'a.json': json({
        title: 'One\ttwo',
        summary: '\tSummary\twith tabs\t',
        authors: ['A\tName'],
        tags: ['a\ttag'],
        sections: [
          { paragraphs: ['plain\ttext'] },
          {
            heading: 'A\theading',
            paragraphs: [
              { text: 'a\tlink here', marks: [{ type: 'link', start: 2, end: 6, href: '/x' }] },
              { type: 'list', items: ['an\titem'] },
              { type: 'quote', text: 'said\tso', attribution: 'Some\tone' },
            ],
          },
        ],
      }),
    },
    'a',
  )
  expect(JSON.stringify(article)).not.toContain('\\t')
  expect(article).toMatchObject({
    title: 'One two',
    summary: 'Summary with tabs',
    authors: [{ name: 'A Name' }],
    tags: ['a tag'],
  })
  const [first, second] = article.sections
  expect(first?.paragraphs[0]?.text).toBe('plain text')
  expect(second).toMatchObject({ heading: 'A heading' })
  expect(second?.paragraphs).toMatchObject([
    { text: 'a link here', marks: [{ start: 2, end: 6 }] },
    { items: [{ text: 'an item' }] },
    { text: 'said so', attribution: 'Some one' },
  ])
})

test('a tab in Markdown is a space; other control characters are faults by their names', async () => {
  const front = '---\ntitle: "T\\tU"\noutlet: O\nlanguage: en\n---\n'
  const { article } = await read({ 'a.md': `${front}one\ttwo\n\n## Head\ting\n\n- item\tone\n` }, 'a')
  expect(article).toMatchObject({
    title: 'T U',
    sections: [
      { paragraphs: [{ text: 'one two' }] },
      { heading: 'Head ing', paragraphs: [{ items: [{ text: 'item one' }] }] },
    ],
  })
  const bad = ['\u0001', '\u000B', '\u001B', '\u0085'].map((character, index) => [
    `${index}.json`,
    json({ sections: [{ paragraphs: [`a${character}\tb`] }] }),
  ])
  const { out } = await maqal(['check', folderOf(Object.fromEntries(bad) as Record<string, string>)])
  for (const name of ['U+0001', 'U+000B', 'U+001B', 'U+0085']) {
    expect(out).toContain(`holds the control character ${name}`)
  }
  expect(out).not.toContain('U+0009')
})
