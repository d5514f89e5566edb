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

/** A zip archive of one file, whose list says it unpacks to `size`. */
export const zipOf = (name: string, unpacked: Buffer, size = unpacked.length): Buffer => {
  const packed = deflateRawSync(unpacked)
  const numbers = (head: number, offset: number[]) => {
    const bytes = Buffer.alloc(head)
    for (let at = 0; at < offset.length; at += 2) bytes.writeUInt32LE(offset[at + 1] ?? 0, offset[at])
    return bytes
  }
  const file = numbers(30, [0, 0x04034b50, 18, packed.length, 22, size, 26, name.length])
  file.writeUInt16LE(8, 8)
  const list = numbers(46, [0, 0x02014b50, 20, packed.length, 24, size, 28, name.length])
  list.writeUInt16LE(8, 10)
  const start = 30 + name.length + packed.length
  const end = numbers(22, [0, 0x06054b50, 12, 46 + name.length, 16, start])
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  return Buffer.concat([file, Buffer.from(name), packed, list, Buffer.from(name), end])
}
