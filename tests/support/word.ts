import { deflateRawSync } from 'node:zlib'
import {
  Document,
  ExternalHyperlink,
  FootnoteReferenceRun,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'

export const run = (text: string, more: object = {}) => new TextRun({ text, ...more })

const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] })

export type Words = {
  title: string
  lede: [string, string, string]
  heading: string
  inner: string
  items: string[]
  quote: string
  by: string
  isRtl?: boolean
}

/** A document as Word writes it, with a part of each kind. */
export const wordOf = async ({
  title,
  lede,
  heading,
  inner,
  items,
  quote,
  by,
  isRtl = false,
}: Words): Promise<Buffer> => {
  const direction = { bidirectional: isRtl }
  const link = new ExternalHyperlink({ link: 'https://coastal.example/', children: [run(lede[2])] })
  const children = [
    new Paragraph({ text: title, heading: HeadingLevel.TITLE, ...direction }),
    new Paragraph({
      children: [
        run(lede[0], { rightToLeft: isRtl }),
        run(lede[1], { bold: true, rightToLeft: isRtl }),
        run(' '),
        link,
        new FootnoteReferenceRun(1),
      ],
      ...direction,
    }),
    new Paragraph({ text: heading, heading: HeadingLevel.HEADING_1, ...direction }),
    ...items.map((text) => new Paragraph({ text, bullet: { level: 0 }, ...direction })),
    new Paragraph({ text: inner, heading: HeadingLevel.HEADING_2, ...direction }),
    new Paragraph({ text: quote, style: 'Quote', ...direction }),
    new Paragraph({ text: `— ${by}`, style: 'Quote', ...direction }),
    new Table({
      rows: [
        new TableRow({ children: [cell('1984'), cell('12')] }),
        new TableRow({ children: [cell('2024'), cell('9')] }),
      ],
    }),
  ]
  const paragraphStyles = [{ id: 'Quote', name: 'Quote', basedOn: 'Normal' }]
  return Packer.toBuffer(
    new Document({
      styles: { paragraphStyles },
      footnotes: { 1: { children: [new Paragraph(by)] } },
      sections: [{ children }],
    }),
  )
}

type Zipped = { name: string; unpacked: Buffer; size?: number }

const numbers = (head: number, offset: number[]) => {
  const bytes = Buffer.alloc(head)
  for (let at = 0; at < offset.length; at += 2) bytes.writeUInt32LE(offset[at + 1] ?? 0, offset[at])
  return bytes
}

/** A zip archive of files, whose list says each unpacks to `size`. */
const zipAll = (files: Zipped[]): Buffer => {
  const [heads, lists]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const { name, unpacked, size = unpacked.length } of files) {
    const packed = deflateRawSync(unpacked)
    const file = numbers(30, [0, 0x04034b50, 18, packed.length, 22, size, 26, name.length])
    file.writeUInt16LE(8, 8)
    const list = numbers(46, [0, 0x02014b50, 20, packed.length, 24, size, 28, name.length, 42, at])
    list.writeUInt16LE(8, 10)
    heads.push(file, Buffer.from(name), packed)
    lists.push(list, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const list = Buffer.concat(lists)
  const end = numbers(22, [0, 0x06054b50, 12, list.length, 16, at])
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  return Buffer.concat([...heads, list, end])
}

/** A zip archive of one file, whose list says it unpacks to `size`. */
export const zipOf = (name: string, unpacked: Buffer, size = unpacked.length): Buffer =>
  zipAll([{ name, unpacked, size }])

const main = 'http://schemas.openxmlformats.org'
const office = `${main}/officeDocument/2006/relationships`
const namespaces = [
  `xmlns:w="${main}/wordprocessingml/2006/main"`,
  `xmlns:r="${office}"`,
  `xmlns:m="${main}/officeDocument/2006/math"`,
  `xmlns:mc="${main}/markup-compatibility/2006"`,
  `xmlns:a="${main}/drawingml/2006/main"`,
  `xmlns:wp="${main}/drawingml/2006/wordprocessingDrawing"`,
  'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
  'xmlns:o="urn:schemas-microsoft-com:office:office"',
].join(' ')

/** The content of the parts of a document, in the namespaces of Word; `links` are addresses by id. */
export type WordParts = {
  body: string
  styles?: string
  numbering?: string
  footnotes?: string
  endnotes?: string
  comments?: string
  core?: string
  links?: Record<string, string>
  /** Where the main part is. */
  place?: string
}

/** A Word document written by hand, for what no library writes. */
export const wordOfXml = ({
  body,
  core,
  links = {},
  place = 'word/document.xml',
  ...parts
}: WordParts): Buffer => {
  const roots = { styles: 'styles', numbering: 'numbering', footnotes: 'footnotes', endnotes: 'endnotes' }
  const own = Object.entries({ ...roots, comments: 'comments' }).flatMap(([name, root]) => {
    const content = parts[name as keyof typeof parts]
    return content === undefined ? [] : [{ name, xml: `<w:${root} ${namespaces}>${content}</w:${root}>` }]
  })
  const relate = (all: string[]) =>
    `<Relationships xmlns="${main}/package/2006/relationships">${all.join('')}</Relationships>`
  const related = [
    ...own.map(({ name }) => `<Relationship Id="${name}" Type="${office}/${name}" Target="${name}.xml"/>`),
    ...Object.entries(links).map(
      ([id, href]) =>
        `<Relationship Id="${id}" Type="${office}/hyperlink" Target="${href}" TargetMode="External"/>`,
    ),
  ]
  const properties = `<cp:coreProperties xmlns:cp="${main}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">${core}</cp:coreProperties>`
  const files: Record<string, string> = {
    '_rels/.rels': relate([`<Relationship Id="r" Type="${office}/officeDocument" Target="${place}"/>`]),
    [place]: `<?xml version="1.0"?><w:document ${namespaces}><w:body>${body}</w:body></w:document>`,
    [place.replace(/[^/]*$/, '_rels/$&.rels')]: relate(related),
    ...Object.fromEntries(own.map(({ name, xml }) => [`word/${name}.xml`, xml])),
    ...(core === undefined ? {} : { 'docProps/core.xml': properties }),
  }
  return zipAll(Object.entries(files).map(([name, xml]) => ({ name, unpacked: Buffer.from(xml) })))
}
