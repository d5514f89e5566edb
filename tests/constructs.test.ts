import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allParagraphs, type Article } from '../src/article/article.ts'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { html } from '../src/import/html.ts'
import { docx } from '../src/import/word/docx.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'
import { serve, stored } from './support/app.ts'
import { wordOfXml, type WordParts } from './support/word.ts'

const r = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
const p = (content: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`
const item = (text: string, id: number, level = 0) =>
  p(r(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr>`)
const cell = (text: string) => `<w:tc>${p(r(text))}</w:tc>`
const levels = (format: string) =>
  [0, 1]
    .map(
      (level) =>
        `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="%1."/></w:lvl>`,
    )
    .join('')
const numbering = `<w:abstractNum w:abstractNumId="0">${levels('bullet')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${levels('decimal')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`
const style = (id: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/></w:style>`
const note = '<w:footnote w:id="1"><w:p><w:r><w:t>Noteword.</w:t></w:r></w:p></w:footnote>'

type Construct = {
  name: string
  /** Words that are in every form. */
  words: string[]
  markdown: string
  html: string
  /** Absent where Word has no such thing. */
  word?: string | WordParts
  isIn: (article: Article) => boolean
}

const marked = (type: string) => (article: Article) =>
  allParagraphs(article).some(({ marks }) => marks.some((mark) => mark.type === type))
const typed = (type: string) => (article: Article) =>
  allParagraphs(article).some((paragraph) => paragraph.type === type)

const constructs: Construct[] = [
  {
    name: 'heading',
    words: ['Headword'],
    markdown: '## Headword\n\nText.',
    html: '<h2>Headword</h2><p>Text.</p>',
    word: `${p(r('Headword'), '<w:outlineLvl w:val="1"/>')}${p(r('Text.'))}`,
    isIn: ({ sections }) => sections.some(({ heading }) => heading === 'Headword'),
  },
  {
    name: 'marks in a heading',
    words: ['Slantword'],
    markdown: '## A *Slantword*\n\nText.',
    html: '<h2>A <em>Slantword</em></h2><p>Text.</p>',
    word: `${p(r('A ') + r('Slantword', '<w:i/>'), '<w:outlineLvl w:val="1"/>')}${p(r('Text.'))}`,
    isIn: ({ sections }) => sections.some(({ headingMarks }) => headingMarks.length > 0),
  },
  {
    name: 'emphasis',
    words: ['Slantword'],
    markdown: 'A *Slantword* here.',
    html: '<p>A <em>Slantword</em> here.</p>',
    word: p(r('A ') + r('Slantword', '<w:i/>') + r(' here.')),
    isIn: marked('emphasis'),
  },
  {
    name: 'strong',
    words: ['Boldword'],
    markdown: 'A **Boldword** here.',
    html: '<p>A <strong>Boldword</strong> here.</p>',
    word: p(r('A ') + r('Boldword', '<w:b/>') + r(' here.')),
    isIn: marked('strong'),
  },
  {
    name: 'struck text',
    words: ['Goneword'],
    markdown: 'A ~~Goneword~~ here.',
    html: '<p>A <del>Goneword</del> here.</p>',
    word: p(r('A ') + r('Goneword', '<w:strike/>') + r(' here.')),
    isIn: marked('strike'),
  },
  {
    name: 'superscript',
    words: ['Upword'],
    markdown: 'A <sup>Upword</sup> here.',
    html: '<p>A <sup>Upword</sup> here.</p>',
    word: p(r('A ') + r('Upword', '<w:vertAlign w:val="superscript"/>') + r(' here.')),
    isIn: marked('superscript'),
  },
  {
    name: 'subscript',
    words: ['Downword'],
    markdown: 'A <sub>Downword</sub> here.',
    html: '<p>A <sub>Downword</sub> here.</p>',
    word: p(r('A ') + r('Downword', '<w:vertAlign w:val="subscript"/>') + r(' here.')),
    isIn: marked('subscript'),
  },
  {
    name: 'code in a line',
    words: ['codeword'],
    markdown: 'A `codeword` here.',
    html: '<p>A <code>codeword</code> here.</p>',
    word: {
      body: p(r('A ') + r('codeword', '<w:rStyle w:val="VerbatimChar"/>') + r(' here.')),
      styles:
        '<w:style w:type="character" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/></w:style>',
    },
    isIn: marked('code'),
  },
  {
    name: 'link',
    words: ['Linkword'],
    markdown: 'A [Linkword](https://a.example/) here.',
    html: '<p>A <a href="https://a.example/">Linkword</a> here.</p>',
    word: {
      body: p(`${r('A ')}<w:hyperlink r:id="l1">${r('Linkword')}</w:hyperlink>${r(' here.')}`),
      links: { l1: 'https://a.example/' },
    },
    isIn: marked('link'),
  },
  {
    name: 'words of another language',
    words: ['Fremdwort'],
    markdown: 'A <span lang="de">Fremdwort</span> here.',
    html: '<p>A <span lang="de">Fremdwort</span> here.</p>',
    word: p(r('A ') + r('Fremdwort', '<w:lang w:val="de-DE"/>') + r(' here.')),
    isIn: marked('language'),
  },
  {
    name: 'footnote',
    words: ['Noteword'],
    markdown: 'A text[^1].\n\n[^1]: Noteword.',
    html: '<p>A text<sup><a href="#fn1" id="ref1">1</a></sup>.</p><p>More.</p><ol class="footnotes"><li id="fn1">Noteword. <a href="#ref1">↩</a></li></ol>',
    word: { body: p(`${r('A text')}<w:r><w:footnoteReference w:id="1"/></w:r>`), footnotes: note },
    isIn: ({ notes }) => notes.length === 1,
  },
  {
    name: 'list',
    words: ['Itemword'],
    markdown: '- Itemword\n- two',
    html: '<ul><li>Itemword</li><li>two</li></ul>',
    word: { body: item('Itemword', 1) + item('two', 1), numbering },
    isIn: typed('list'),
  },
  {
    name: 'numbered list',
    words: ['Itemword'],
    markdown: '1. Itemword\n2. two',
    html: '<ol><li>Itemword</li><li>two</li></ol>',
    word: { body: item('Itemword', 2) + item('two', 2), numbering },
    isIn: (article) => allParagraphs(article).some((each) => each.type === 'list' && each.ordered),
  },
  {
    name: 'list in a list',
    words: ['Deepword'],
    markdown: '- one\n  - Deepword',
    html: '<ul><li>one<ul><li>Deepword</li></ul></li></ul>',
    word: { body: item('one', 1) + item('Deepword', 1, 1), numbering },
    isIn: (article) =>
      allParagraphs(article).some(
        (each) => each.type === 'list' && each.items.some(({ level }) => level === 2),
      ),
  },
  {
    name: 'task',
    words: ['Taskword'],
    markdown: '- [x] Taskword\n- [ ] two',
    html: '<ul><li><input type="checkbox" checked> Taskword</li><li><input type="checkbox"> two</li></ul>',
    word: { body: item('☒ Taskword', 1) + item('☐ two', 1), numbering },
    isIn: (article) =>
      allParagraphs(article).some(
        (each) => each.type === 'list' && each.items.some(({ checked }) => checked === true),
      ),
  },
  {
    name: 'term',
    words: ['Termword', 'Meaning'],
    markdown: 'Termword\n: Meaning',
    html: '<dl><dt>Termword</dt><dd>Meaning</dd></dl>',
    word: {
      body:
        p(r('Termword'), '<w:pStyle w:val="DefinitionTerm"/>') +
        p(r('Meaning'), '<w:pStyle w:val="Definition"/>'),
      styles:
        '<w:style w:type="paragraph" w:styleId="DefinitionTerm"><w:name w:val="Definition Term"/></w:style><w:style w:type="paragraph" w:styleId="Definition"><w:name w:val="Definition"/></w:style>',
    },
    isIn: (article) =>
      allParagraphs(article).some(
        (each) => each.type === 'list' && each.items.some(({ term }) => term === 'Termword'),
      ),
  },
  {
    name: 'quote',
    words: ['Saidword', 'Speaker'],
    markdown: '> Saidword.\n> — Speaker',
    html: '<blockquote><p>Saidword.</p><footer>Speaker</footer></blockquote>',
    word: {
      body: p(r('Saidword.'), '<w:pStyle w:val="Quote"/>') + p(r('— Speaker'), '<w:pStyle w:val="Quote"/>'),
      styles: style('Quote'),
    },
    isIn: (article) =>
      allParagraphs(article).some((each) => each.type === 'quote' && each.attribution === 'Speaker'),
  },
  {
    name: 'pull quote',
    words: ['Pullword'],
    markdown: ':::pull\nPullword.\n:::',
    html: '<aside class="pullquote"><p>Pullword.</p></aside>',
    isIn: (article) => allParagraphs(article).some(({ role }) => role === 'pull'),
  },
  {
    name: 'callout',
    words: ['Callword'],
    markdown: '> [!NOTE]\n> Callword.',
    html: '<details><summary>More</summary><p>Callword.</p></details>',
    isIn: (article) => allParagraphs(article).some(({ role }) => role === 'callout'),
  },
  {
    name: 'code',
    words: ['codeword'],
    markdown: '```js\ncodeword()\n\n\tx\n```',
    html: '<pre><code class="language-js">codeword()\n\n\tx</code></pre>',
    word: {
      body: p(r('codeword()'), '<w:pStyle w:val="HTMLPreformatted"/>'),
      styles:
        '<w:style w:type="paragraph" w:styleId="HTMLPreformatted"><w:name w:val="HTML Preformatted"/></w:style>',
    },
    isIn: typed('code'),
  },
  {
    name: 'table',
    words: ['Cellword', 'Columnword'],
    markdown: '| Columnword | b |\n|---|---|\n| Cellword | d |',
    html: '<table><thead><tr><th>Columnword</th><th>b</th></tr></thead><tbody><tr><td>Cellword</td><td>d</td></tr></tbody></table>',
    word: `<w:tbl><w:tr>${cell('Columnword')}${cell('b')}</w:tr><w:tr>${cell('Cellword')}${cell('d')}</w:tr></w:tbl>`,
    isIn: typed('table'),
  },
  {
    name: 'image with a caption',
    words: ['Captionword'],
    markdown: '![alt](https://a.example/i.png "Captionword")',
    html: '<figure><img src="https://a.example/i.png" alt="alt" width="600" height="400"><figcaption>Captionword</figcaption></figure>',
    isIn: (article) =>
      allParagraphs(article).some((each) => each.type === 'image' && each.image.caption === 'Captionword'),
  },
  {
    name: 'video',
    words: ['Clipword'],
    markdown: '<video src="https://video.example/v.mp4" title="Clipword"></video>',
    html: '<video src="https://video.example/v.mp4" title="Clipword" controls></video>',
    isIn: typed('media'),
  },
  {
    name: 'break',
    words: ['After'],
    markdown: 'Before.\n\n---\n\nAfter.',
    html: '<p>Before.</p><hr><p>After.</p>',
    word: p(r('Before.')) + p('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>') + p(r('After.')),
    isIn: typed('break'),
  },
]

type Read = { article: Article; told: number }

const readMarkdown = (body: string, id: string): Read => {
  const reading = markdown.read(
    `---\ntitle: T\noutlet: O\nlanguage: en\n---\nFirst.\n\n${body}\n\nLast.\n`,
    `${id}.md`,
    strictly(id),
  )
  if ('faults' in reading) throw new Error(JSON.stringify(reading.faults))
  return { article: reading.article, told: reading.warnings.length }
}

const toRead = (file: Partial<ArticleFile>, told: number): Read => ({
  article: toArticle(ArticleFile.parse({ outlet: 'O', language: 'en', ...file, title: 'T' }), 'a'),
  told,
})

const filler = `<p>${'The ferry left the quay at nine, and the harbour was quiet. '.repeat(12)}</p>`

const readPage = async (part: string): Promise<Read> => {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body><article><h1>T</h1>${filler}${part}${filler}</article></body></html>`
  const { file, notes } = await html.read(Buffer.from(page))
  return toRead(file, notes.length)
}

const readWord = async (word: string | WordParts): Promise<Read> => {
  const parts = typeof word === 'string' ? { body: word } : word
  const { file, notes } = await docx.read(
    wordOfXml({ ...parts, body: `${p(r('First.'))}${parts.body}${p(r('Last.'))}` }),
  )
  return toRead(file, notes.length)
}

const outcome = ({ article, told }: Read, { words, isIn }: Construct): string => {
  const whole = JSON.stringify(article)
  if (isIn(article)) return 'kept'
  return words.every((word) => whole.includes(word)) ? (told > 0 ? 'text, told' : 'text') : 'lost'
}

/** A construct in the callouts of other programs. */
const callouts: readonly ((body: string) => string)[] = [
  (body) => `{{% notice tip %}}\n${body}\n{{% /notice %}}`,
  (body) => `<Callout type="tip">\n${body}\n</Callout>`,
  (body) => `::: tip A title\n${body}\n:::`,
  (body) => `{% hint style="tip" %}\n${body}\n{% endhint %}`,
  (body) => `!!! tip "A title"\n${body.replaceAll(/^(?=.)/gm, '    ')}`,
  (body) => `> [!tip]+ A title\n${body.replaceAll(/^/gm, '> ')}`,
]

/** What becomes of a construct in a callout; the same in each. */
const outcomeInside = (construct: Construct): string => {
  const outcomes = callouts.map((around) => {
    const read = readMarkdown(around(construct.markdown), 'a')
    const isCallout = allParagraphs(read.article).some(({ role }) => role === 'callout')
    return isCallout ? outcome(read, construct) : 'no callout'
  })
  return [...new Set(outcomes)].join(', ')
}

/** The forms, each with the address of an article in it. */
const forms: Record<string, (id: string, word: string) => string> = {
  'HTML page': (id) => `/articles/${id}.html`,
  Markdown: (id) => `/articles/${id}.md`,
  text: (id) => `/articles/${id}.txt`,
  'JSON-LD': (id) => `/articles/${id}.jsonld`,
  ninjs: (id) => `/articles/${id}.ninjs`,
  'JSON Feed': () => '/feed.json?limit=100',
  Atom: () => '/feed.atom?limit=100',
  RSS: () => '/feed.rss?limit=100',
  'include=html': (id) =>
    `/articles/${id}?include=html&fields=sections.paragraphs.html,sections.heading,notes.html`,
  search: (id, word) => `/search?article=${id}&q=${word}&fields=id`,
}

test('each construct is in each form, from each source: kept, or as text and told', async () => {
  const library = openSqliteLibrary()
  const idOf = (name: string) => name.replaceAll(' ', '-')
  const read = constructs.map((construct) => readMarkdown(construct.markdown, idOf(construct.name)))
  await library.apply({ put: read.map(({ article }) => stored(article)), touch: [], remove: [] })
  const { ask } = await serve(library)
  const rows = await Promise.all(
    constructs.map(async (construct, index) => {
      const id = idOf(construct.name)
      const own = read[index]
      if (own === undefined) throw new Error('not read')
      const printed = await Promise.all(
        Object.values(forms).map(async (addressOf) => {
          const { status, text } = await ask(addressOf(id, construct.words[0] ?? ''))
          const isFound =
            addressOf === forms['search']
              ? text.includes(`"${id}"`)
              : construct.words.every((word) => text.includes(word))
          return status === 200 && isFound ? 'kept' : 'lost'
        }),
      )
      const page = outcome(await readPage(construct.html), construct)
      const word =
        construct.word === undefined ? 'has none' : outcome(await readWord(construct.word), construct)
      return [construct.name, outcome(own, construct), outcomeInside(construct), page, word, ...printed]
    }),
  )
  const header = [
    'construct',
    'from Markdown',
    'in a callout',
    'from HTML',
    'from Word',
    ...Object.keys(forms),
  ]
  const table = [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
  expect(readFileSync('docs/constructs.md', 'utf8')).toContain(`${table}\n`)
})
