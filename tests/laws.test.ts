import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { fitMarks } from '../src/article/fit-marks.ts'
import { canonicalMarks, faultOfMarks, type Mark, markTypes } from '../src/article/marks.ts'
import { directionOf, tidy } from '../src/article/text.ts'
import { writeArticle } from '../src/article/write.ts'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { json } from '../src/sources/json/json.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import type { Source } from '../src/sources/source.ts'
import { strictly } from '../src/sources/source.ts'

/** Pieces that mean something to Markdown, YAML or a bidi renderer, and pieces that mean nothing. */
const pieces =
  '[ ] ( ) * ** _ __ ` `` \\ # ## 1. 1) + - --- — -- = === > < <b> </b> <tag> <!-- & &amp; &#42; | ~ ~~~ ! ![ ]( {#x} {lang=en} { } ^ [^1] [a]: : :: " \' , . ; ? @ $ % / https://a.example/b?c=d_e_f a b c1 word نص «نص» שלום 中文 「中」 é e\u0301 😀 👩‍👩‍👧 \u200F \u200E \u061C \u200C \u00A0 \n \n# \n- \n> \n1. \n=== \n--- \n``` \n{#x} \n— \n| true null 2024-01-01 0x1F'
    .split(' ')
    .concat(' ', ' ', ' ', '  ', 'The', 'x', 'y')
    .concat(
      '{{< {{ {% {/* {: {. {:: >}} %}} }} %} */} raw endraw comment <Foo <YouTube /> "x"'.split(' '),
      [
        '{{< youtube a >}}',
        '{% raw %}',
        '{% endraw %}',
        '{:toc}',
        '[TOC]',
        '[[toc]]',
        '<Foo a={b}>',
        '](',
        '{{< ref "a" >}})',
      ],
      [
        '==',
        '==a==',
        '%%',
        '%%a%%',
        '!!! tip "a"',
        '??? note',
        '\n    ',
        '<Tip>',
        '</Tip>',
        ':::tip a',
        ':::',
        '\n:::',
        '{% hint %}',
        '{% endhint %}',
        '[!tip]',
      ],
      [
        '<div>',
        '</div>',
        '<p>',
        '</p>',
        '<table>',
        '<tr>',
        '<td>',
        '</td>',
        '</table>',
        '<ul><li>',
        '</ul>',
        '<dl><dt>',
        '<dd>',
      ],
      [
        '<details>',
        '<summary>',
        '</summary>',
        '</details>',
        '<img src="/a" alt="b">',
        '<svg>',
        '<blockquote>',
        '<h2 id="x">',
      ],
      [
        '<video src="/a">',
        '<iframe src="/b">',
        '<figure>',
        '<figcaption>',
        '</figure>',
        '<a href="/c">',
        '<pre>',
        '<!-- c -->',
      ],
      ['$a_1$', '$$', '$$ x $$', '$$\nx\n$$', '$b', '\n: ', ': ', '١. ', '\n• ', 'b)'],
      ['import x from "y"', '\nimport "y"\n', 'export const a = [', 'export default a'],
    )

const raw = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 3 })), {
  minLength: 1,
  maxLength: 12,
})

const isClean = (text: string) => !/[^\P{Cc}\n]|[\p{Noncharacter_Code_Point}\u2028\u2029]/u.test(text)

const text = raw
  .map((parts) =>
    tidy(parts.join(''))
      .replaceAll(/\s*\n\s*/g, '\n')
      .normalize('NFC'),
  )
  .filter((made) => made !== '' && made === tidy(made) && isClean(made))
const line = text.map((made) => tidy(made.replaceAll('\n', ' '))).filter((made) => made !== '')

const href = fc.constantFrom(
  'https://a.example/',
  '/a_(b)',
  'https://a.example/?q=*a*&amp;b="c"',
  'mailto:a@b.example',
  '#x',
  '/[x]',
  'a)b',
  '!&copy;_x_',
)

const noteId = fc.constantFrom('n1', 'n2', '7', 'star')
const language = fc.constantFrom('ar', 'en', 'he', 'zh-Hant', 'en-GB')

const marksOf = (made: string): fc.Arbitrary<Mark[]> =>
  fc
    .array(
      fc.record({
        type: fc.constantFrom(...markTypes),
        start: fc.nat({ max: made.length }),
        length: fc.integer({ min: 1, max: 12 }),
        to: href,
        note: noteId,
        language,
      }),
      { maxLength: 5 },
    )
    .map((drawn) => {
      const marks = drawn.map(({ type, start, length, to, ...drawnMark }) => ({
        type,
        start,
        end: Math.min(made.length, start + length),
        ...(type === 'link' ? { href: to } : {}),
        ...(type === 'note' ? { note: drawnMark.note } : {}),
        ...(type === 'language'
          ? { language: drawnMark.language, direction: directionOf(drawnMark.language) }
          : {}),
      }))
      const fitted = canonicalMarks(fitMarks(made, marks))
      return faultOfMarks(made, fitted) === undefined ? fitted : []
    })

const marked = text.chain((made) => marksOf(made).map((marks) => ({ text: made, marks })))

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 })

const id = fc.constantFrom(
  'a',
  'b',
  'lede',
  'lede-1',
  'a-1',
  'a-2',
  'word',
  'word-1',
  'section-2',
  'x1',
  'section-1-1',
)
const direction = fc.constantFrom('rtl', 'ltr')
const own = {
  id: maybe(id),
  language: maybe(language),
  direction: maybe(direction),
  role: maybe(fc.constantFrom('pull', 'related', 'correction', 'callout')),
  group: maybe(fc.integer({ min: 1, max: 2 })),
}
const size = maybe(fc.integer({ min: 1, max: 9999 }))

const withMarks = (made: { text: string; marks: Mark[] }) => ({
  text: fc.constant(made.text),
  marks: fc.constant(made.marks),
})

const captioned = fc.option(marked, { nil: undefined }).map((made) => ({
  caption: made?.text,
  ...(made === undefined ? {} : { captionMarks: made.marks }),
}))

const item = fc.oneof(
  text,
  marked.chain((made) =>
    fc.record({
      ...withMarks(made),
      level: maybe(fc.integer({ min: 1, max: 4 })),
      ordered: maybe(fc.boolean()),
      checked: maybe(fc.boolean()),
    }),
  ),
)

const definition = marked.chain((made) => fc.record({ ...withMarks(made), term: maybe(line) }))

const cell = fc.oneof(fc.constant(''), text, marked)

const codeText = fc
  .array(fc.constantFrom('  ', '\t', '\n', '\n\n', 'x = 1', '```', '~~~~', '<b>', '{#x}', 'نص'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

const typed = fc.oneof(
  marked.chain((made) => fc.record({ ...own, ...withMarks(made) })),
  marked.chain((made) =>
    fc.record({
      ...own,
      type: fc.constant('quote'),
      ...withMarks(made),
      attribution: maybe(line),
      url: maybe(href),
    }),
  ),
  fc.record({
    ...own,
    type: fc.constant('list'),
    ordered: fc.boolean(),
    start: maybe(fc.integer({ min: 0, max: 20 })),
    items: fc.oneof(
      fc.array(item, { minLength: 1, maxLength: 4 }),
      fc.array(definition, { minLength: 1, maxLength: 3 }),
    ),
  }),
  captioned.chain((caption) =>
    fc.record({
      ...own,
      type: fc.constant('image'),
      url: href,
      alt: maybe(line),
      caption: fc.constant(caption.caption),
      captionMarks: fc.constant(caption.captionMarks),
      credit: maybe(line),
      width: size,
      height: size,
    }),
  ),
  fc.record({
    ...own,
    type: fc.constant('code'),
    text: codeText,
    syntax: maybe(fc.oneof(line, fc.constant('js'))),
  }),
  captioned.chain((caption) =>
    fc.record({
      ...own,
      type: fc.constant('table'),
      caption: fc.constant(caption.caption),
      captionMarks: fc.constant(caption.captionMarks),
      columns: maybe(
        fc.array(fc.record({ align: maybe(fc.constantFrom('start', 'center', 'end')) }), { maxLength: 3 }),
      ),
      header: maybe(fc.array(cell, { maxLength: 3 })),
      rows: fc.array(fc.array(cell, { maxLength: 3 }), { maxLength: 3 }),
    }),
  ),
  captioned.chain((caption) =>
    fc.record({
      ...own,
      type: fc.constant('media'),
      kind: fc.constantFrom('video', 'audio', 'embed'),
      url: href,
      title: maybe(line),
      provider: maybe(line),
      poster: maybe(href),
      caption: fc.constant(caption.caption),
      captionMarks: fc.constant(caption.captionMarks),
      credit: maybe(line),
      width: size,
      height: size,
      duration: maybe(fc.constantFrom(0, 1.5, 3600)),
    }),
  ),
  fc.record({ ...own, type: fc.constant('break') }),
)

const labels = maybe(fc.oneof(line, fc.constantFrom('Note', 'Tip', 'Warning')))

const paragraph = fc.oneof(
  text,
  fc
    .tuple(typed, labels)
    .map(([made, label]) => ({ ...made, label: made.role === 'callout' ? label : undefined })),
)

const note = (noteName: string) =>
  marked.chain((made) =>
    fc.record({
      id: fc.constant(noteName),
      label: maybe(line),
      ...withMarks(made),
      language: maybe(language),
      direction: maybe(direction),
    }),
  )

const aliases = fc.array(
  fc.constantFrom(
    'old',
    'Old "x"',
    '/2019/a/',
    '/مقال',
    'a%2541',
    '100%25',
    'a--b',
    '{a}',
    '<!-- a -->',
    'old',
  ),
  { maxLength: 3 },
)
const sectionAliases = aliases.map((all) => all.filter((alias) => !alias.startsWith('/')))

const section = (heading: fc.Arbitrary<string | undefined>) =>
  fc.record({
    id: maybe(id),
    level: maybe(fc.integer({ min: 1, max: 6 })),
    heading,
    aliases: maybe(sectionAliases),
    paragraphs: fc.array(paragraph, { maxLength: 4 }),
  })

const headed = line.chain((heading) =>
  fc
    .tuple(section(fc.constant(heading)), marksOf(heading))
    .map(([made, headingMarks]) => ({ ...made, headingMarks })),
)

const article = fc
  .record({
    id: fc.constant('the-id'),
    title: line,
    outlet: line,
    rubric: maybe(line),
    language,
    direction: maybe(direction),
    summary: maybe(text),
    authors: maybe(
      fc.array(fc.oneof(line, fc.record({ name: line, url: fc.constant('https://a.example/#x') })), {
        maxLength: 2,
      }),
    ),
    tags: maybe(fc.array(line, { maxLength: 3 })),
    url: maybe(fc.constant('https://a.example/?a=b:c')),
    aliases: maybe(aliases),
    datePublished: maybe(fc.constantFrom('2024-05-31', '2024-05-31T09:30:00+03:00')),
    dateModified: maybe(fc.constantFrom('2024-06-01')),
    meta: maybe(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 })),
    sections: fc
      .tuple(section(maybe(line)), fc.array(headed, { maxLength: 2 }))
      .map(([first, rest]) => [first, ...rest]),
    notes: fc.tuple(note('n1'), note('n2'), note('7'), note('star')),
  })
  .map((file) => ArticleFile.safeParse(file))
  .filter(({ success }) => success)
  .map(({ data }) => toArticle(data as ArticleFile, 'the-id'))

type Made = ReturnType<typeof toArticle>

const print = (made: Made) => printMarkdown({ kind: 'article', article: made })
const forms: [string, Source, (made: Made) => string, number][] = [
  ['JSON', json, (made) => JSON.stringify(writeArticle(made)), 500],
  ['Markdown', markdown, print, 800],
]

test.each(forms)(
  '%s: what is printed of an article reads as that article',
  (_, source, spell, numRuns) => {
    fc.assert(
      fc.property(article, (made) => {
        const printed = spell(made)
        expect(source.read(printed, 'a', strictly('other')), printed).toEqual({
          article: made,
          givenId: made.id,
          warnings: [],
          assumed: [],
        })
      }),
      { numRuns },
    )
  },
  120_000,
)

const document = fc.array(raw, { maxLength: 8 }).map((parts) => parts.map((part) => part.join('')).join('\n'))

test('any text is read as Markdown or refused, and what is read prints as what reads the same', () => {
  const front = '---\nid: x\ntitle: T\noutlet: O\nlanguage: ar\n---\n'
  fc.assert(
    fc.property(document, (written) => {
      const reading = markdown.read(front + written, 'a', strictly('other'))
      if ('faults' in reading) return
      const printed = print(reading.article)
      expect(markdown.read(printed, 'a', strictly('other')), printed).toEqual({
        article: reading.article,
        givenId: reading.article.id,
        warnings: [],
        assumed: [],
      })
    }),
    { numRuns: 1000 },
  )
}, 120_000)
