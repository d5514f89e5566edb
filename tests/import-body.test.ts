import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { html } from '../src/import/html.ts'
import { formatNote } from '../src/import/notes.ts'
import cases from './fixtures/import/body.json' with { type: 'json' }

const filler = `<p>${'The ferry left the quay at nine, and the harbour was quiet. '.repeat(12)}</p>`

/** What is read of a part of a page, between paragraphs that every page has. */
const read = async (part: string) => {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body><article><h1>T</h1>${filler}${part}${filler}</article></body></html>`
  const { file, notes } = await html.read(Buffer.from(page))
  const { sections = [], notes: footnotes } = file
  return {
    sections: sections.map((section) => ({
      ...section,
      paragraphs: section.paragraphs.filter((each) => !JSON.stringify(each).includes('The ferry left')),
    })),
    ...(footnotes !== undefined && { notes: footnotes }),
    told: notes.map(formatNote),
  }
}

test.each(cases)('$what', async ({ what: _, html: part, ...expected }) => {
  expect(await read(part)).toEqual(expected)
})

/** Elements around a word, in which no text of an article may be lost. */
const around = fc.constantFrom(
  (word: string) => `<p>${word}</p>`,
  (word: string) => `<p><b>${word}</b> <i>and</i></p>`,
  (word: string) => `<ul><li>${word}<ul><li>and</li></ul></li></ul>`,
  (word: string) =>
    `<table><tr><th>A</th><th>B</th></tr><tr><td>${word}</td><td><p>and</p><p>so</p></td></tr></table>`,
  (word: string) => `<blockquote><p>${word}</p><footer>A. Writer</footer></blockquote>`,
  (word: string) => `<dl><dt>${word}</dt><dd>and</dd></dl>`,
  (word: string) => `<pre><code class="language-js">${word}\n\tand</code></pre>`,
  (word: string) => `<h2>${word} <em>and</em></h2>${filler}`,
  (word: string) =>
    `<figure><img src="https://a.example/i.png" alt="a"><figcaption>${word} <a href="https://a.example">and</a></figcaption></figure>`,
  (word: string) => `<details><summary>${word}</summary><p>and</p></details>`,
  (word: string) =>
    `<p>So<sup><a href="#fn-${word}">9</a></sup></p><ol><li id="fn-${word}">${word}</li></ol>`,
  (word: string) => `<p><del>${word}</del> <span lang="fr">et</span> H<sub>2</sub>O</p>`,
)

test('no word of an article in a page is lost without a note', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(around, { minLength: 1, maxLength: 6 }), async (makers) => {
      const words = makers.map((_, index) => `word${index}`)
      const kept = JSON.stringify(await read(makers.map((make, index) => make(words[index] ?? '')).join('')))
      for (const word of words) expect(kept).toContain(word)
    }),
    { numRuns: 60 },
  )
})

test.each([
  [
    'rows of a wide table',
    `<table>${'<tr><td colspan="1000" rowspan="1000">a</td></tr>'.repeat(300)}</table>`,
  ],
  ['references to one footnote', `${'<p>a<sup><a href="#fn1">1</a></sup></p>'.repeat(900)}<p id="fn1">b</p>`],
  [
    'footnotes',
    Array.from(
      { length: 900 },
      (_, i) => `<p>a<sup><a href="#f${i}">${i}</a></sup></p><p id="f${i}">b${i}</p>`,
    ).join(''),
  ],
  ['lists in lists', `${'<ul><li>a'.repeat(60)}${'</li></ul>'.repeat(60)}`],
  ['spans', `<p>${'<span style="font-weight:700">a</span> '.repeat(3000)}</p>`],
])('many %s are read', async (_, part) => {
  const { sections } = await read(part)
  expect(sections.length).toBeGreaterThan(0)
})
