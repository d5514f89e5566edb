import { expect, test } from 'vitest'
import type { Paragraph } from '../src/article/article.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'

const front = '---\ntitle: T\noutlet: O\nlanguage: en\n---\n'

const read = (body: string) => {
  const reading = markdown.read(front + body, 'a.md', strictly('a'))
  if ('faults' in reading) throw new Error(reading.faults.map(formatFault).join('\n'))
  return reading
}

type Marked = { text: string; marks: readonly { type: string; start: number; end: number }[] }

/** A text with the names of its marks around what they mark. */
const shown = ({ text, marks }: Marked): string => {
  const ends = marks.flatMap(({ type, start, end }) => [
    { at: start, sign: `<${type}>` },
    { at: end, sign: `</${type}>` },
  ])
  return ends
    .toSorted((one, other) => other.at - one.at)
    .reduce((written, { at, sign }) => written.slice(0, at) + sign + written.slice(at), text)
}

/** What a test compares of a paragraph. */
const seen = (paragraph: Paragraph): string => {
  const { role } = paragraph
  const label = 'label' in paragraph ? ` ${String(paragraph.label)}` : ''
  const kind = role === null ? paragraph.type : `${role}${label} ${paragraph.type}`
  switch (paragraph.type) {
    case 'list':
      return `${kind}: ${paragraph.items.map((item) => `${'-'.repeat(item.level)}${item.ordered ? '1' : ''} ${item.term === null ? '' : `(${item.term}) `}${shown(item)}`).join(' ')}`
    case 'image': {
      const { url, alt, caption, captionMarks, width, height } = paragraph.image
      return `${kind}: ${url} | ${alt} | ${shown({ text: caption ?? '', marks: captionMarks })} | ${width}x${height}`
    }
    case 'media': {
      const { kind: what, url, title, provider, poster, caption, width } = paragraph.media
      return `${what}: ${[url, title, provider, poster, caption, width].join(' | ')}`
    }
    case 'table':
      return `${kind}: ${[paragraph.caption ?? '', ...[paragraph.header, ...paragraph.rows].map((row) => row.map(shown).join(' | '))].join(' / ')}`
    case 'quote':
      return `${kind}: ${shown(paragraph)} -- ${paragraph.attribution} ${paragraph.url}`
    case 'code':
      return `${kind} ${paragraph.syntax}: ${paragraph.text}`
    case 'text':
    case 'break':
      return `${kind}: ${shown(paragraph)}`
  }
}

const seenIn = (body: string): string[] =>
  read(body).article.sections.flatMap(({ id, heading, headingMarks, paragraphs }) => [
    ...(heading === null ? [] : [`# ${shown({ text: heading, marks: headingMarks })} ${id}`]),
    ...paragraphs.map(seen),
  ])

test.each<[string, string[]]>([
  [
    '<p>One <b>two</b><br>three</p>\n<div>four</div>',
    ['text: One <strong>two</strong>\nthree', 'text: four'],
  ],
  ['<p>Not closed\n<p>nor this', ['text: Not closed', 'text: nor this']],
  ['<center>A <em>b</em></center>', ['text: A <emphasis>b</emphasis>']],
  ['<h2 id="own">A <i>b</i></h2>\n<p>c</p>', ['# A <emphasis>b</emphasis> own', 'text: c']],
  ['<ul>\n<li>one</li>\n<li>two <ol><li>three</li></ol></li>\n</ul>', ['list: - one - two --1 three']],
  ['<ol start="3"><li><p>a</p></li><li>b</ol>', ['list: -1 a -1 b']],
  [
    '<dl><dt>A</dt><dd>b <b>c</b></dd><dd>d</dd><dt>E<dt>F<dd>g</dl>',
    ['list: - (A) b <strong>c</strong> - (A) d - (E, F) g'],
  ],
  [
    '<table><caption>A <em>b</em></caption><tr><th>c</th><th>d</th></tr><tr><td>e<br>f</td><td><b>g</b></td></tr></table>',
    ['table: A b / c | d / e\nf | <strong>g</strong>'],
  ],
  ['<table><tr><td>a</td><td>b</td></tr></table>', ['table:  /  / a | b']],
  ['<table><tr><td>\n\n**a** and\n\n- b\n\n</td></tr></table>', ['table:  /  / <strong>a</strong> and\nb']],
  [
    '<details>\n<summary>More</summary>\n\nSome *text*.\n\n- a\n\n</details>\n\nAfter.',
    ['callout More text: Some <emphasis>text</emphasis>.', 'callout list: - a', 'text: After.'],
  ],
  [
    '<figure>\n<img src="/a.png" alt="b" width="300" height="20px">\n<figcaption>c <em>d</em></figcaption>\n</figure>',
    ['image: /a.png | b | c <emphasis>d</emphasis> | 300x20'],
  ],
  ['<img src="/a.png" alt="b" title="c">', ['image: /a.png | b | c | nullxnull']],
  [
    '<p align="center"><img src="/a.png" alt="b"> <img src="/c.png" alt="d"></p>',
    ['image: /a.png | b |  | nullxnull', 'image: /c.png | d |  | nullxnull'],
  ],
  [
    '<picture><source srcset="/a.webp"><img src="/a.png" alt="b"></picture>',
    ['image: /a.png | b |  | nullxnull'],
  ],
  [
    '<video src="/a.mp4" poster="/p.jpg" width="640" controls></video>',
    ['video: /a.mp4 |  |  | /p.jpg |  | 640'],
  ],
  ['<audio controls>\n<source src="/a.mp3">\n</audio>', ['audio: /a.mp3 |  |  |  |  | ']],
  [
    '<iframe src="https://www.youtube.com/embed/x" title="t" allowfullscreen></iframe>',
    ['video: https://www.youtube.com/embed/x | t | YouTube |  |  | '],
  ],
  ['<iframe src="https://maps.example/x"></iframe>', ['embed: https://maps.example/x |  |  |  |  | ']],
  [
    '<figure><video src="/a.mp4"></video><figcaption>b</figcaption></figure>',
    ['video: /a.mp4 |  |  |  | b | '],
  ],
  [
    '<blockquote cite="https://a.example/"><p>a</p><footer>— B</footer></blockquote>',
    ['quote: a -- B https://a.example/'],
  ],
  ['<pre><code class="language-js">a\n\n\tb</code></pre>', ['code js: a\n\n\tb']],
  ['a\n\n<hr>\n\nb', ['text: a', 'break: ', 'text: b']],
  ['a\n\n<!-- more -->\n\nb <!--more--> c', ['text: a', 'text: b  c']],
  ['<div class="x">\n\n# A {#b}\n\n```js\nc\n```\n\n</div>', ['# A b', 'code js: c']],
  ['> <div>a</div>\n\n- <p>b</p>', ['quote: a -- null null', 'list: - b']],
  [
    'A <q>b</q> <kbd>c</kbd> <sup>d</sup> <span lang="ar" dir="rtl">نص</span>',
    ['text: A “b” <code>c</code> <superscript>d</superscript> <language>نص</language>'],
  ],
  ['<div>a</div> <b>b</b>\nc', ['text: a', 'text: <strong>b</strong> c']],
])('%j is read, and there is nothing to tell', (body, expected) => {
  expect([seenIn(body), read(body).warnings.map(formatFault)]).toEqual([expected, []])
})

test.each<[string, string[], string[]]>([
  [
    '<table><tr><td colspan="2">a</td></tr></table>',
    ['table:  /  / a'],
    ['6:1  has 1 cells over several columns or rows  each is kept as one cell'],
  ],
  [
    '\n<div>a</div>\n<style>b</style>',
    ['text: a'],
    ['8:1  is the HTML <style>, which no reader of a page sees  left out'],
  ],
  [
    '<my-box>a <u>b</u></my-box>',
    ['text: a b'],
    [
      '6:1  is the HTML <my-box>  what it holds is kept as text',
      '6:11  is the HTML <u>  what it holds is kept as text',
    ],
  ],
  [
    '<div>\n<my-box><p>a</p></my-box></div>',
    ['text: a'],
    ['7:1  is the HTML <my-box>  what it holds is kept as text'],
  ],
  [
    '<a href="/b"><img src="/a.png" alt="c"></a>',
    ['image: /a.png | c |  | nullxnull'],
    ['6:1  links what it holds to "/b"  left out: only text may be a link'],
  ],
  [
    '<abbr title="World">W</abbr>',
    ['text: W'],
    ['6:1  is the HTML <abbr>  what it holds is kept as text', '6:1  has the title "World"  left out'],
  ],
  [
    '<video src="/a.mp4"><source src="/a.webm">Old</video>',
    ['video: /a.mp4 |  |  |  |  | '],
    ['6:1  has "/a.webm Old" besides its first address  left out'],
  ],
  ['<iframe></iframe>', [], ['6:1  is "<iframe>", whose address is not a web address or a path  left out']],
  [
    '<details><summary>A <b>b</b></summary>c</details>',
    ['callout A b text: c'],
    ['6:1  has marks in a summary  kept as plain text'],
  ],
  [
    '<div><svg><title>A</title><path d="M0"/></svg></div>',
    ['text: A'],
    ['6:1  is the HTML <svg>  what it holds is kept as text'],
  ],
  [
    '<h2 id="a">A</h2><h2 id="a">B</h2>',
    ['# A a', '# B b'],
    [String.raw`6:1  has "id=\"a\"", which has no place in an article  left out`],
  ],
  [`${'<div>'.repeat(100)}a`, ['text: a'], ['6:1  is a block of HTML  kept as its text']],
  [`<div><svg>${'<tr>'.repeat(500)}a</svg>`, ['text: a'], ['6:1  is a block of HTML  kept as its text']],
])('%j is told of', (body, expected, messages) => {
  expect([seenIn(body), read(body).warnings.map(formatFault)]).toEqual([
    expected,
    messages.map((message) => `a.md:${message}`),
  ])
})
