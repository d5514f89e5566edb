import { Document, Header, HeadingLevel, Packer, Paragraph } from 'docx'
import { expect, test } from 'vitest'
import { refuseLargeWord } from '../src/import/word/size.ts'
import { importingText, outline, refused } from './support/importing.ts'
import { run, type Words, wordOf, zipOf } from './support/word.ts'

const english: Words = {
  title: 'The Harbour',
  lede: ['The ferry leaves ', 'at six', 'today'],
  heading: 'A crossing',
  inner: 'The ledger',
  items: ['One', 'Two'],
  quote: 'We sell eleven.',
  by: 'Maria',
}

const words: Record<string, Words> = {
  ar: {
    title: 'زيارات سرية',
    lede: ['كشف الموقع عن زيارة ', 'الحرس الثوري', 'أمس'],
    heading: 'زيارة سرية',
    inner: 'تفاصيل',
    items: ['الأول', 'الثاني'],
    quote: 'لم تكن أولى المراحل.',
    by: 'المتحدث',
    isRtl: true,
  },
  he: {
    title: 'הנמל שסירב',
    lede: ['המעבורת יוצאת ', 'בשעה שש', 'היום'],
    heading: 'בוקר אחד',
    inner: 'היומן',
    items: ['אחד', 'שניים'],
    quote: 'אנחנו מוכרים.',
    by: 'מרים',
    isRtl: true,
  },
  zh: {
    title: '不肯关闭的港口',
    lede: ['渡轮仍在', '六点出发', '今天'],
    heading: '清晨的航程',
    inner: '账本',
    items: ['第一张票', '第二张票'],
    quote: '好的时候我们一天卖十一张票。',
    by: '玛丽亚',
  },
  en: english,
}

const dated =
  /^left out the date of the file, \d{4}-\d\d-\d\d: it does not say when the article was published$/

test.each(Object.entries(words))(
  '%s: title, headings, list, link, strong, quote, table, footnote',
  async (language, said) => {
    const given = ['--outlet', 'O', '--id', 'a', ...(language === 'en' ? ['--language', 'en'] : [])]
    const { article, notes } = await importingText('a.docx', await wordOf(said), ...given)
    const [first, strong, link] = said.lede
    const at = first.length
    const end = at + strong.length
    expect(article).toEqual({
      id: 'a',
      title: said.title,
      outlet: 'O',
      language,
      sections: [
        {
          paragraphs: [
            {
              text: `${first}${strong} ${link}[1]`,
              marks: [
                { type: 'strong', start: at, end },
                {
                  type: 'link',
                  start: end + 1,
                  end: end + 1 + link.length,
                  href: 'https://coastal.example/',
                },
                { type: 'note', start: end + 1 + link.length, end: end + 4 + link.length, note: 'n1' },
              ],
            },
          ],
        },
        { heading: said.heading, paragraphs: [{ type: 'list', items: said.items }] },
        {
          level: 2,
          heading: said.inner,
          paragraphs: [
            { type: 'quote', text: said.quote, attribution: said.by },
            { type: 'table', header: ['1984', '12'], rows: [['2024', '9']] },
          ],
        },
      ],
      notes: [{ id: 'n1', text: said.by }],
    })
    expect(notes).toEqual([
      expect.stringMatching(dated),
      ...(language === 'en'
        ? []
        : [`guessed from its letters that the language is ${language}: say otherwise with --language`]),
    ])
  },
)

test('the first Heading 1 is the title where there is no Title; headers and unknown styles are told', async () => {
  const children = [
    new Paragraph({ text: 'The Harbour', heading: HeadingLevel.HEADING_1 }),
    new Paragraph({ text: 'It closed.', style: 'Odd' }),
    new Paragraph({ text: 'Then', heading: HeadingLevel.HEADING_2 }),
    new Paragraph({ children: [run('It opened.', { vanish: true })] }),
  ]
  const paragraphStyles = [{ id: 'Odd', name: 'Odd' }]
  const headers = { default: new Header({ children: [new Paragraph('Page of a draft')] }) }
  const bytes = await Packer.toBuffer(
    new Document({ styles: { paragraphStyles }, sections: [{ children, headers }] }),
  )
  const { article, notes } = await importingText('a.docx', bytes, '--outlet', 'O', '--language', 'en')
  expect([article.title, outline(article.sections)]).toEqual([
    'The Harbour',
    [
      [null, 1, 1],
      ['Then', 1, 1],
    ],
  ])
  expect(notes).toEqual([
    'Word’s paragraph style “Odd” was read as plain text',
    'text that is hidden in Word is in the article: look it over',
    expect.stringMatching(dated),
    'left out the headers and footers of the pages',
  ])
})

test('a document of more elements than are read is refused by name, before it is parsed', async () => {
  const bytes = zipOf('word/document.xml', Buffer.from('<w:p>'.repeat(2_000_000)))
  expect(bytes.length).toBeLessThan(200_000)
  expect(await refused('a.docx', bytes, '--title', 'T', '--outlet', 'O', '--language', 'en')).toMatch(
    /holds 2000000 elements of text; the most is 600000: split the document/,
  )
})

test.each<[string, string[], string]>([
  [
    'styles',
    ['<a/>', `<w:styles>${'<w:style/>'.repeat(600_000)}`],
    '600002 elements of text; the most is 600000',
  ],
  ['a part after a byte order mark', [`\uFEFF ${'<a/>'.repeat(600_001)}`], '600001 elements of text'],
  ['attributes', [`<a ${`b="" c='' `.repeat(500_001)}/>`], '1000002 attributes; the most is 1000000'],
  [
    'paragraphs',
    [
      '<w:p><w:t/></w:p>'.repeat(50_000) +
        '<x:p w:a="b"><tc>p</tc></x:p><pt/><w:tp/><tcp/></w:p>'.repeat(25_001),
    ],
    '150002 paragraphs, cells and runs of text; the most is 150000',
  ],
  ['text', [`<a>${'x'.repeat(20_000_000)}</a>`], '20000007 bytes of text; the most is 20000000'],
  ['nesting', [`<a>${'<b c="d">'.repeat(500)}`], '501 levels of elements in elements; the most is 500'],
])('a document of too much in %s is refused', (_, parts, message) => {
  expect(() => refuseLargeWord(parts.map((part) => Buffer.from(part)))).toThrow(`holds ${message}`)
})

test('elements beside one another are not nested', () => {
  refuseLargeWord([
    Buffer.from(`<?xml version="1.0"?><a>${'<b/><c d="e"/><f>g</f><!-- -->'.repeat(1000)}</a>`),
  ])
})

test('a picture is not counted', () => {
  refuseLargeWord([Buffer.from(`\x89PNG${'<a b="">'.repeat(700_000)}`, 'latin1')])
})
