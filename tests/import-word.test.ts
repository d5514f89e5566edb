import { expect, test } from 'vitest'
import { importingText, refused } from './support/importing.ts'
import { type WordParts, wordOfXml, zipOf } from './support/word.ts'

const r = (text: string, properties = '') =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`
const p = (content: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`
const style = (id: string, properties: string, based = '') =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/>${based === '' ? '' : `<w:basedOn w:val="${based}"/>`}${properties}</w:style>`

const importingWord = async (parts: WordParts | string, ...options: string[]) => {
  const bytes = wordOfXml(typeof parts === 'string' ? { body: parts } : parts)
  const given = ['--title', 'T', '--outlet', 'O', '--language', 'en', ...options]
  return await importingText('a.docx', bytes, ...given)
}

/** The paragraphs of a document, and its notes. */
const read = async (parts: WordParts | string) => {
  const { article, notes } = await importingWord(parts)
  return [article.sections.flatMap(({ paragraphs }) => paragraphs), notes]
}

const box = (text: string) => `<w:txbxContent>${p(r(text))}</w:txbxContent>`
const drawn = (text: string) =>
  `<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>${box(text)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>`
const vml = (text: string) => `<w:pict><v:shape><v:textbox>${box(text)}</v:textbox></v:shape></w:pict>`
const fixed = 'a text box became paragraphs after the one that it is fixed to: “In a box.”'
const field = (code: string, result: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`

test.each<[name: string, body: string, paragraphs: unknown[], notes: string[]]>([
  [
    'w:dir and w:bdo',
    p(`${r('one ')}<w:dir w:val="rtl">${r('two ')}</w:dir><w:bdo w:val="ltr">${r('three')}</w:bdo>`),
    ['one two three'],
    [],
  ],
  [
    'a simple field',
    p(`${r('Berth ')}<w:fldSimple w:instr=" SEQ Berth ">${r('7')}</w:fldSimple>`),
    ['Berth 7'],
    [],
  ],
  [
    'the result of a field and not its code',
    p(`${field(' REF x ', r('see 2'))}${r(' below')}`),
    ['see 2 below'],
    [],
  ],
  [
    'a field in the code of a field',
    p(
      `${r('a ')}<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText></w:r>${field('X', r('code'))}<w:r><w:fldChar w:fldCharType="separate"/></w:r>${r('b')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
    ),
    ['a b'],
    ['left out “code”: it is in the code of a field, which Word does not show'],
  ],
  ['a field that does not end', p(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>${r('kept')}`), ['kept'], []],
  [
    'a link by a field',
    p(field('HYPERLINK "https://a.example/"', r('there'))),
    [{ text: 'there', marks: [{ type: 'link', start: 0, end: 5, href: 'https://a.example/' }] }],
    [],
  ],
  [
    'a text box that is drawn',
    p(`${r('Before.')}<w:r>${drawn('In a box.')}</w:r>`),
    ['Before.', 'In a box.'],
    [fixed],
  ],
  ['a text box in VML', p(`<w:r>${vml('In a box.')}</w:r>`), ['In a box.'], [fixed]],
  [
    'a text box in both, once',
    p(
      `<w:r><mc:AlternateContent><mc:Choice Requires="wps">${drawn('In a box.')}</mc:Choice><mc:Fallback>${vml('In a box.')}</mc:Fallback></mc:AlternateContent></w:r>`,
    ),
    ['In a box.'],
    [fixed],
  ],
  [
    'an equation',
    p(
      `${r('So ')}<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>${r('.')}`,
    ),
    [{ text: 'So E=mc2.', marks: [{ type: 'superscript', start: 7, end: 8 }] }],
    ['an equation became text: “E=mc2”'],
  ],
  [
    'a fraction and a root',
    p(
      `<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:oMath>`,
    ),
    ['(a+b)/2√x'],
    ['an equation became text: “(a+b)/2√x”'],
  ],
  [
    'ruby',
    p(
      `<w:r><w:ruby><w:rt>${r('とうきょう')}</w:rt><w:rubyBase>${r('東京')}</w:rubyBase></w:ruby></w:r>${r('へ')}`,
    ),
    ['東京(とうきょう)へ'],
    [],
  ],
  [
    'breaks',
    p(`${r('one')}<w:r><w:cr/></w:r>${r('two')}<w:r><w:br w:type="page"/></w:r>${r('three')}`),
    ['one\ntwo\nthree'],
    [],
  ],
  [
    'struck, raised and lowered text',
    p(
      `${r('a', '<w:dstrike/>')}${r('b', '<w:strike/>')}${r('c', '<w:strike w:val="0"/>')}${r('d', '<w:vertAlign w:val="subscript"/>')}`,
    ),
    [
      {
        text: 'abcd',
        marks: [
          { type: 'strike', start: 0, end: 2 },
          { type: 'subscript', start: 3, end: 4 },
        ],
      },
    ],
    [],
  ],
  [
    'signs',
    p(`${r('a ')}<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r><w:r><w:noBreakHyphen/></w:r>${r('b')}`),
    ['a α\u2011b'],
    [],
  ],
  [
    'a sign that is none',
    p(`${r('a')}<w:r><w:sym w:font="Own Signs" w:char="F061"/></w:r>`),
    ['a'],
    ['left out a sign of the font “Own Signs”, which Unicode does not have'],
  ],
  ['a drop cap', `${p(r('T'), '<w:framePr w:dropCap="drop"/>')}${p(r('he ferry'))}`, ['The ferry'], []],
  ['two bodies', `${p(r('one'))}</w:body><w:body>${p(r('two'))}`, ['one', 'two'], []],
])('%s', async (_, body, paragraphs, notes) => {
  expect(await read(body)).toEqual([paragraphs, notes])
})

const deleted = (text: string) =>
  `<w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">${text}</w:delText></w:r></w:del>`
const inserted = (text: string) => `<w:ins w:id="2" w:author="A">${r(text)}</w:ins>`
const accepted = 'took the changes that Word tracks as accepted: '

test.each<[name: string, body: string, paragraphs: unknown[], notes: string[]]>([
  [
    'an insertion and a deletion',
    p(`${r('It costs ')}${deleted('forty ')}${inserted('thirty ')}${r('dollars.')}`),
    ['It costs thirty dollars.'],
    [`${accepted}kept 1 insertion and left out 1 deletion: “forty”`],
  ],
  [
    'deletions beside one another are one',
    p(`${r('a')}${deleted('for')}${deleted('ty')}${r('b')}${deleted('c')}`),
    ['ab'],
    [`${accepted}left out 2 deletions: “forty”, “c”`],
  ],
  [
    'many deletions',
    p(['1', '2', '3', '4', '5', '6', '7'].map((text) => `${r('x')}${deleted(text)}`).join('')),
    ['xxxxxxx'],
    [`${accepted}left out 7 deletions: “1”, “2”, “3”, “4”, “5” and 2 more`],
  ],
  [
    'a move',
    `${p(`<w:moveFrom w:id="3">${r('moved')}</w:moveFrom>`, '<w:rPr><w:moveFrom w:id="4"/></w:rPr>')}${p(r('first'))}${p(`<w:moveTo w:id="5">${r('moved')}</w:moveTo>`)}`,
    ['first', 'moved'],
    [],
  ],
  [
    'the end of a paragraph that is deleted',
    `${p(r('one '), '<w:rPr><w:del w:id="6"/></w:rPr>')}${p(r('two'))}${p(r('three'))}`,
    ['one two', 'three'],
    [],
  ],
  [
    'the end of the last paragraph that is deleted',
    p(r('one'), '<w:rPr><w:del w:id="6"/></w:rPr>'),
    ['one'],
    [],
  ],
  [
    'a paragraph that is deleted whole',
    `${p(r('one'))}${p(deleted('gone'), '<w:rPr><w:del w:id="6"/></w:rPr>')}${p(r('two'))}`,
    ['one', 'two'],
    [`${accepted}left out 1 deletion: “gone”`],
  ],
  [
    'a row that is deleted',
    `<w:tbl><w:tr><w:trPr><w:del w:id="7"/></w:trPr><w:tc>${p(r('gone'))}</w:tc><w:tc>${p(r('too'))}</w:tc></w:tr>${[
      'a b',
      'c d',
    ]
      .map(
        (row) =>
          `<w:tr>${row
            .split(' ')
            .map((text) => `<w:tc>${p(r(text))}</w:tc>`)
            .join('')}</w:tr>`,
      )
      .join('')}</w:tbl>`,
    [{ type: 'table', header: ['a', 'b'], rows: [['c', 'd']] }],
    [`${accepted}left out 1 deletion: “gone too”`],
  ],
])('tracked changes: %s', async (_, body, paragraphs, notes) => {
  expect(await read(body)).toEqual([paragraphs, notes])
})

const level = (index: number, format: string, text: string, more = '') =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`
const abstract = (id: number, levels: string) =>
  `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`
const num = (id: number, of: number, more = '') =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`
const item = (text: string, id: number, index = 0) =>
  p(r(text), `<w:numPr><w:ilvl w:val="${index}"/><w:numId w:val="${id}"/></w:numPr>`)
const numbering = [
  abstract(1, level(0, 'decimal', '%1.') + level(1, 'decimal', '%2)') + level(2, 'bullet', '•')),
  abstract(2, level(0, 'bullet', '•') + level(1, 'bullet', 'o')),
  abstract(3, level(0, 'hebrew1', '%1.')),
  abstract(4, level(0, 'arabicAbjad', '%1.')),
  abstract(5, level(0, 'upperRoman', 'Article %1.') + level(1, 'decimal', '%1.%2', '<w:isLgl/>')),
  abstract(6, level(0, 'lowerLetter', '(%1)')),
  num(1, 1),
  num(2, 2),
  num(3, 3),
  num(4, 4),
  num(5, 5),
  num(6, 6),
  num(7, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
].join('')

test.each<[name: string, body: string, paragraphs: unknown[], notes: string[]]>([
  [
    'numbers and bullets',
    item('a', 1) + item('b', 1) + item('c', 2),
    [
      { type: 'list', ordered: true, items: ['a', 'b'] },
      { type: 'list', items: ['c'] },
    ],
    [],
  ],
  [
    'a list that a paragraph interrupts goes on',
    `${item('a', 1)}${p(r('between'))}${item('b', 1)}`,
    [
      { type: 'list', ordered: true, items: ['a'] },
      'between',
      { type: 'list', ordered: true, start: 2, items: ['b'] },
    ],
    [],
  ],
  [
    'a start of its own',
    item('a', 1) + item('b', 7),
    [
      { type: 'list', ordered: true, items: ['a'] },
      { type: 'list', ordered: true, start: 5, items: ['b'] },
    ],
    [],
  ],
  [
    'levels',
    item('a', 1) + item('b', 1, 1) + item('c', 1, 2) + item('d', 1, 1) + item('e', 1),
    [
      {
        type: 'list',
        ordered: true,
        items: [
          'a',
          { text: 'b', level: 2 },
          { text: 'c', level: 3, ordered: false },
          { text: 'd', level: 2 },
          'e',
        ],
      },
    ],
    [],
  ],
  [
    'Hebrew letters',
    item('a', 3) + item('b', 3),
    [{ type: 'list', ordered: true, items: ['a', 'b'] }],
    ['the list of “a” is numbered otherwise in Word: it begins with “א.”'],
  ],
  [
    'Arabic letters',
    item('a', 4) + item('b', 4),
    [{ type: 'list', ordered: true, items: ['a', 'b'] }],
    ['the list of “a” is numbered otherwise in Word: it begins with “أ.”'],
  ],
  [
    'letters',
    item('a', 6) + item('b', 6),
    [{ type: 'list', ordered: true, items: ['a', 'b'] }],
    ['the list of “a” is numbered otherwise in Word: it begins with “(a)”'],
  ],
  ['words in a number', item('Scope', 5) + item('Terms', 5), ['Article I. Scope', 'Article II. Terms'], []],
])('lists: %s', async (_, body, paragraphs, notes) => {
  expect(await read({ body, numbering })).toEqual([paragraphs, notes])
})

test('headings by outline level, of the paragraph, of the style or of the one that it is based on; their numbers stay', async () => {
  const styles = [
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>',
    style('House', '', '1'),
    style('Chapter', '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    style('Contents', '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', '1'),
    style('Legal', '<w:pPr><w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'),
  ].join('')
  const of = (id: string) => `<w:pStyle w:val="${id}"/>`
  const body = [
    p(r('Lede.')),
    p(r('One', '<w:b/>'), of('House')),
    p(r('Two'), of('Chapter')),
    p(r('Three'), '<w:outlineLvl w:val="2"/>'),
    p(r('Not one'), of('Contents')),
    p(r('Not one either'), `${of('House')}<w:outlineLvl w:val="9"/>`),
    p(r('Scope'), of('Legal')),
    p(r('Terms'), `${of('Legal')}<w:numPr><w:ilvl w:val="1"/></w:numPr>`),
    p(r('End.')),
  ].join('')
  const { article, notes } = await importingWord({
    body: `${p(r('T'), '<w:pStyle w:val="Title"/>')}${body}`,
    styles,
    numbering,
  })
  expect(article.sections).toEqual([
    { paragraphs: ['Lede.'] },
    { heading: 'One', paragraphs: [] },
    { level: 2, heading: 'Two', paragraphs: [] },
    { level: 3, heading: 'Three', paragraphs: ['Not one', 'Not one either'] },
    { heading: 'Article I. Scope', paragraphs: [] },
    { heading: '1.1 Terms', paragraphs: ['End.'] },
  ])
  expect(notes).toEqual([
    'Word’s paragraph style “Contents” was read as plain text',
    'the heading “Article I. Scope” has nothing under it',
  ])
})

const place = (properties: string) => `<w:pPr>${properties}</w:pPr>`

test.each<[name: string, parts: WordParts, language: string, paragraphs: unknown[]]>([
  [
    'an Arabic paragraph in an English document',
    { body: p(r('The harbour is closed today.')) + p(r('نص عربي قصير فيه Latin.', '<w:rtl/>'), '<w:bidi/>') },
    'en',
    ['The harbour is closed today.', { text: 'نص عربي قصير فيه Latin.', language: 'ar' }],
  ],
  [
    'an Arabic paragraph that does not say so',
    { body: p(r('The harbour is closed today.')) + p(r('نص عربي قصير.')) },
    'en',
    ['The harbour is closed today.', { text: 'نص عربي قصير.', language: 'ar' }],
  ],
  [
    'an English paragraph in an Arabic document',
    {
      body:
        p(r('أغلق المرفأ اليوم أمام السفن الكبيرة.', '<w:rtl/>'), '<w:bidi/>') +
        p(r('Harbour closed.', '<w:lang w:val="en-GB"/>')),
    },
    'ar',
    ['أغلق المرفأ اليوم أمام السفن الكبيرة.', { text: 'Harbour closed.', language: 'en-GB' }],
  ],
  [
    'a short Persian text that Word knows to be Persian',
    { body: p(r('سلام دنیا', '<w:rtl/><w:lang w:bidi="fa-IR"/>'), '<w:bidi/>') },
    'fa-IR',
    ['سلام دنیا'],
  ],
  [
    'a Persian text by its letters',
    {
      body: p(
        r('این پژوهش را گروهی از دانشمندان چاپ کردند.', '<w:rtl/><w:lang w:bidi="ar-SA"/>'),
        '<w:bidi/>',
      ),
    },
    'fa',
    ['این پژوهش را گروهی از دانشمندان چاپ کردند.'],
  ],
  [
    'the language that most of the text has',
    {
      body: p(r('Le port est fermé depuis hier soir.', '<w:lang w:val="fr-FR"/>')) + p(r('Closed.')),
      styles:
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>',
    },
    'fr-FR',
    ['Le port est fermé depuis hier soir.', 'Closed.'],
  ],
  [
    'the direction of a style',
    {
      body: p(r('The harbour is closed today.')) + p(r('12 (34)'), '<w:pStyle w:val="Rtl"/>'),
      styles: `<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>${style('Rtl', place('<w:bidi/>'))}`,
    },
    'en-US',
    ['The harbour is closed today.', { text: '12 (34)', direction: 'rtl' }],
  ],
])('languages: %s', async (_, parts, language, paragraphs) => {
  const english = language === 'en' ? ['--language', 'en'] : []
  const { article } = await importingText(
    'a.docx',
    wordOfXml(parts),
    '--title',
    'T',
    '--outlet',
    'O',
    ...english,
  )
  expect([article.language, article.sections.flatMap((section) => section.paragraphs)]).toEqual([
    language,
    paragraphs,
  ])
})

test('the title and author of the properties are taken, the date is not', async () => {
  const core =
    '<dc:title>The Harbour</dc:title><dc:creator>Jane Doe; John Roe</dc:creator><dcterms:created>2024-05-03T10:00:00Z</dcterms:created><dcterms:modified>2024-05-04T10:00:00Z</dcterms:modified>'
  const bytes = wordOfXml({ body: p(r('Closed.')), core })
  const { article, notes } = await importingText('a.docx', bytes, '--outlet', 'O', '--language', 'en')
  expect([article.title, article.authors, article.datePublished]).toEqual([
    'The Harbour',
    ['Jane Doe', 'John Roe'],
    undefined,
  ])
  expect(notes).toEqual([
    'left out the date of the file, 2024-05-04: it does not say when the article was published',
    'took the title from the properties of the file: “The Harbour”',
    'took the author from the properties of the file: Jane Doe; John Roe',
  ])
})

test.each(['Microsoft Word - draft.docx', 'Document1', 'Untitled', ''])('“%s” is no title', async (title) => {
  const bytes = wordOfXml({
    body: p(r('Closed.')),
    core: `<dc:title>${title}</dc:title><dc:creator>Windows User</dc:creator>`,
  })
  const message = await refused('a.docx', bytes, '--outlet', 'O', '--language', 'en')
  expect(message).toBe('The document does not say its title: add --title\n')
})

test('Title and Subtitle are the title and the summary, and what stands beside a title is kept', async () => {
  const styles = ['Title', 'Subtitle'].map((id) => style(id, '', id === 'Subtitle' ? 'Title' : '')).join('')
  const reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
  const body = [
    p(r('The Harbour') + reference, '<w:pStyle w:val="Title"/>'),
    p(r('Why it closed'), '<w:pStyle w:val="Subtitle"/>'),
    p(r('It closed.')),
  ].join('')
  const footnotes = `<w:footnote w:id="2">${p(r('First printed in the spring.'))}</w:footnote>`
  const bytes = wordOfXml({ body, styles, footnotes })
  const { article } = await importingText('a.docx', bytes, '--outlet', 'O', '--language', 'en')
  expect([article.title, article.summary, article.sections]).toEqual([
    'The Harbour',
    'Why it closed',
    [{ paragraphs: ['First printed in the spring.', 'It closed.'] }],
  ])
})

test.each(['word/document2.xml', 'text/main.xml', 'document.xml'])('the main part may be %s', async (at) => {
  const bytes = wordOfXml({
    body: p(`<w:hyperlink r:id="l">${r('Here')}</w:hyperlink>`),
    place: at,
    links: { l: 'https://a.example/' },
  })
  const { article } = await importingText(
    'a.docm',
    bytes,
    '--title',
    'T',
    '--outlet',
    'O',
    '--language',
    'en',
  )
  expect(article.sections).toEqual([
    {
      paragraphs: [{ text: 'Here', marks: [{ type: 'link', start: 0, end: 4, href: 'https://a.example/' }] }],
    },
  ])
})

test('comments are counted', async () => {
  const comment = (id: number) => `<w:comment w:id="${id}">${p(r('Is it so?'))}</w:comment>`
  const body = p(`${r('It closed.')}<w:r><w:commentReference w:id="1"/></w:r>`)
  expect(await read({ body, comments: comment(1) + comment(2) })).toEqual([
    ['It closed.'],
    ['left out 2 comments'],
  ])
})

test.each<[name: string, bytes: Buffer, message: RegExp]>([
  [
    'a title and no text',
    wordOfXml({ body: p(r('T'), '<w:outlineLvl w:val="0"/>') }),
    /holds a title and no text$/m,
  ],
  ['nothing', wordOfXml({ body: p('') }), /holds no text$/m],
  [
    'a spreadsheet',
    zipOf('xl/workbook.xml', Buffer.from('<a/>')),
    /is a spreadsheet of Excel, no Word document$/m,
  ],
  ['a zip archive', zipOf('a.txt', Buffer.from('a')), /is a zip archive, but no Word document$/m],
  [
    'XML that is none',
    zipOf('word/document.xml', Buffer.from('<a>')),
    /is not a readable Word document: open it in Word and save it as .docx again$/m,
  ],
  [
    'entities of its own',
    zipOf('word/document.xml', Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
    /is not a readable Word document/,
  ],
  [
    'an old document',
    Buffer.from('D0CF11E0A1B11AE1', 'hex'),
    /is a document of Word 97 to 2003, or has a password: open it in Word and save it as .docx without one$/m,
  ],
])('%s is refused in plain words', async (_, bytes, message) => {
  expect(await refused('a.docx', bytes, '--title', 'T', '--outlet', 'O', '--language', 'en')).toMatch(message)
})

const mark = (kind: string, id: number, more = '') => `<w:r><w:${kind}Reference w:id="${id}" ${more}/></w:r>`
const note = (kind: string, id: number, content: string) => `<w:${kind} w:id="${id}">${content}</w:${kind}>`

test('footnotes and endnotes in the order of their marks; one may refer to another', async () => {
  const body = [
    p(`${r('One')}${mark('endnote', 2)}${r(' and two')}${mark('footnote', 3)}`),
    p(`${r('own')}<w:r><w:footnoteReference w:id="4" w:customMarkFollows="1"/><w:t>*</w:t></w:r>`),
    p(`<w:hyperlink r:id="l">${r('linked')}${mark('footnote', 3)}</w:hyperlink>${mark('footnote', 9)}`),
  ].join('')
  const footnotes = [
    `<w:footnote w:id="0" w:type="separator">${p(r('line'))}</w:footnote>`,
    note('footnote', 3, p(r('First line.')) + p(`${r('See')}${mark('footnote', 5)}`)),
    note('footnote', 4, p(r('حاشية بالعربية.', '<w:rtl/>'), '<w:bidi/>')),
    note('footnote', 5, p(r('Within a note.'))),
    note('footnote', 6, p(r('Nothing refers to it.'))),
  ].join('')
  const endnotes = note('endnote', 2, p(`${r('At the ')}${r('end', '<w:i/>')}.`))
  const { article, notes } = await importingWord({
    body,
    footnotes,
    endnotes,
    links: { l: 'https://a.example/' },
  })
  expect([article.sections, article.notes, notes]).toEqual([
    [
      {
        paragraphs: [
          {
            text: 'One[1] and two[2]',
            marks: [
              { type: 'note', start: 3, end: 6, note: 'n1' },
              { type: 'note', start: 14, end: 17, note: 'n2' },
            ],
          },
          { text: 'own[*]', marks: [{ type: 'note', start: 3, end: 6, note: 'n3' }] },
          {
            text: 'linked[2]',
            marks: [
              { type: 'link', start: 0, end: 6, href: 'https://a.example/' },
              { type: 'note', start: 6, end: 9, note: 'n2' },
            ],
          },
        ],
      },
    ],
    [
      { id: 'n1', text: 'At the end', marks: [{ type: 'emphasis', start: 7, end: 10 }] },
      { id: 'n2', text: 'First line.\nSee[4]', marks: [{ type: 'note', start: 15, end: 18, note: 'n4' }] },
      { id: 'n3', label: '*', text: 'حاشية بالعربية.', language: 'ar' },
      { id: 'n4', text: 'Within a note.' },
    ],
    [],
  ])
})

const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`
const row = (cells: string[], properties = '') =>
  `<w:tr><w:trPr>${properties}</w:trPr>${cells.join('')}</w:tr>`
const table = (rows: string[]) => `<w:tbl>${rows.join('')}</w:tbl>`
const row2 = (one: string, two: string) => row([cell(p(r(one))), cell(p(r(two)))])
const caption = (text: string) => p(r(text), '<w:pStyle w:val="Caption"/>')

test.each<[name: string, body: string, paragraphs: unknown[], notes: string[]]>([
  [
    'merged cells keep their columns',
    table([
      row([cell(p(r('A')), '<w:gridSpan w:val="2"/>'), cell(p(r('B')))], '<w:tblHeader/>'),
      row([cell(p(r('c')), '<w:vMerge w:val="restart"/>'), cell(p(r('d'))), cell(p(r('e')))]),
      row([cell(p(''), '<w:vMerge/>'), cell(p(r('f'))), cell(p(r('g')))]),
    ]),
    [
      {
        type: 'table',
        header: ['A', '', 'B'],
        rows: [
          ['c', 'd', 'e'],
          ['', 'f', 'g'],
        ],
      },
    ],
    [],
  ],
  [
    'a merge that nothing began, and one of too many columns',
    table([
      row([cell(p(r('a')), '<w:vMerge/>'), cell(p(r('b')))]),
      row([cell(p(r('c')), '<w:gridSpan w:val="999999999"/>'), cell(p(r('d')))]),
    ]),
    [
      {
        type: 'table',
        header: ['a', 'b', ...Array.from({ length: 62 }, () => '')],
        rows: [['c', ...Array.from({ length: 62 }, () => ''), 'd']],
      },
    ],
    [],
  ],
  [
    'paragraphs, marks and lists in a cell',
    table([
      row([cell(p(r('one')) + p(r('two', '<w:b/>'))), cell(item('x', 2) + item('y', 2))]),
      row2('c', 'd'),
    ]),
    [
      {
        type: 'table',
        header: [{ text: 'one two', marks: [{ type: 'strong', start: 4, end: 7 }] }, 'x y'],
        rows: [['c', 'd']],
      },
    ],
    [],
  ],
  [
    'a picture in a cell',
    table([
      row([
        cell(p(r('a'))),
        cell(
          p('<w:r><w:drawing><wp:inline><wp:docPr descr="A boat"/><a:blip/></wp:inline></w:drawing></w:r>'),
        ),
      ]),
      row2('c', 'd'),
    ]),
    [{ type: 'table', header: ['a', ''], rows: [['c', 'd']] }],
    ['left out an image “A boat” that is held in the document itself: put it on the web and add its address'],
  ],
  [
    'a caption before and one after',
    `${caption('Before')}${table([row2('a', 'b'), row2('c', 'd')])}${p(r('Between.'))}${table([row2('e', 'f'), row2('g', 'h')])}${caption('After')}`,
    [
      { type: 'table', caption: 'Before', header: ['a', 'b'], rows: [['c', 'd']] },
      'Between.',
      { type: 'table', caption: 'After', header: ['e', 'f'], rows: [['g', 'h']] },
    ],
    [],
  ],
  [
    'a table in a table',
    table([row([cell(p(r('one')) + table([row2('a', 'b')])), cell(p(r('two')))])]),
    ['one', { type: 'table', header: ['a', 'b'], rows: [] }, 'two'],
    [],
  ],
])('tables: %s', async (_, body, paragraphs, notes) => {
  expect(await read({ body, numbering })).toEqual([paragraphs, notes])
})

const control = (isTicked: boolean) =>
  `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="${isTicked ? 1 : 0}"/></w14:checkbox></w:sdtPr><w:sdtContent>${r(isTicked ? '☒' : '☐')}</w:sdtContent></w:sdt>`

test('boxes that begin a paragraph are tasks, others are signs', async () => {
  const body = [
    p(`${control(true)}${r(' done')}`),
    p(`${control(false)}${r(' to do')}`),
    p(r('☑ ticked')),
    p(`<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>${r(' empty')}`),
    p(
      `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar><w:instrText>FORMCHECKBOX</w:instrText><w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/></w:r>${r(' form')}`,
    ),
    p(`${control(true)}${r(' yes ')}${control(false)}${r(' no')}`),
    item('☐ numbered', 1),
    table([row([cell(p(`${control(true)}${r(' cell')}`)), cell(p(r('b')))]), row2('c', 'd')]),
  ].join('')
  expect(await read({ body, numbering })).toEqual([
    [
      {
        type: 'list',
        items: [
          { text: 'done', checked: true },
          { text: 'to do', checked: false },
          { text: 'ticked', checked: true },
          { text: 'empty', checked: false },
          { text: 'form', checked: true },
        ],
      },
      '☒ yes ☐ no',
      { type: 'list', ordered: true, items: [{ text: 'numbered', checked: false }] },
      { type: 'table', header: ['☒ cell', 'b'], rows: [['c', 'd']] },
    ],
    [],
  ])
})

test('a run in another language is marked, where its letters agree', async () => {
  const body = p(
    `${r('She said ')}${r('à bientôt', '<w:lang w:val="fr-FR"/>')}${r(' and ')}${r('שלום', '<w:rtl/><w:lang w:bidi="he-IL"/>')}${r(' and left', '<w:rtl/><w:lang w:bidi="ar-SA"/>')}${r('.')}`,
  )
  expect(await read(body)).toEqual([
    [
      {
        text: 'She said à bientôt and שלום and left.',
        marks: [
          { type: 'language', start: 9, end: 18, language: 'fr-FR' },
          { type: 'language', start: 23, end: 27, language: 'he-IL' },
        ],
      },
    ],
    [],
  ])
})
