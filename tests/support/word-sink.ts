import {
  AlignmentType,
  CheckBox,
  CommentReference,
  DeletedTextRun,
  Document,
  EndnoteReferenceRun,
  ExternalHyperlink,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  ImageRun,
  InsertedTextRun,
  type IParagraphOptions,
  LevelFormat,
  Math as Equation,
  MathFraction,
  MathRun,
  Packer,
  PageBreak,
  Paragraph,
  SimpleField,
  SymbolRun,
  Table,
  TableCell,
  TableRow,
  Textbox,
  TextRun,
} from 'docx'

const p = (content: string | IParagraphOptions) => new Paragraph(content)
const of = (...children: NonNullable<IParagraphOptions['children']>) => new Paragraph({ children })
const r = (text: string, more: object = {}) => new TextRun({ text, ...more })
const link = (text: string) =>
  new ExternalHyperlink({ link: 'https://coastal.example/', children: [r(text)] })
const cell = (children: (Paragraph | Table)[], more: object = {}) => new TableCell({ children, ...more })
const row = (cells: TableCell[], more: object = {}) => new TableRow({ children: cells, ...more })

const revision = { id: 1, author: 'An Editor', date: '2024-05-03T10:00:00Z' }
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** Made anew for each document: the library changes what it packs. */
const image = () =>
  new ImageRun({
    type: 'png',
    data: dot,
    transformation: { width: 10, height: 10 },
    altText: { title: 'A dot', description: 'A red dot', name: 'dot' },
  })

const numbered = (
  level: number,
  format: (typeof LevelFormat)[keyof typeof LevelFormat],
  text: string,
  start = 1,
) => ({
  level,
  format,
  text,
  start,
  alignment: AlignmentType.START,
})
const item = (reference: string, text: string, level = 0) => p({ text, numbering: { reference, level } })

const table = () =>
  new Table({
    rows: [
      row([cell([p('Year')]), cell([p('Ships')], { columnSpan: 2 })], { tableHeader: true }),
      row([
        cell([p('1984')], { rowSpan: 2 }),
        cell([of(r('twelve', { bold: true }), r(' of '), link('them'))]),
        cell([p('Two lines'), p('in a cell')]),
      ]),
      row([cell([p('nine')]), cell([of(image())])]),
    ],
  })

const nested = () =>
  new Table({
    rows: [
      row([
        cell([
          p('Beside'),
          new Table({ rows: [row([cell([p('a')]), cell([p('b')])]), row([cell([p('c')]), cell([p('d')])])] }),
        ]),
        cell([p('the harbour')]),
      ]),
    ],
  })

/** A document with a part of each kind that the library `docx` writes. */
export const kitchenSink = (): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title: 'Not the title',
      creator: 'Jane Doe',
      styles: {
        paragraphStyles: [
          { id: 'Quote', name: 'Quote', basedOn: 'Normal' },
          { id: 'Caption', name: 'caption', basedOn: 'Normal' },
          { id: 'Code', name: 'Source Code', basedOn: 'Normal' },
          { id: 'House', name: 'House Heading', basedOn: 'Heading2' },
        ],
      },
      numbering: {
        config: [
          {
            reference: 'numbers',
            levels: [
              numbered(0, LevelFormat.DECIMAL, '%1.', 3),
              numbered(1, LevelFormat.LOWER_LETTER, '%2)'),
            ],
          },
          { reference: 'legal', levels: [numbered(0, LevelFormat.UPPER_ROMAN, 'Article %1.')] },
        ],
      },
      footnotes: { 1: { children: [of(r('As the '), r('ledger', { italics: true }), r(' says.'))] } },
      endnotes: { 1: { children: [p('The office was closed.')] } },
      comments: { children: [{ id: 0, author: 'An Editor', children: [p('Is it so?')] }] },
      sections: [
        {
          headers: { default: new Header({ children: [p('Draft')] }) },
          children: [
            p({ text: 'The Harbour', heading: HeadingLevel.TITLE }),
            p({ text: 'Why it closed', style: 'Subtitle' }),
            of(
              r('Bold', { bold: true }),
              r(', '),
              r('italic', { italics: true }),
              r(', '),
              r('struck', { strike: true }),
              r(', '),
              r('twice', { doubleStrike: true }),
              r(', x'),
              r('2', { superScript: true }),
              r(', H'),
              r('2', { subScript: true }),
              r('O, '),
              link('a link'),
              r('.'),
              new FootnoteReferenceRun(1),
            ),
            of(
              r('One line'),
              new PageBreak(),
              r('and the next'),
              new SymbolRun({ char: 'F0B7', symbolfont: 'Symbol' }),
              new EndnoteReferenceRun(1),
            ),
            of(
              r('It costs '),
              new DeletedTextRun({ text: 'forty', ...revision }),
              new InsertedTextRun({ text: 'thirty', ...revision }),
              r(' dollars'),
              new CommentReference(0),
            ),
            of(
              r('Table '),
              new SimpleField('SEQ Table', '7'),
              r(' and '),
              new Equation({
                children: [
                  new MathFraction({ numerator: [new MathRun('a')], denominator: [new MathRun('bc')] }),
                ],
              }),
            ),
            p({ text: 'Numbers', heading: HeadingLevel.HEADING_1 }),
            item('numbers', 'three'),
            item('numbers', 'a letter', 1),
            item('numbers', 'four'),
            p('Between them.'),
            item('numbers', 'five'),
            p({ text: 'a bullet', bullet: { level: 0 } }),
            p({ text: 'below', bullet: { level: 1 } }),
            p({
              text: 'Scope',
              heading: HeadingLevel.HEADING_2,
              numbering: { reference: 'legal', level: 0 },
            }),
            of(new CheckBox({ checked: true }), r(' done')),
            of(new CheckBox({ checked: false }), r(' to do')),
            p({ text: 'Tables', style: 'House' }),
            p({ text: 'Ships by year', style: 'Caption' }),
            table(),
            nested(),
            p({ text: 'const ships = 9', style: 'Code' }),
            p({ text: 'return ships', style: 'Code' }),
            p({ text: 'We sell eleven.', style: 'Quote' }),
            p({ text: '— Maria', style: 'Quote' }),
            of(image()),
            new Textbox({ children: [of(r('In a box'))], style: { width: '200pt', height: 'auto' } }),
            p({ children: [r('المرفأ مغلق اليوم', { rightToLeft: true })], bidirectional: true }),
            of(r('She said '), r('à bientôt', { language: { value: 'fr-FR' } }), r(' and left.')),
          ],
        },
      ],
    }),
  )
