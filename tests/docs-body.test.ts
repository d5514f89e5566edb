import { readFileSync } from 'node:fs'
import type { Table, TableCell } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { toString } from 'mdast-util-to-string'
import { gfm } from 'micromark-extension-gfm'
import { expect, test } from 'vitest'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { formatFault } from '../src/sources/fault.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'

const front = '---\nid: x\ntitle: T\noutlet: O\nlanguage: en\n---\n'

const [, after = ''] = readFileSync('docs/articles.md', 'utf8').split('\n## The body in Markdown\n')
const [section = ''] = after.split('\n## ')

const { children } = fromMarkdown(section, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
const rows = children.find((node): node is Table => node.type === 'table')?.children.slice(1) ?? []

/** The sources in the first cell of a row, a line end for each sign of one. */
const sourcesIn = (cell: TableCell | undefined): string[] =>
  (cell?.children ?? []).flatMap((node) =>
    node.type === 'inlineCode' ? [node.value.replaceAll('↵', '\n')] : [],
  )

const examples = rows.flatMap(({ children: [source, , told] }) =>
  sourcesIn(source).map((body) => ({ body, isTold: told !== undefined && toString(told) === 'told' })),
)

test('the documentation has a row for each construct', () => {
  expect(examples.length).toBeGreaterThan(60)
})

test.each(examples)('the documentation says what becomes of $body', ({ body, isTold }) => {
  const reading = markdown.read(front + body, 'a.md', strictly('a'))
  if ('faults' in reading) throw new Error(reading.faults.map(formatFault).join('\n'))
  expect(reading.warnings.map(formatFault).length > 0).toBe(isTold)
  const again = markdown.read(
    printMarkdown({ kind: 'article', article: reading.article }),
    'a',
    strictly('a'),
  )
  expect('article' in again && again.article).toEqual(reading.article)
})
