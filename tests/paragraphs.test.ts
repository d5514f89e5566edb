import * as fc from 'fast-check'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { expect, test } from 'vitest'
import { createParagraphs } from '../src/sources/markdown/paragraphs.ts'

/** Which lines, from 1, the guard takes for one paragraph. */
const spansOf = (text: string): [first: number, last: number][] => {
  const paragraphs = createParagraphs()
  const spans: [number, number][] = []
  let end = 0
  for (const line of text.split('\n')) {
    const { ended } = paragraphs.add(line)
    if (ended !== undefined && ended.text !== '') {
      const lines = ended.text.split('\n').length
      spans.push([end - lines + 1, end])
    }
    end += 1
  }
  const { text: rest } = paragraphs.end()
  return rest === '' ? spans : [...spans, [end - rest.split('\n').length + 1, end]]
}

test.each<[text: string, spans: [number, number][]]>([
  [
    'a\nb\n\nc',
    [
      [1, 2],
      [4, 4],
    ],
  ],
  [
    'a\n# b\nc',
    [
      [1, 1],
      [2, 3],
    ],
  ],
  [
    'a\n- b\n- c',
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  ],
  ['a\n2. b', [[1, 2]]],
  [
    '1. a\n2. b\n3) c',
    [
      [1, 1],
      [2, 3],
    ],
  ],
  ['1. a\n   2. b', [[1, 2]]],
  ['1. a\n> b\n2. c', [[1, 3]]],
  [
    'a\n```\n[[\n```\nb',
    [
      [1, 1],
      [5, 5],
    ],
  ],
  [
    '> a\n>\n> b',
    [
      [1, 1],
      [3, 3],
    ],
  ],
  [' ```\n[\n```\n[', [[1, 4]]],
  ['<!--\n```\n-->\n[', [[1, 4]]],
])('%j is paragraphs %j', (text, spans) => {
  expect(spansOf(text)).toEqual(spans)
})

const pieces = [
  'a',
  'a',
  ' ',
  '  ',
  '   ',
  '    ',
  '\t',
  '> ',
  '>',
  '- ',
  '* ',
  '1. ',
  '2. ',
  '2) ',
  '10. ',
  '# ',
  '#',
  '===',
  '---',
  '***',
  '```',
  '````',
  '~~~',
  '``` a',
  '`',
  '<!--',
  '-->',
  '<div>',
  '</div>',
  '<b>',
  '<?',
  '?>',
  '<!A',
  '>',
  '<script>',
  '</script>',
  '<![CDATA[',
  ']]>',
  '[a]: b',
  "'",
  '\\',
  '|',
  '<!-->',
]

const document = fc
  .array(fc.array(fc.constantFrom(...pieces), { maxLength: 4 }), { maxLength: 9 })
  .map((lines) => lines.map((line) => line.join('')).join('\n'))

const inlineIn = (node: Nodes): Nodes[] =>
  node.type === 'paragraph' || node.type === 'heading'
    ? [node]
    : 'children' in node
      ? node.children.flatMap((child) => inlineIn(child))
      : []

test('every paragraph and heading of a document is within one that the guard counts', () => {
  fc.assert(
    fc.property(document, (text) => {
      const spans = spansOf(text)
      for (const { position } of inlineIn(fromMarkdown(text))) {
        const [first, last] = [position?.start.line ?? 0, position?.end.line ?? 0]
        expect([text, spans, first, last, spans.some(([from, to]) => from <= first && last <= to)]).toContain(
          true,
        )
      }
    }),
    { numRuns: 5000 },
  )
})
