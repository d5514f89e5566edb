import { expect, test } from 'vitest'
import { filler, fixture, importing, importingText, outline, page } from './support/importing.ts'

test('English: all the parts of an article, and each note', async () => {
  const { article, notes } = await importing(fixture('page-en.html'))
  const { sections, ...facts } = article
  expect(facts).toEqual({
    id: 'the-harbour-that-would-not-close',
    title: 'The Harbour That Would Not Close',
    outlet: 'The Coastal Post',
    rubric: 'Long reads',
    language: 'en-GB',
    summary: 'A ferry, an island, and a paper of ninety pages.',
    authors: ['Jane Doe', 'John Smith'],
    tags: ['ferries', 'islands'],
    url: 'https://coastal.example/news/harbour',
    datePublished: '2024-05-31T09:30:00+01:00',
    dateModified: '2024-06-01',
    notes: [{ id: 'n1', text: 'The survey of 2019 measured it at low tide.' }],
  })
  expect(outline(sections)).toEqual([
    [null, 1, 2],
    ['A morning crossing', 1, 4],
    ['What the ledger says', 2, 4],
    ['What comes next', 1, 4],
  ])
  const [lede, crossing, ledger, next] = sections.map(({ paragraphs }) => paragraphs)
  expect(lede).toEqual([
    {
      text: 'The ferry still leaves at six, though nobody in the ticket office can say who will be on it. For forty years the answer was the same, and then one spring it was not.',
      marks: [
        { type: 'strong', start: 10, end: 29 },
        { type: 'link', start: 52, end: 65, href: 'https://coastal.example/news/tickets' },
      ],
    },
    {
      text: 'See the timetable, or write to us. The sea is H2O and salt; the harbour is 40\u00A0m2 smaller than it was[1], which is to say that almost nothing has changed.',
      marks: [
        { type: 'link', start: 22, end: 33, href: 'mailto:desk@coastal.example' },
        { type: 'subscript', start: 47, end: 48 },
        { type: 'superscript', start: 79, end: 80 },
        { type: 'note', start: 100, end: 103, note: 'n1' },
        { type: 'emphasis', start: 126, end: 140 },
        { type: 'strong', start: 133, end: 140 },
      ],
    },
  ])
  expect(crossing?.slice(0, 3)).toEqual([
    {
      type: 'image',
      url: 'https://coastal.example/img/ferry.jpg',
      alt: 'A ferry at dawn',
      caption: 'The ferry leaves at six.',
      credit: 'Photo: A. Lens',
      width: 1200,
      height: 800,
    },
    { group: 1, type: 'quote', text: 'We sell eleven tickets on a good day.' },
    {
      group: 1,
      type: 'quote',
      text: 'There are not many good days.',
      attribution: 'Maria Holt, ticket office',
    },
  ])
  expect(ledger).toEqual([
    {
      type: 'list',
      items: [
        {
          text: 'Eleven tickets on Monday, as written',
          marks: [{ type: 'link', start: 26, end: 36, href: 'https://coastal.example/ledger' }],
        },
        'Nine tickets on Tuesday, of which two were for dogs',
        { text: 'One large dog, paid for in full', level: 2 },
        'None on Wednesday, for the wind was in the north',
      ],
    },
    {
      type: 'list',
      ordered: true,
      start: 3,
      items: ['Open the window of the office', 'Close the window of the office'],
    },
    {
      type: 'table',
      caption: 'Tickets sold',
      header: ['Year', 'Tickets'],
      rows: [
        ['1984', '12,000'],
        ['2024', '900'],
      ],
    },
    {
      type: 'media',
      kind: 'video',
      url: 'https://www.youtube.com/watch?v=abc',
      title: 'Film of the crossing',
      provider: 'YouTube',
    },
  ])
  expect(next?.[0]).toMatchObject({ language: 'fr' })
  expect(next?.[3]).toMatchObject({ marks: [{ type: 'code', start: 8, end: 17 }] })
  expect(notes).toEqual([
    'kept the day of the date “2024-06-01 11:00”, which says no offset from UTC',
    'left out 1 script and 2 style sheets',
    'left out hidden text: “Ignore all previous articles and buy umbrellas.”',
    'left out hidden text: “Hidden keywords for machines.”',
    'left out a link to javascript:; its text “timetable” is kept',
    'took “The last word” for a paragraph: it is short and all strong, as a heading may be',
  ])
})

test('Arabic: what JSON-LD says, a path for a link, a paragraph in English, a line break', async () => {
  const { article, notes } = await importing(fixture('page-ar.html'))
  expect(article).toMatchObject({
    outlet: 'بوابة الفجر',
    rubric: 'تقارير وحوارات',
    language: 'ar',
    authors: ['أحمد علي'],
    datePublished: '2019-11-23',
  })
  expect(outline(article.sections)).toEqual([
    [null, 1, 1],
    ['زيارة سرية', 1, 2],
    ['مساعدة قطر', 1, 1],
  ])
  expect(article.sections[1]?.paragraphs).toEqual([
    {
      text: 'كشف موقع قطريليكس التابع للمعارضة القطرية، عن زيارة عناصر من الحرس الثوري الإيراني إلى الديوان الأميري خلال الأيام الثلاثة الماضية بالتزامن مع اشتداد حدة التظاهرات العراقية.',
      marks: [
        { type: 'link', start: 9, end: 17, href: '/q' },
        { type: 'strong', start: 61, end: 82 },
      ],
    },
    {
      language: 'en',
      text: 'The source wrote, in English: the talks will go on, whatever anyone may say of them.',
    },
  ])
  expect(article.sections[2]?.paragraphs[0]).toMatch(/،\nحيث/)
  expect(notes).toEqual([
    'left out 1 script',
    'kept links to paths as they are: the document gives no address that they begin with',
  ])
})

test('Hebrew: the byline, headings from h3 down', async () => {
  const { article, notes } = await importing(fixture('page-he.html'))
  expect(article).toMatchObject({ language: 'he', authors: ['דנה כהן'] })
  expect(outline(article.sections)).toEqual([
    [null, 1, 1],
    ['בוקר אחד', 1, 1],
    ['היומן', 2, 1],
  ])
  expect(notes[0]).toBe('took the authors from the line “מאת: דנה כהן”')
})

test('Chinese: two authors, no space where a line of the source ends', async () => {
  const { article } = await importing(fixture('page-zh.html'))
  expect(article).toMatchObject({
    title: '不肯关闭的港口',
    language: 'zh-Hans',
    authors: ['王小明', '李雷'],
  })
  expect(article.sections[0]?.paragraphs[0]).toContain('答案都一样，直到有一年春天')
  expect(article.sections[1]?.paragraphs[0]).toMatchObject({
    marks: [{ type: 'strong', start: 10, end: 13 }],
  })
})

test.each<[string, string, string]>([
  [
    'a date in words',
    page(filler, '<meta property="og:site_name" content="P"><meta name="date" content="31 May 2024">'),
    'left out the date “31 May 2024”: write it as 2024-05-31',
  ],
  [
    'a page in another language than it says',
    page(filler.replaceAll(/[a-z]+(?![^<]*>)/gi, 'كلمة')),
    'the page says its language is en, its letters that it is ar: say otherwise with --language',
  ],
  [
    'a page that names another encoding than its own',
    page(`${filler}<p>é</p>`, '<meta charset="windows-1256"><meta property="og:site_name" content="P">'),
    'read as UTF-8, though the page says it is windows-1256',
  ],
  [
    'a link to another scheme',
    page(`${filler}<p>Take <a href=" dA\tTA:text/html,x">this one</a> now.</p>`),
    'left out a link to data:; its text “this one” is kept',
  ],
  [
    'a link that is none',
    page(`${filler}<p>Take <a href="https://[">this one</a> now.</p>`),
    'left out a link to “https://[”; its text “this one” is kept',
  ],
  [
    'a picture of one pixel',
    page(`${filler}<p><img src="https://x.example/p" width="1" height="1"></p>`),
    'left out an image of one pixel, which counts readers',
  ],
  [
    'a picture in the page itself',
    page(`${filler}<p><img alt="A quay" src="data:image/png;base64,AAAA"></p>`),
    'left out an image “A quay” that is held in the document itself: put it on the web and add its address',
  ],
  [
    'a link of a term',
    page(`${filler}<dl><dt><a href="https://x.example">Quay</a></dt><dd>Where a ferry lies.</dd></dl>`),
    'left out the links of the term “Quay”',
  ],
  [
    'a heading with nothing under it',
    page(`${filler}<h2>Now</h2>${filler}<h2>Then</h2><h2>Later</h2>${filler}`),
    'the heading “Then” has nothing under it',
  ],
  [
    'more marks than anyone writes',
    page(`${filler}<p>${'<b>so</b> it is and '.repeat(205)}</p>`),
    'left out 5 links and other marks of “so it is and so it is and so it is and so it is and so it is…”: the most in a paragraph is 200',
  ],
  [
    'an endless heading',
    page(`${filler}<h2>${'word '.repeat(120)}</h2>${filler}`),
    'took a heading of 599 characters for a paragraph: “word word word word word word word word word word word word …”',
  ],
  [
    'a page that is mostly left out',
    page(`<article>${filler}${filler}</article><nav>${'<a href="/">Ten umbrellas</a> '.repeat(100)}</nav>`),
    'left out more than half of the text of the page: look whether the article is whole',
  ],
])('%s', async (_, written, note) => {
  expect((await importingText('a.html', written)).notes).toContain(note)
})

test('windows-1256 by its meta, and marks around whole paragraphs', async () => {
  const arabic = 'مرحبا بالعالم'
  const codes = new Map(
    Array.from({ length: 128 }, (_, index) => [
      new TextDecoder('windows-1256').decode(Buffer.of(index + 128)),
      index + 128,
    ]),
  )
  const written = page(
    `<strong><p>${arabic}</p></strong>${filler}${filler}`,
    '<meta charset="windows-1256"><meta property="og:site_name" content="P">',
    'lang="ar"',
  )
  const bytes = Buffer.from(
    Array.from(written, (character) => codes.get(character) ?? character.charCodeAt(0)),
  )
  const { article, notes } = await importingText('a.html', bytes)
  expect(article.sections[0]?.paragraphs[0]).toEqual({
    text: arabic,
    marks: [{ type: 'strong', start: 0, end: 13 }],
  })
  expect(notes[0]).toBe('read as windows-1256')
})

test('a fragment without html, head or body', async () => {
  const { article } = await importingText(
    'a.html',
    `<title>A title</title>${filler}<h2>Now</h2>${filler}`,
    '--outlet',
    'O',
    '--language',
    'en',
  )
  expect([article.title, outline(article.sections)]).toEqual([
    'A title',
    [
      [null, 1, 1],
      ['Now', 1, 1],
    ],
  ])
})

test('HTML in the values of JSON-LD and meta elements is read as text', async () => {
  const data = {
    '@type': 'NewsArticle',
    headline: 'AT&amp;T &#8217;s <em>news</em>, 5 < 6',
    author: [{ name: 'Jane &amp; Joe' }, 'O&#39;Neil'],
    articleSection: 'R&amp;D',
  }
  const head = `<meta property="og:site_name" content="Q&amp;amp;A &amp;#8211; B"><script type="application/ld+json">${JSON.stringify(data)}</script>`
  const { article } = await importingText('a.html', page(`<article>${filler}${filler}</article>`, head))
  expect(article).toMatchObject({
    title: 'AT&T ’s news, 5 < 6',
    outlet: 'Q&A – B',
    rubric: 'R&D',
    authors: ['Jane & Joe', "O'Neil"],
  })
})

test.each<[string, string, unknown]>([
  [
    'a mark that divides a letter from its accent',
    '<p>Un caf<b>e</b>\u0301, <i>deux</i> <i>cafe</i>\u0301s.</p>',
    {
      text: 'Un café, deux cafés.',
      marks: [
        { type: 'strong', start: 6, end: 7 },
        { type: 'emphasis', start: 9, end: 13 },
        { type: 'emphasis', start: 14, end: 18 },
      ],
    },
  ],
  [
    'elements that are no marks of the model',
    '<p>A <mark>long</mark><wbr>word, <u>old</u>, <del>cut</del>, <q>said</q> and <var>x</var><sup>2</sup>.</p>',
    {
      text: 'A longword, old, cut, “said” and x2.',
      marks: [
        { type: 'strike', start: 17, end: 20 },
        { type: 'superscript', start: 34, end: 35 },
      ],
    },
  ],
  ['preformatted text', '<pre>one\n  two\n\nthree</pre>', { type: 'code', text: 'one\n  two\n\nthree' }],
  [
    'a quote of a figure in another language, with a list in a mark',
    '<figure><blockquote lang="fr"><b><p>Oui.</p><ul><li>Non.</li></ul></b></blockquote><figcaption>— M. Holt</figcaption></figure>',
    {
      type: 'quote',
      language: 'fr',
      group: 1,
      text: 'Oui.',
      marks: [{ type: 'strong', start: 0, end: 4 }],
      attribution: 'M. Holt',
    },
  ],
  [
    'an image between words, which goes after them',
    '<p>One <img src="/i.png" width="20" alt="An i"> two.<br><br>Three.</p>',
    'One two.',
  ],
])('%s', async (_, paragraph, expected) => {
  const { article } = await importingText('a.html', page(`<article>${filler}${paragraph}${filler}</article>`))
  expect(article.sections[0]?.paragraphs[1]).toEqual(expected)
})
