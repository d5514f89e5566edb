import { expect, test } from 'vitest'
import { filler, fixture, importing, importingText, outline, page, refused } from './support/importing.ts'

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
    page(filler, '<meta property="og:site_name" content="P"><meta name="date" content="31 of May">'),
    'left out the date “31 of May”: write it as 2024-05-31',
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

test('notes in the roles of DPUB-ARIA, marks and merged cells of tables, marks of headings, and languages', async () => {
  const { article, notes } = await importingText(
    'a.html',
    page(`<article>${filler}${filler}${filler}
      <p>It closed<sup><a href="#f" role="doc-noteref">1</a></sup>, she said: <span lang="fr">à bientôt</span>.</p>
      <h2>The <em>quay</em></h2>${filler}
      <table><tr><th colspan="2">Fees</th><th>Day</th></tr><tr><td rowspan="2">A</td><td><b>40</b></td><td>1</td></tr><tr><td>35</td><td>2</td></tr></table>
      <section role="doc-endnotes"><ol><li id="f" role="doc-endnote"><p>In <i>spring</i>. <a href="#r" role="doc-backlink">↩</a></p></li></ol></section>
      </article>`),
  )
  const [lede, quay] = article.sections
  expect([
    lede?.paragraphs.at(-1),
    quay?.heading,
    quay?.headingMarks,
    quay?.paragraphs.at(-1),
    article.notes,
    notes,
  ]).toEqual([
    {
      text: 'It closed[1], she said: à bientôt.',
      marks: [
        { type: 'note', start: 9, end: 12, note: 'n1' },
        { type: 'language', start: 24, end: 33, language: 'fr' },
      ],
    },
    'The quay',
    [{ type: 'emphasis', start: 4, end: 8 }],
    {
      type: 'table',
      header: ['Fees', '', 'Day'],
      rows: [
        ['A', { text: '40', marks: [{ type: 'strong', start: 0, end: 2 }] }, '1'],
        ['', '35', '2'],
      ],
    },
    [{ id: 'n1', text: 'In spring.', marks: [{ type: 'emphasis', start: 3, end: 9 }] }],
    [],
  ])
})

const report = Array.from({ length: 8 }, () => filler).join('')

test('a newsletter box beside many short paragraphs is not the article', async () => {
  const box =
    '<div class="newsletter-content"><p>Write to us, each week, and read of it: the harbour, the ferry, the island and the sea, all in one letter to you, for nothing.</p><p>Never more than one, and never sold, says the desk.</p></div>'
  const { article } = await importingText('a.html', page(`<div><h1>Title</h1>${report}</div>${box}`))
  expect(article.sections[0]?.paragraphs.length).toBeGreaterThanOrEqual(8)
})

test.each([
  [
    'a warning before the doctype',
    `Warning: mkdir() in /a.php\n${page(`<article>${report}</article>`, undefined, 'lang="fr"')}`,
  ],
  [
    'a style before html',
    `<style>p{}</style>${page(`<article>${report}</article>`, undefined, 'lang="fr"')}`,
  ],
  [
    'html without head and body',
    `<html lang=fr><title>Title</title><meta property="og:site_name" content="P"><article>${report}</article>`,
  ],
])('%s: the page is read as browsers read it', async (_, content) => {
  const { article } = await importingText('a.html', content)
  expect([article.language, article.title]).toEqual(['fr', 'Title'])
  expect(article.sections[0]?.paragraphs.length).toBeGreaterThanOrEqual(8)
})

const latin = (text: string) => Buffer.from(text, 'latin1')

test('a charset that is named after long scripts', async () => {
  const head = `<script>${'x'.repeat(60_000)}</script><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><meta property="og:site_name" content="P">`
  const { article, notes } = await importingText(
    'a.html',
    latin(page(`<article><p>Un caf\u00E9.</p>${report}</article>`, head)),
  )
  expect(article.sections[0]?.paragraphs[0]).toBe('Un café.')
  expect(notes).toContain('read as windows-1252')
})

test('bytes that are not of the encoding, and control characters, are noted with their line', async () => {
  const text = page(
    `<article>\n<p>Un café, deux cafés, trois caf#.</p>\n<p>One\u0007 bell.</p>${report}</article>`,
  )
  const content = Buffer.concat(
    text.split('#').flatMap((part, index) => [...(index > 0 ? [latin('\u00E9')] : []), Buffer.from(part)]),
  )
  const { article, notes } = await importingText('a.html', content)
  expect(article.sections[0]?.paragraphs.slice(0, 2)).toEqual([
    'Un café, deux cafés, trois caf\uFFFD.',
    'One bell.',
  ])
  expect(notes).toEqual([
    'read 1 byte that is not of the encoding as U+FFFD, first in line 2',
    'left out 1 control character, first in line 3',
  ])
})

test.each([
  [
    'formatting that the parser opens again in each paragraph',
    '<p>' + Array.from({ length: 100 }, (_, index) => `<b a=${index}>`).join('') + '<p>a'.repeat(900),
    'has too many elements in one another',
  ],
  [
    'elements in one another',
    `${'<div>'.repeat(200)}a${'</div>'.repeat(200)}`.repeat(40),
    'has too many elements in one another',
  ],
  [
    'attributes',
    `<p ${Array.from({ length: 501 }, (_, index) => `a${index}`).join(' ')}>`,
    'has 501 attributes in one tag; the most is 500',
  ],
])('refused: %s', async (_, body, message) => {
  expect(await refused('a.html', page(body))).toBe(`a.html ${message}: import the page of one article\n`)
})

const withHead = (head: string, body = '') =>
  importingText(
    'a.html',
    page(`${body}<article>${report}</article>`, `<meta property="og:site_name" content="The Post">${head}`),
  )

test.each([
  ['2024-05-31 10:00:00 +0300', '2024-05-31T10:00:00+03:00'],
  ['2024-05-31T09:30Z', '2024-05-31T09:30:00Z'],
  ['2024-05-31T24:00:00Z', '2024-06-01T00:00:00Z'],
  ['Sat Nov 18 2017 15:21:41 GMT+0000', '2017-11-18T15:21:41+00:00'],
  ['Fri, 31 May 2024 09:30:00 +0300', '2024-05-31T09:30:00+03:00'],
  ['2022-1-26T08:15:00Z', '2022-01-26T08:15:00Z'],
  ['20180619T055000+0900', '2018-06-19T05:50:00+09:00'],
  ['2019-11-20 13:42:06.000+08:00', '2019-11-20T13:42:06+08:00'],
  ['31 May 2024', '2024-05-31'],
  ['1717147800', '2024-05-31T09:30:00Z'],
])('the date %s is %s', async (written, date) => {
  const { article, notes } = await withHead(`<meta property="article:published_time" content="${written}">`)
  expect([article.datePublished, notes]).toEqual([date, []])
})

test.each([
  ['<meta name="author" content="Von Erika Muster am 3. Mai 2024">', ['Erika Muster']],
  [
    '<meta name="author" content="By Jane Doe, John Smith, Jr. and Ann Lee | 14:05 | 12 comments">',
    ['Jane Doe', 'John Smith, Jr.', 'Ann Lee'],
  ],
  ['<meta name="author" content="Par Anne Petit et Luc Roy">', ['Anne Petit', 'Luc Roy']],
  ['<meta name="author" content="بقلم أحمد علي ومحمد حسن">', ['أحمد علي', 'محمد حسن']],
  ['<meta name="author" content="أحمد وليد">', ['أحمد وليد']],
  ['<meta name="author" content="מאת דנה כהן ויוסי לוי">', ['דנה כהן ויוסי לוי']],
  ['<meta name="author" content="نویسنده: رضا کریمی">', ['رضا کریمی']],
  ['<meta name="author" content="文/王小明、李雷">', ['王小明', '李雷']],
  ['<meta name="author" content="desk@post.example, Jane Doe">', ['Jane Doe']],
  ['<meta name="author" content="Ludwig von Mises">', ['Ludwig von Mises']],
  [
    `<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Title
", "author": [{"@id": "#j"}, {"name": ["Ann Lee"]}],}, {"@type": "Person", "@id": "#j", "name": "Jane Doe"}], /* end */}</script>`,
    ['Jane Doe', 'Ann Lee'],
  ],
  [
    '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">',
    ['Jane Doe'],
  ],
  ['<meta name="author" content="post.example">', undefined],
  ['<meta name="author" content="The Post Newsroom">', undefined],
  ['<meta name="author" content="Jane Doe, professor of the history of harbours, The Post">', ['Jane Doe']],
])('authors of %s', async (head, authors) => {
  expect((await withHead(head)).article.authors).toEqual(authors)
})

test.each([
  ['<p class="article__author">Von Jane Doe</p>', ['Jane Doe']],
  ['<div class="byline"><span>By</span><a rel="author" href="/j">Jane Doe</a></div>', ['Jane Doe']],
  ['<p class="authors">All our authors and their stories</p>', undefined],
  ['<p class="author-box">Jane Doe has been with us for ten years.</p>', undefined],
])('authors in the line %s', async (line, authors) => {
  const { article } = await withHead('', `<h1>The quay</h1><header>${line}</header>`)
  expect(article.authors).toEqual(authors)
})

/** A text in boxes of a page, each of a few paragraphs, between what does not belong to it. */
const boxes = (...parts: string[]) =>
  parts.map((part) => `<div class="wall"><div class="text">${part}</div></div>`)

const prose = (subject: string) =>
  `<p>${`The ${subject} left the quay at nine, and the harbour was quiet, as it is in winter. `.repeat(3)}</p>`

test('a text in several boxes is found whole, without what stands between them', async () => {
  const parts = boxes(
    prose('ferry') + prose('barge'),
    prose('tug') + prose('yacht'),
    prose('raft') + prose('canoe'),
  )
  const between = `<div class="related"><ul>${'<li><a href="/x">Another report of the day</a></li>'.repeat(9)}</ul></div>`
  const consent = `<div id="cookie-banner">${prose('cookie').repeat(9)}</div>`
  const { article } = await importingText(
    'a.html',
    page(
      `<h1>Title</h1><main>${parts.join(between)}</main>${consent}`,
      '<meta property="og:site_name" content="The Post">',
    ),
  )
  const text = JSON.stringify(article.sections)
  for (const boat of ['ferry', 'barge', 'tug', 'yacht', 'raft', 'canoe'])
    expect(text).toContain(`The ${boat} left`)
  expect(text).not.toMatch(/cookie|Another report/)
})

test('a date of microdata, a title that is not the box in the only h1, and a style in a heading', async () => {
  const body =
    '<h1>Log in</h1><p><time itemprop="datePublished" datetime="2024-05-03T14:05+02:00">3 May</time></p>'
  const { article } = await withHead('<meta property="og:title" content="The new quay opens">', body)
  expect([article.title, article.datePublished]).toEqual(['The new quay opens', '2024-05-03T14:05:00+02:00'])
  const styled = await withHead(
    '<meta property="og:title" content="The new quay">',
    '<h1><style>.a{color:red}</style>The new quay</h1>',
  )
  expect(styled.article.title).toBe('The new quay')
})

test('a page that is built by script: its text in JSON-LD', async () => {
  const data = {
    '@type': 'NewsArticle',
    headline: 'Title',
    articleBody: 'One, of the harbour.\n\nTwo, of the sea.',
  }
  const head = `<meta property="og:site_name" content="P"><script type="application/ld+json">${JSON.stringify(data)}</script>`
  const { article, notes } = await importingText('a.html', page('<div id="app"></div>', head))
  expect(article.sections[0]?.paragraphs).toEqual(['One, of the harbour.', 'Two, of the sea.'])
  expect(notes[0]).toBe('took the text from the JSON-LD of the page, which holds none itself')
})
