import type { MarkedText } from '../article/parts.ts'
import type { Format } from './format.ts'
import { markedText } from './plain-text.ts'

/** RFC 4180 §2: a field with a comma, a quote or a line break stands in quotes, and a quote in it is doubled. */
const field = (cell: MarkedText): string => {
  const text = markedText(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A line that holds nothing but an empty field would be taken for a blank line. */
const record = (cells: readonly MarkedText[]): string => `${cells.map(field).join(',') || '""'}\r\n`

/** A table as comma-separated values (RFC 4180), its header first where it has one. Struck text says so, as in plain text. */
export const csvFormat: Format = {
  name: 'csv',
  mediaType: 'text/csv',
  contentType: 'text/csv; charset=utf-8',
  extension: '.csv',
  kinds: ['paragraph'],
  isByExtensionOnly: true,
  isOf: (resource) => resource.kind === 'paragraph' && resource.paragraph.type === 'table',
  print(resource) {
    if (resource.kind !== 'paragraph' || resource.paragraph.type !== 'table') return ''
    const { header, rows } = resource.paragraph
    return [header, ...rows]
      .filter((cells) => cells.length > 0)
      .map(record)
      .join('')
  },
}
