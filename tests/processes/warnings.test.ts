import { expect, test } from 'vitest'
import { folderOf, maqal } from '../support/process.ts'

const json = (rest: object = {}): string =>
  JSON.stringify({
    title: 'A title',
    outlet: 'An outlet',
    language: 'en',
    sections: [{ paragraphs: ['A paragraph.'] }],
    ...rest,
  })

const body = (...paragraphs: unknown[]) => ({ sections: [{ paragraphs }] })

const front = (more: string, text = 'A paragraph.') =>
  `---\ntitle: A title\noutlet: An outlet\nlanguage: en\n${more}---\n\n${text}\n`

/** What `maqal check` says of each file of a folder, without the name of the file, and of all together. */
const check = async (files: Record<string, string | Buffer>) => {
  const { out } = await maqal(['check', '.', '--strict'], { cwd: folderOf(files) })
  const lines = out.trim().split('\n')
  return {
    sum: lines.at(-1) ?? '',
    of: (file: string) =>
      lines
        .filter((line) => line.startsWith(`${file}:`) || line.startsWith(`${file}  `))
        .map((line) => line.slice(file.length).replace(/^:/, '').trim()),
  }
}

type Case = [name: string, content: string | Buffer, said: RegExp[]]

/** Checks all cases in one run; `said` are the lines of each, in order and no others. */
const checking = async (cases: Case[]): Promise<void> => {
  const files = cases.map(([name, content], index) => {
    const type = String(content).startsWith('{') ? 'json' : 'md'
    return [`${index}-${name.replaceAll(/\W+/g, '-').slice(0, 40)}.${type}`, content] as const
  })
  const checked = await check(Object.fromEntries(files))
  for (const [index, [name, , said]] of cases.entries()) {
    const lines = checked.of(files[index]?.[0] ?? '')
    expect.soft(lines, name).toEqual(said.map((pattern) => expect.stringMatching(pattern) as string))
  }
}

test('a # that begins a comment of YAML', async () => {
  const cut = (line: number, column: number, path: string, comment: string) =>
    new RegExp(
      `^${line}:${column} {2}${path.replaceAll(/[[\]]/g, String.raw`\$&`)} {2}ends before "${comment}.*: a # after a space begins a comment {2}write quotes around the value.*\\(warning\\)$`,
    )
  await checking([
    ['a title', front('').replace('A title', 'The C# #1 story'), [cut(2, 14, 'title', '#1 story')]],
    ['an outlet, with a space', front('').replace('An outlet', 'Radio # 5'), [cut(3, 14, 'outlet', '# 5')]],
    ['a rubric that is all comment', front('rubric: #1 in the news\n'), [cut(5, 9, 'rubric', '#1 in')]],
    ['a tag of a list', front('tags:\n  - one\n  - top #10\n'), [cut(7, 8, 'tags[1]', '#10')]],
    ['an author by name', front('authors:\n  - name: Jane #2\n'), [cut(6, 15, 'authors[0].name', '#2')]],
    ['an address', front('url: https://example.org/ #frag\n'), [cut(5, 26, 'url', '#frag')]],
    [
      'the second line of a value',
      front('summary: a long\n  text #9 of it\n'),
      [cut(6, 7, 'summary', '#9 of it')],
    ],
    ['in quotes', front('').replace('A title', '"The C# #1 story"'), []],
    ['without a space', front('').replace('A title', 'The C#1 story in C#'), []],
    ['a line of its own', front('# a comment\nrubric: News\n  # another\ntags: [a] # and one\n'), []],
    ['after quotes', front('rubric: "News" # of the day\n'), []],
    ['after what can hold none', front('direction: ltr # as the language is\n'), []],
    ['an empty value', front('rubric: # none yet\n'), []],
    ['a block', front('summary: >\n  The # sign\n'), []],
  ])
})

test('front matter that is not YAML, in words for an author', async () => {
  const not = (place: string, words: string) =>
    new RegExp(`^${place} {2}the front matter is not YAML: ${words}`)
  await checking([
    [
      'a no-break space',
      front('').replace('title: A', 'title:\u00A0A'),
      [not('2:1', 'a no-break space \\(U\\+00A0\\) stands after the colon')],
    ],
    [
      'a no-break space at the end',
      front('rubric:\u202FNews\n'),
      [not('5:1', '.*\\(U\\+202F\\) stands after the colon')],
    ],
    ['an ideographic space', front('rubric:\u3000News\n'), [not('5:1', 'an ideographic space')]],
    [
      'a full-width colon',
      front('').replace('outlet: ', 'outlet：'),
      [not('3:1', '： \\(U\\+FF1A\\) stands in the place of a colon {2}write ": "')],
    ],
    ['no space', front('').replace('outlet: ', 'outlet:'), [not('3:1', 'no space stands after the colon')]],
    ['one line alone', '---\ntitle:Foo\n---\n', [not('2:1', 'no space stands after the colon')]],
    [
      'a colon in a value',
      front('').replace('A title', 'A: title'),
      [not('2:8', 'a value has a colon and a space in it {2}write quotes')],
    ],
    [
      'a quote that is never closed',
      front('rubric: "News\n'),
      [not('\\d+:\\d+', 'a quotation mark is never closed {2}close it with "')],
    ],
    [
      'a word after quotes',
      front('rubric: "News" today\n'),
      [not('5:16', 'something stands after a closing quotation mark')],
    ],
    ['a sign', front('rubric: @news\n'), [not('5:9', 'a value begins with @, .* {2}write quotes')]],
    ['a tab', front('tags:\n\t- a\n'), [not('6:1', 'a tab stands at the beginning of a line')]],
    [
      'a bracket, for a #',
      front('tags: [a, #b]\n'),
      [
        not(
          '\\d+:\\d+',
          'a list or map in brackets is never closed {2}close it with \\].*# after a space begins a comment',
        ),
      ],
    ],
    ['indented otherwise', front('  rubric: News\n'), [not('\\d+:\\d+', '')]],
  ])
})

test('values of YAML that are no text', async () => {
  const quoted = (place: string, path: string, kind: string, hint: string) =>
    new RegExp(`^${place} {2}${path} {2}is ${kind} {2}${hint}$`)
  await checking([
    [
      'a year',
      front('').replace('A title', '1984'),
      [quoted('2:1', 'title', 'number', 'write it in quotes: "1984"')],
    ],
    ['true', front('rubric: true\n'), [quoted('5:1', 'rubric', 'boolean', 'write it in quotes: "true"')]],
    [
      'a number in a list',
      front('tags: [a, 0x1F]\n'),
      [quoted('5:11', 'tags\\[1\\]', 'number', 'write it in quotes: "0x1F"')],
    ],
    [
      'a decimal name',
      front('authors:\n  - name: 1.50\n'),
      [quoted('6:5', 'authors\\[0\\].name', 'number', 'write it in quotes: "1.50"')],
    ],
    ['a number of JSON', json({ title: 1984 }), [quoted('1:2', 'title', 'number', 'write a string')]],
  ])
})

test('where front matter begins and ends', async () => {
  const good = front('')
  const begins = (line: number, what: string) =>
    new RegExp(`^${line}:1 {2}${what} {2}begin the file with a line of --- alone$`)
  const none =
    /^1:1 {2}has no front matter {2}begin it with --- on a line, lines of (?:title: …, )?outlet: … and language: …/
  await checking([
    ['it ends in dots', good.replace('---\n\n', '...\n\n'), []],
    ['it ends in dots, and a rule follows', good.replace('---\n\n', '...\n\n'), []],
    ['a blank line', `\n${good}`, [begins(1, 'a blank line stands before the front matter')]],
    [
      'blank lines of Windows',
      `\r\n \r\n${good.replaceAll('\n', '\r\n')}`,
      [begins(1, 'blank lines stand before the front matter')],
    ],
    ['a comment', `<!-- by Jane -->\n${good}`, [begins(1, 'a comment stands before the front matter')]],
    ['a heading', `# A heading\n\n${good}`, [begins(1, 'text stands before the front matter')]],
    ['a word after it', good.replace('---', '---yaml'), [begins(1, 'begins with "---yaml", not with ---')]],
    [
      'a comment after it',
      good.replace('---', '--- # front'),
      [begins(1, 'begins with "--- # front", not with ---')],
    ],
    ['four of them', good.replaceAll('---', '----'), [begins(1, 'begins with "----", not with ---')]],
    ['two of them', good.replaceAll('---', '--'), [begins(1, 'begins with "--", not with ---')]],
    ['a dash', good.replaceAll('---', '—'), [begins(1, 'begins with "—", not with ---')]],
    ['a space before it', ` ${good}`, [begins(1, 'begins with " ---", not with ---')]],
    [
      'below blank lines, a word after it',
      `\n\n${good.replace('---', '---md')}`,
      [begins(3, 'begins with "---md", not with ---')],
    ],
    [
      'TOML',
      '+++\ntitle = "T"\ndate = 2024-01-01\n+++\n\nText\n',
      [/^1:1 {2}begins with \+\+\+: front matter in TOML is not read {2}write it as YAML/],
    ],
    [
      'no fences',
      'title: T\noutlet: O\nlanguage: en\n\nText\n',
      [/^1:1 {2}has front matter without its lines of --- {2}write ---/],
    ],
    ['a title alone', '# A title\n\nText\n', [none]],
    ['text alone', 'Text.\n\n***\n\nNote: more text.\n', [none]],
    [
      'only what it must say',
      '---\ntitle: T\n---\nText\n',
      [/outlet {2}is missing/, /language {2}is missing/],
    ],
  ])
})

test('languages', async () => {
  const arabic = 'هذا نص عربي طويل جدا يكفي لمعرفة اتجاهه، وفيه كلمات كثيرة تكفي القارئ.'
  const english = 'This is a text in English that is long enough to tell its direction, for readers.'
  const hebrew = 'זהו טקסט ארוך בעברית שיש בו די אותיות כדי לדעת את כיוונו של הטקסט הזה כולו.'
  const none = (near: string) =>
    new RegExp(`^1:\\d+ {2}language {2}is not a language tag {2}did you mean "${near}"\\? use BCP 47`)
  const letters = (language: string, way: string, hint: string) =>
    new RegExp(
      `^1:\\d+ {2}language {2}is ${language}, and most letters here are written from ${way} {2}.*as in "${hint}".*\\(warning\\)$`,
    )
  const named = (language: string) => json({ language, ...body('A paragraph.') })
  await checking([
    ['arabic', named('arabic'), [none('ar')]],
    ['Hebrew', named('Hebrew'), [none('he')]],
    ['english', named('english'), [none('en')]],
    ['persian', named('persian'), [none('fa')]],
    ['farsi', named('farsi'), [none('fa')]],
    ['its own name', named('العربية'), [none('ar')]],
    ['français', named('français'), [none('fr')]],
    ['nearly a name', named('portugese'), [none('pt')]],
    ['an underscore', named('en_US'), [none('en-US')]],
    ['typographic quotes', named('“he”'), [none('he')]],
    ['a country', named('jp'), [none('ja')]],
    ['another country', named('gr'), [none('el')]],
    ['no code of two letters', named('xx'), [/^1:\d+ {2}language {2}is not a language tag {2}use BCP 47/]],
    [
      'no code of three letters',
      named('xyz'),
      [/^1:\d+ {2}language {2}is xyz, which is no known language .*\(warning\)$/],
    ],
    [
      'a language of a paragraph',
      json(body({ text: arabic, language: 'arabic' })),
      [/^1:\d+ {2}sections\[0\]\.paragraphs\[0\]\.language {2}is not a language tag {2}did you mean "ar"\?/],
    ],
    [
      'a language of an attribute',
      front('', `${arabic} {lang=arabic}`),
      [/^7:\d+ {2}sections\[0\]\.paragraphs\[0\]\.language {2}is not a language tag {2}did you mean "ar"\?/],
    ],
    ['Arabic under en', json({ title: 'خبر', ...body(arabic) }), [letters('en', 'right to left', 'ar')]],
    [
      'a short text of Arabic under en',
      json({ title: 'خبر', ...body('نص عربي قصير') }),
      [letters('en', 'right to left', 'ar')],
    ],
    [
      'Hebrew under fr',
      json({ language: 'fr', title: 'כותרת', ...body(hebrew) }),
      [letters('fr', 'right to left', 'he')],
    ],
    ['English under ar', json({ language: 'ar', ...body(english) }), [letters('ar', 'left to right', 'en')]],
    [
      'a paragraph that says the wrong one',
      json(body(english, { text: arabic, language: 'fr' })),
      [
        /sections\[0\]\.paragraphs\[1\]\.language {2}is fr, and most letters here are written from right to left/,
      ],
    ],
    [
      'a paragraph that says none',
      json(body(english, english, arabic)),
      [
        /^1:\d+ {2}sections\[0\]\.paragraphs\[2\] {2}is written from right to left, and is ltr as the article is {2}give it its own language/,
      ],
    ],
    [
      'a direction against the language',
      json({ direction: 'rtl', ...body(english) }),
      [/^1:\d+ {2}direction {2}is rtl, and en is written from left to right {2}leave it out/],
    ],
    [
      'Arabic, ltr',
      json({ language: 'ar', title: 'خبر', direction: 'ltr', ...body(arabic) }),
      [/direction {2}is ltr, and ar is written from right to left/],
    ],
    [
      'a direction that is none',
      json({ direction: 'right-to-left' }),
      [
        /^1:\d+ {2}direction {2}is not a direction {2}write "rtl" or "ltr", or leave it out: it follows from the language$/,
      ],
    ],
    [
      'Arabic letters of az, said by the direction alone',
      json({ language: 'az', direction: 'rtl', title: 'خبر', ...body(arabic) }),
      [letters('az', 'right to left', 'ar')],
    ],
  ])
})

test('HTML in plain text', async () => {
  const holds = (path: string, what: string, hint: string) =>
    new RegExp(
      `^\\d+:\\d+ {2}${path} {2}holds ${what}, which is HTML: here it is text, and shown as it is {2}${hint} {2}\\(warning\\)$`,
    )
  await checking([
    [
      'a reference in a title',
      json({ title: 'AT&amp;T &#8217;s <em>news</em>' }),
      [holds('title', '&amp;', 'write &')],
    ],
    ['a tag in a title', json({ title: 'The <em>news</em>' }), [holds('title', '<em>', 'remove it; .*')]],
    ['a number', json({ outlet: 'Jane&#8217;s' }), [holds('outlet', '&#8217;', 'write ’')]],
    ['a number in hexadecimal', json({ rubric: 'R&#x26;D' }), [holds('rubric', '&#x26;', 'write &')]],
    [
      'a no-break space',
      json({ summary: 'a&nbsp;b' }),
      [holds('summary', '&nbsp;', 'write a no-break space')],
    ],
    [
      'an author and a tag',
      json({ authors: ['Jane &amp; Joe'], tags: ['a', '<b>b</b>'] }),
      [holds('authors\\[0\\]', '&amp;', 'write &'), holds('tags\\[1\\]', '<b>', 'remove it; .*')],
    ],
    [
      'a heading',
      json({ sections: [{ heading: 'A<br>B', paragraphs: ['x'] }] }),
      [holds('sections\\[0\\]\\.heading', '<br>', '.*')],
    ],
    [
      'a paragraph',
      json(body('<p class="a">Text</p>')),
      [holds('sections\\[0\\]\\.paragraphs\\[0\\]', '<p class="a">', '.*')],
    ],
    [
      'an item',
      json(body({ type: 'list', items: ['a', 'b &quot;c&quot;'] })),
      [holds('sections\\[0\\]\\.paragraphs\\[0\\]\\.items\\[1\\]', '&quot;', 'write "')],
    ],
    [
      'a caption',
      json(body({ type: 'image', url: 'https://e.example/a.jpg', alt: 'A', caption: '&copy; B' })),
      [holds('sections\\[0\\]\\.paragraphs\\[0\\]\\.caption', '&copy;', 'write ©')],
    ],
    ['front matter', front('rubric: R&amp;D\n'), [holds('rubric', '&amp;', 'write &')]],
    [
      'Markdown, which reads references itself',
      front('', '## AT&amp;T\n\nAT&amp;T, `&lt;b>` and \\&amp; \\<em>'),
      [],
    ],
    ['code', json(body({ text: 'Use <b> here.', marks: [{ type: 'code', start: 4, end: 7 }] })), []],
    [
      'signs that are none',
      json({
        title: 'AT&T; R & D, a < b > c, 1<2, <3, x&y;',
        ...body('if (a<b && c>d) <alice@example.org>'),
      }),
      [],
    ],
  ])
})

test('images', async () => {
  const image = (rest: object, more: object = {}) => json({ ...more, ...body({ type: 'image', ...rest }) })
  const url = 'https://e.example/a.jpg'
  const alt =
    /^\d+:\d+ {2}sections\[0\]\.paragraphs\[0\] {2}is an image without alt {2}say in "alt" what it shows.*\(warning\)$/
  const missing = (what: string) =>
    new RegExp(
      `^\\d+:\\d+ {2}sections\\[0\\]\\.paragraphs\\[0\\]\\.url {2}is "${what}", and the folder has no such file .*\\(warning\\)$`,
    )
  await checking([
    ['without alt', image({ url }), [alt]],
    ['without alt, with a caption', image({ url, caption: 'C', alt: null }), [alt]],
    ['without alt in Markdown', front('', `![](${url})`), [alt]],
    [
      'at http:',
      image({ url: 'http://e.example/a.jpg', alt: 'A' }),
      [
        /^\d+:\d+ {2}sections\[0\]\.paragraphs\[0\]\.url {2}is at http:, from where pages show no images {2}use https:.*\(warning\)$/,
      ],
    ],
    [
      'a path without its file',
      image({ url: './images/bridge.jpg', alt: 'A' }),
      [missing('./images/bridge.jpg')],
    ],
    [
      'a path from the root without its file',
      front('', '![A](/images/bridge.jpg)'),
      [missing('/images/bridge.jpg')],
    ],
    ['a path that leads out', image({ url: '../../etc/hosts', alt: 'A' }), [missing('../../etc/hosts')]],
    [
      'a path of the outlet',
      image({ url: '/images/bridge.jpg', alt: 'A' }, { url: 'https://e.example/story' }),
      [],
    ],
    ['of the web', image({ url, alt: 'A' }), []],
    ['of the same scheme', image({ url: '//e.example/a.jpg', alt: 'A' }), []],
  ])
})

test('an image that is in the folder is not missing, beside its article or from the root', async () => {
  const picture = Buffer.from('89504e470d0a1a0a', 'hex')
  const named = (...urls: string[]) => json(body(...urls.map((url) => ({ type: 'image', url, alt: 'A' }))))
  const { of, sum } = await check({
    'sub/a.json': named('./images/a%20b.png', 'images/a%20b.png?w=3#x', '/top.png', '../top.png'),
    'sub/images/a b.png': picture,
    'top.png': picture,
    'b.json': named('sub', '%zz.png', 'sub/images/c.png'),
  })
  expect(of('sub/a.json')).toEqual([])
  expect(of('b.json')).toHaveLength(3)
  expect(sum).toBe('2 files, 2 articles, 0 faults, 3 warnings')
})

test('dates', async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const future = (key: string) => new RegExp(`^1:\\d+ {2}${key} {2}is in the future: .*\\(warning\\)$`)
  const before = /^1:\d+ {2}dateModified {2}is before it was published: .*\(warning\)$/
  await checking([
    ['a moment to come', json({ datePublished: day(0.2) }), [future('datePublished')]],
    ['a day to come', json({ datePublished: day(3).slice(0, 10) }), [future('datePublished')]],
    [
      'changed in the future',
      json({ datePublished: '2024-01-01', dateModified: '2100-01-01' }),
      [future('dateModified')],
    ],
    ['today, wherever that is', json({ datePublished: day(0).slice(0, 10) }), []],
    ['a moment ago', json({ datePublished: day(-0.01) }), []],
    ['changed before', json({ datePublished: '2024-05-31', dateModified: '2024-05-30' }), [before]],
    [
      'changed a second before',
      json({ datePublished: '2024-05-31T09:00:01+03:00', dateModified: '2024-05-31T06:00:00Z' }),
      [before],
    ],
    [
      'changed at the same moment',
      json({ datePublished: '2024-05-31T09:00:00+03:00', dateModified: '2024-05-31T06:00:00Z' }),
      [],
    ],
    [
      'changed on the day, which may be elsewhere',
      json({ datePublished: '2024-05-31T23:00:00-05:00', dateModified: '2024-05-31' }),
      [],
    ],
    [
      'a Hijri year',
      json({ datePublished: '1445-11-23' }),
      [/datePublished {2}is of the year 1445 {2}write the year of the Gregorian calendar/],
    ],
    ['an old newspaper', json({ datePublished: '1815-06-22' }), []],
  ])
})

test('keys, quotes and encodings', async () => {
  const unknown = (key: string, near: string) =>
    new RegExp(`^1:\\d+ {2}${key} {2}unknown key "${key}" {2}did you mean "${near}"\\? `)
  const quote = (place: string, words: string) => new RegExp(`^${place} {2}is not JSON: ${words}`)
  await checking([
    [
      'each unknown key has its hint',
      json({ date: 'x', author: 'y', category: 'z', pubDate: 'x', description: 'd' }),
      [
        unknown('date', 'datePublished'),
        unknown('author', 'authors'),
        unknown('category', 'rubric'),
        unknown('pubDate', 'datePublished'),
        unknown('description', 'summary'),
      ],
    ],
    [
      'unknown keys of front matter',
      front('lastmod: 2024-01-01\nlang: en\n'),
      [
        /^5:1 {2}lastmod {2}unknown key "lastmod" {2}did you mean "dateModified"/,
        /^6:1 {2}lang {2}unknown key "lang" {2}did you mean "language"/,
      ],
    ],
    [
      'typographic quotes',
      '{ “title”: "T" }',
      [quote('1:3', '“ is a typographic quotation mark {2}write "$')],
    ],
    [
      'typographic quotes of a value',
      '{ "title": «T» }',
      [quote('1:12', '« is a typographic quotation mark')],
    ],
    [
      'a typographic quote at one end',
      '{ "title”: "T" }',
      [quote('1:\\d+', '.*” in this line is a typographic quotation mark')],
    ],
    ['single quotes', "{ 'title': 'T' }", [quote('1:3', '\' is not the quotation mark of JSON {2}write "$')]],
    ['a comment', '{ // title\n"title": "T" }', [quote('1:3', 'JSON has no comments')]],
    [
      'a level that is none',
      json({ sections: [{ level: 7, paragraphs: ['x'] }] }),
      [/sections\[0\]\.level {2}is too large {2}the most is 6$/],
    ],
    [
      'a level between two',
      json({ sections: [{ level: 1.5, paragraphs: ['x'] }] }),
      [/sections\[0\]\.level {2}is not a whole number/],
    ],
    [
      'a mark that is none',
      json(body({ text: 'abc', marks: [{ type: 'bold', start: 0, end: 1 }] })),
      [
        /marks\[0\]\.type {2}is none of what is known here {2}write "language", "link", "note", "strike", "strong", "emphasis", "superscript", "subscript", "code"$/,
      ],
    ],
  ])
})

test('a file in UTF-16 is named so, with its mark and without, in either order', async () => {
  const text = json({ title: 'خبر عاجل من المدينة', language: 'ar' })
  const little = Buffer.from(text, 'utf16le')
  const marked = Buffer.from(`\uFEFF${text}`, 'utf16le')
  const { of } = await check({
    'a.json': little,
    'b.json': marked,
    'c.json': Buffer.from(little).swap16(),
    'd.md': Buffer.from(`\uFEFF${front('')}`, 'utf16le').swap16(),
    'e.json': '{ "title": "a\0b" }',
  })
  for (const file of ['a.json', 'b.json', 'c.json', 'd.md']) {
    expect(of(file)).toEqual(['is UTF-16  save it as UTF-8'])
  }
  expect(of('e.json')).toEqual(['holds a NUL byte  save it as UTF-8'])
})

test('the warnings of a file are few enough to be read', async () => {
  const many = Array.from({ length: 300 }, () => ({ type: 'image', url: 'http://e.example/a.jpg' }))
  const { of, sum } = await check({ 'a.json': json(body(...many)), 'b.json': json() })
  const lines = of('a.json')
  expect(lines).toHaveLength(200)
  expect(lines.at(0)).toMatch(/is an image without alt/)
  expect(lines.at(-1)).toMatch(/and 401 more warnings {2}see to these first, then check again/)
  expect(sum).toBe('2 files, 2 articles, 0 faults, 200 warnings')
})

/** A title and a text of good articles in many languages and scripts. */
const good: Record<string, [title: string, text: string]> = {
  ar: ['أخبار المدينة', 'افتُتح جسر المشاة فوق النهر صباح أمس، ويبلغ طوله 120 مترًا بحسب شركة Studio Nahr.'],
  'ar-EG': ['خبر', 'قال الوزير إن الميزانية بلغت 2.5bn دولار.'],
  he: ['חדשות העיר', 'גשר הולכי הרגל מעל הנהר נפתח אתמול בבוקר, ואורכו 120 מטרים.'],
  fa: ['خبرهای شهر', 'پل عابر پیاده روی رودخانه دیروز صبح باز شد و طول آن ۱۲۰ متر است.'],
  ur: ['شہر کی خبریں', 'دریا پر پیدل چلنے والوں کا پل کل صبح کھول دیا گیا، اس کی لمبائی 120 میٹر ہے۔'],
  ckb: ['هەواڵی شار', 'پردی پیادەڕەوان لەسەر ڕووبارەکە دوێنێ بەیانی کرایەوە و درێژییەکەی ١٢٠ مەترە.'],
  ps: ['د ښار خبرونه', 'د سیند پر سر د پلو د تګ پل پرون سهار پرانیستل شو.'],
  sd: ['شهر جون خبرون', 'درياءَ مٿان پيادل هلڻ واري پل ڪالهه صبح جو کولي وئي.'],
  ug: ['شەھەر خەۋەرلىرى', 'دەريا ئۈستىدىكى پىيادىلەر كۆۋرۈكى تۈنۈگۈن ئەتىگەن ئېچىلدى.'],
  yi: ['שטאָט־נײַעס', 'די בריק איבערן טײַך האָט זיך נעכטן אין דער פֿרי געעפֿנט.'],
  dv: ['ޚަބަރު', 'ކޯރުގެ މަތިން ހިނގާ ފާލަން އިއްޔެ ހެނދުނު ހުޅުވައިފި އެވެ.'],
  syr: ['ܛܒ̈ܐ ܕܡܕܝܢܬܐ', 'ܓܫܪܐ ܥܠ ܢܗܪܐ ܐܬܦܬܚ ܐܬܡܠܝ ܒܨܦܪܐ ܕܝܘܡܐ'],
  'az-Arab': ['شهر خبرلری', 'چای اوستونده کی کؤرپو دونن سحر آچیلدی و اوزونلوغو ۱۲۰ متردیر.'],
  'pa-Arab': ['شہر دیاں خبراں', 'دریا تے پیدل چلن والیاں دا پل کل سویرے کھول دتا گیا۔'],
  en: [
    'City news',
    'The footbridge over the river opened yesterday morning; “it is 120 m long”, the mayor said.',
  ],
  'en-GB': ['C# and F#', 'Use R&D at AT&T: 1 < 2 > 0, <3 and a&b; the price is £5 & rising #1.'],
  fr: ['Nouvelles de la ville', 'La passerelle a ouvert hier matin : « elle mesure 120 m », dit le maire.'],
  de: ['Stadtnachrichten', 'Die Fußgängerbrücke über den Fluß wurde gestern früh eröffnet.'],
  es: ['Noticias', '¿Cuánto mide el puente? ¡120 metros!'],
  'pt-BR': ['Notícias', 'A passarela sobre o rio foi aberta ontem de manhã.'],
  tr: ['Şehir haberleri', 'Nehrin üzerindeki yaya köprüsü dün sabah açıldı.'],
  az: ['Şəhər xəbərləri', 'Çayın üzərindəki piyada körpüsü dünən səhər açıldı.'],
  uz: ['Shahar yangiliklari', 'Daryo ustidagi piyodalar ko‘prigi kecha ertalab ochildi.'],
  ku: ['Nûçeyên bajêr', 'Pira peyarêyê ya li ser çem duh sibehê vebû.'],
  ru: ['Новости города', 'Пешеходный мост через реку открылся вчера утром.'],
  uk: ['Новини міста', 'Пішохідний міст через річку відкрився вчора вранці.'],
  'sr-Latn': ['Vesti', 'Pešački most preko reke otvoren je juče ujutru.'],
  el: ['Νέα της πόλης', 'Η πεζογέφυρα πάνω από το ποτάμι άνοιξε χθες το πρωί.'],
  hy: ['Քաղաքի լուրեր', 'Գետի վրայի հետիոտնի կամուրջը բացվել է երեկ առավոտյան։'],
  ka: ['ქალაქის ამბები', 'მდინარეზე საფეხმავლო ხიდი გუშინ დილით გაიხსნა.'],
  hi: ['शहर के समाचार', 'नदी पर बना पैदल पुल कल सुबह खोल दिया गया।'],
  bn: ['শহরের খবর', 'নদীর উপর পায়ে চলার সেতুটি গতকাল সকালে খুলে দেওয়া হয়েছে।'],
  pa: ['ਸ਼ਹਿਰ ਦੀਆਂ ਖ਼ਬਰਾਂ', 'ਦਰਿਆ ਉੱਤੇ ਪੈਦਲ ਪੁਲ ਕੱਲ੍ਹ ਸਵੇਰੇ ਖੋਲ੍ਹਿਆ ਗਿਆ।'],
  ta: ['நகரச் செய்திகள்', 'ஆற்றின் மீதான நடைபாலம் நேற்று காலை திறக்கப்பட்டது.'],
  th: ['ข่าวเมือง', 'สะพานคนเดินข้ามแม่น้ำเปิดเมื่อวานเช้านี้'],
  my: ['မြို့သတင်း', 'မြစ်ကူးလူသွားတံတားကို မနေ့မနက်က ဖွင့်လှစ်ခဲ့သည်။'],
  km: ['ព័ត៌មានទីក្រុង', 'ស្ពានថ្មើរជើងឆ្លងទន្លេត្រូវបានបើកកាលពីព្រឹកម្សិលមិញ។'],
  am: ['የከተማ ዜና', 'በወንዙ ላይ ያለው የእግረኛ ድልድይ ትናንት ጠዋት ተከፈተ።'],
  ja: ['街のニュース', '川に架かる歩道橋が昨日の朝に開通した。長さは120メートル。'],
  ko: ['도시 소식', '강을 건너는 보행자 다리가 어제 아침 개통되었다.'],
  zh: ['城市新闻', '昨天早上，河上的人行桥开通了，全长一百二十米。'],
  'zh-Hant-TW': ['城市新聞', '昨天早上，河上的人行橋開通了，全長一百二十公尺。'],
  vi: ['Tin thành phố', 'Cây cầu đi bộ bắc qua sông đã mở cửa sáng hôm qua.'],
  id: ['Berita kota', 'Jembatan penyeberangan di atas sungai dibuka kemarin pagi.'],
  sw: ['Habari za mji', 'Daraja la waenda kwa miguu juu ya mto lilifunguliwa jana asubuhi.'],
  ha: ['Labaran birni', 'An buɗe gadar masu tafiya a ƙasa jiya da safe.'],
  haw: ['Nūhou', 'Ua wehe ʻia ke alahaka hele wāwae ma luna o ka muliwai.'],
  tlh: ['De’', 'bIQtIq meH QI vIpoSmoHpu’ wa’Hu’.'],
  la: ['Nuntii', 'Pons super flumen heri mane apertus est.'],
  und: ['120', '1 2 3'],
  mul: ['Many', 'Text in English, texte en français.'],
}

test('a good article in any language gets no warning', async () => {
  const files = Object.entries(good).flatMap(([language, [title, text]]) => {
    const more = { language, title, datePublished: '2024-05-31', dateModified: '2024-05-31T10:00:00Z' }
    const sections = [{ paragraphs: [text] }, { heading: title, paragraphs: [text, 'Reuters, AFP', text] }]
    const yaml = `---\ntitle: ${JSON.stringify(title)}\noutlet: ${JSON.stringify(title)}\nlanguage: ${language}\n---\n`
    return [
      [`${language}.json`, json({ ...more, sections })],
      [
        `${language}-md.md`,
        `${yaml}\n${text.replaceAll(/[<&]/g, String.raw`\\$&`)}\n\n## ${title.replaceAll('#', '\\#')}\n\n- ${title.replaceAll('#', '\\#')}\n`,
      ],
    ]
  })
  const { sum, of } = await check(Object.fromEntries(files) as Record<string, string>)
  expect(files.map(([file = '']) => [file, of(file)]).filter(([, lines]) => lines?.length !== 0)).toEqual([])
  expect(sum).toBe(`${files.length} files, ${files.length} articles, 0 faults, 0 warnings`)
})

test('a good article of two languages, of code, with links and images gets no warning', async () => {
  const [, arabic = ''] = good['ar'] ?? []
  const [, english = ''] = good['en'] ?? []
  const { sum } = await check({
    'arabic.json': json({
      language: 'ar',
      title: 'خبر من Reuters',
      ...body(
        arabic,
        { text: english, language: 'en' },
        'https://example.org/a/long/address/of/a/page/that/is/in/latin/letters',
        { type: 'quote', text: english, language: 'en', attribution: 'Jane' },
        'Christian Bruch, Siemens Energy',
        { type: 'image', url: 'https://e.example/a.jpg', alt: english },
      ),
    }),
    'english.md': front(
      'tags: ["#1", C#]\nurl: https://example.org/#part\n',
      `${english} «${good['ar']?.[0]}»\n\n${arabic} {lang=ar}\n\nUse \`<b>\` and \`&amp;\`: &copy; \\<i>.`,
    ),
    'code.json': json(
      body({
        text: 'const title = "<em>&amp;</em>"',
        marks: [{ type: 'code', start: 0, end: 30 }],
      }),
    ),
  })
  expect(sum).toBe('3 files, 3 articles, 0 faults, 0 warnings')
})
