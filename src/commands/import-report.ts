import type { ArticleFile } from '../article/file.ts'
import { formatFolder } from './folder.ts'

const kinds = ({ sections }: ArticleFile): string => {
  const all = sections.flatMap(({ paragraphs }) =>
    paragraphs.map((paragraph) => (typeof paragraph === 'string' ? 'text' : (paragraph.type ?? 'text'))),
  )
  const counts = ['text', 'quote', 'list', 'image'].map(
    (type) => [all.filter((other) => other === type).length, type] as const,
  )
  const parts = counts.filter(([number]) => number > 0).map(([number, type]) => `${number} ${type}`)
  return parts.length > 1 ? `${all.length} (${parts.join(', ')})` : String(all.length)
}

const row = (name: string, [first = 'none', ...rest]: string[]): string =>
  [`  ${name.padEnd(11)} ${first}`, ...rest.map((line) => `${' '.repeat(14)}${line}`)].join('\n')

const linesOf = (value: string | null | undefined): string[] =>
  value === undefined || value === null ? [] : [value]

const optional = (name: string, lines: string[]): string[] => (lines.length === 0 ? [] : [row(name, lines)])

/** What became of the document, for a person to check at a glance. */
export const formatImport = (path: string, file: ArticleFile, notes: string[]): string => {
  const headings = file.sections.flatMap(({ heading, level = 1 }) =>
    heading === undefined || heading === null ? [] : [`${'  '.repeat(level - 1)}${heading}`],
  )
  const authors = (file.authors ?? []).map((author) => (typeof author === 'string' ? author : author.name))
  const rows = [
    row('title', [file.title]),
    row('outlet', [file.outlet]),
    row('rubric', linesOf(file.rubric)),
    row('language', [file.language]),
    ...optional('authors', authors),
    ...optional('published', linesOf(file.datePublished)),
    ...optional('modified', linesOf(file.dateModified)),
    ...optional('summary', linesOf(file.summary)),
    ...optional('tags', file.tags ?? []),
    ...optional('url', linesOf(file.url)),
    row('headings', headings),
    row('paragraphs', [kinds(file)]),
  ]
  const remarks =
    notes.length === 0 ? '' : `\nLook these over:\n${notes.map((note) => `- ${note}\n`).join('')}`
  return `${formatFolder(path)}\n\n${rows.join('\n')}\n${remarks}`
}
