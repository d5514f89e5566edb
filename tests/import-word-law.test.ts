import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ArticleFile } from '../src/article/file.ts'
import { importingText } from './support/importing.ts'
import { wordOfXml } from './support/word.ts'

/** What stands around the pieces of a paragraph, by their XML. */
const inline: Record<string, (content: string) => string> = {
  bold: (content) => content.replaceAll('<w:r>', '<w:r><w:rPr><w:b/></w:rPr>'),
  dir: (content) => `<w:dir w:val="rtl">${content}</w:dir>`,
  bdo: (content) => `<w:bdo w:val="ltr">${content}</w:bdo>`,
  field: (content) => `<w:fldSimple w:instr="MERGEFIELD x">${content}</w:fldSimple>`,
  complex: (content) =>
    `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>${content}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
  inserted: (content) => `<w:ins>${content}</w:ins>`,
  moved: (content) => `<w:moveTo>${content}</w:moveTo>`,
  tag: (content) => `<w:smartTag>${content}</w:smartTag>`,
  control: (content) => `<w:sdt><w:sdtPr/><w:sdtContent>${content}</w:sdtContent></w:sdt>`,
  custom: (content) => `<w:customXml>${content}</w:customXml>`,
  link: (content) => `<w:hyperlink r:id="l">${content}</w:hyperlink>`,
  unknown: (content) => `<w:ofTomorrow>${content}</w:ofTomorrow>`,
  base: (content) => `<w:r><w:ruby><w:rubyBase>${content}</w:rubyBase></w:ruby></w:r>`,
  chosen: (content) =>
    `<mc:AlternateContent><mc:Choice>${content}</mc:Choice><mc:Fallback>${content}</mc:Fallback></mc:AlternateContent>`,
}

/** What stands around paragraphs. */
const around: Record<string, (content: string) => string> = {
  control: (content) => `<w:sdt><w:sdtContent>${content}</w:sdtContent></w:sdt>`,
  custom: (content) => `<w:customXml>${content}</w:customXml>`,
  inserted: (content) => `<w:ins>${content}</w:ins>`,
  unknown: (content) => `<w:ofTomorrow>${content}</w:ofTomorrow>`,
  table: (content) =>
    `<w:tbl><w:tr><w:tc>${content}</w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>`,
  wrapped: (content) =>
    `<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>${content}</w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>`,
}

/** What a paragraph is, by its properties. */
const properties = [
  '',
  '<w:outlineLvl w:val="1"/>',
  '<w:pStyle w:val="Quote"/>',
  '<w:pStyle w:val="Code"/>',
  '<w:pStyle w:val="Caption"/>',
  '<w:pStyle w:val="Subtitle"/>',
  '<w:pStyle w:val="Heading1"/>',
  '<w:bidi/>',
  '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
  '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="2"/></w:numPr>',
  '<w:rPr><w:del/></w:rPr>',
  '<w:framePr w:dropCap="drop"/>',
]

const numbering = ['bullet', 'lowerRoman']
  .map(
    (format, index) =>
      `<w:abstractNum w:abstractNumId="${index}">${[0, 1, 2].map((level) => `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="%${level + 1}."/></w:lvl>`).join('')}</w:abstractNum><w:num w:numId="${index + 1}"><w:abstractNumId w:val="${index}"/></w:num>`,
  )
  .join('')

/** A word is `W` here, and a word of its own in the document. */
const word = fc.constantFrom(
  '<w:r><w:t>W</w:t></w:r>',
  '<w:r><w:t>W</w:t><w:br/></w:r>',
  '<w:r><w:t>W</w:t><w:tab/></w:r>',
  '<m:oMath><m:f><m:num><m:r><m:t>W</m:t></m:r></m:num><m:den><m:r><m:t>W</m:t></m:r></m:den></m:f></m:oMath>',
  '<w:r><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>W</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></w:r>',
  '<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>W</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>',
  '<w:del><w:r><w:delText>W</w:delText></w:r></w:del>',
)
const names = (of: object) => fc.subarray(Object.keys(of), { maxLength: 3 })
const wrapAll = (content: string, by: readonly string[], of: Record<string, (content: string) => string>) =>
  by.reduce((inside, name) => of[name]?.(inside) ?? inside, content)

const paragraph = fc
  .tuple(
    fc.constantFrom(...properties),
    fc.array(fc.tuple(word, names(inline)), { minLength: 1, maxLength: 4 }),
  )
  .map(
    ([own, words]) =>
      `<w:p><w:pPr>${own}</w:pPr>${words.map(([content, by]) => wrapAll(content, by, inline)).join('<w:r><w:t xml:space="preserve"> </w:t></w:r>')}</w:p>`,
  )
const block = fc
  .tuple(fc.array(paragraph, { minLength: 1, maxLength: 3 }), names(around))
  .map(([paragraphs, by]) => wrapAll(paragraphs.join(''), by, around))
const body = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => {
  let count = 0
  return blocks.join('').replaceAll(/>W</g, () => `>word${(count += 1)}x<`)
})

/** The words of all texts of an article file. */
const wordsOf = (article: ArticleFile): string[] => JSON.stringify(article).match(/word\d+x/g) ?? []

test('every word of a Word document is in the article, or in a note if it is deleted', async () => {
  await fc.assert(
    fc.asyncProperty(body, async (xml) => {
      const document = `<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>word0x</w:t></w:r></w:p>${xml}<w:p><w:r><w:t>word00x</w:t></w:r></w:p>`
      const bytes = wordOfXml({ body: document, numbering, links: { l: 'https://a.example/' } })
      const given = ['--outlet', 'O', '--language', 'en', '--id', 'a']
      const { article, notes } = await importingText('a.docx', bytes, ...given)
      const shown = document.replaceAll(/<mc:Fallback>.*?<\/mc:Fallback>/g, '')
      const deleted = new Set(
        Array.from(shown.matchAll(/<w:delText>(word\d+x)/g), ([, found]) => found ?? ''),
      )
      const written = shown.match(/word\d+x/g) ?? []
      const read = wordsOf(article)
      expect(read.toSorted()).toEqual(written.filter((each) => !deleted.has(each)).toSorted())
      for (const each of [...deleted].slice(0, 5)) expect(notes.join(' ')).toContain(each)
    }),
    { numRuns: 60 },
  )
})
