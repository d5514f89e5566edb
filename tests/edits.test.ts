import * as fc from 'fast-check'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { EditMap } from 'micromark-util-edit-map'
import { expect, test } from 'vitest'
import { applyEdits, withFastEdits } from '../src/sources/markdown/edits.ts'

type Events = Parameters<EditMap['consume']>[0]

/** Events are only moved: numbers stand for them. */
const events = (numbers: number[]): Events => numbers as unknown as Events

/** Edits apart from each other, as micromark makes them: after so many events, so many removed and added. */
const edits = fc.array(
  fc.record({
    gap: fc.nat({ max: 4 }),
    removed: fc.nat({ max: 3 }),
    added: fc.array(fc.nat(), { maxLength: 3 }),
  }),
  { maxLength: 6 },
)

test('any edits give what micromark makes of them', () => {
  fc.assert(
    fc.property(edits, fc.nat({ max: 5 }), (drawn, rest) => {
      const [own, theirs] = [new EditMap(), new EditMap()]
      let at = 0
      for (const { gap, removed, added } of drawn) {
        at += gap
        for (const map of [own, theirs]) map.add(at, removed, events([...added]))
        at += removed
      }
      const numbers = Array.from({ length: at + rest }, (_, index) => -1 - index)
      const [edited, expected] = [events([...numbers]), events([...numbers])]
      applyEdits(own, edited)
      theirs.consume(expected)
      expect(edited).toEqual(expected)
      expect([own.map, own.index.size]).toEqual([[], 0])
    }),
    { numRuns: 2000 },
  )
})

const lines = [
  'a',
  '=',
  '-',
  '---',
  '> a',
  '>',
  '> > a',
  '- a',
  '  - b',
  '-',
  '',
  '    a',
  '```',
  '# a',
  '1. a',
  '[a]: b',
]

test('any document is the same tree, and micromark is as it was afterwards', () => {
  const before = Object.getOwnPropertyDescriptor(EditMap.prototype, 'consume')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 12 }), (drawn) => {
      const text = drawn.join('\n')
      expect(withFastEdits(() => fromMarkdown(text))).toEqual(fromMarkdown(text))
    }),
    { numRuns: 1000 },
  )
  expect(Object.getOwnPropertyDescriptor(EditMap.prototype, 'consume')).toEqual(before)
})
