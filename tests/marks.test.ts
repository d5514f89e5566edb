import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitMarks } from '../src/article/fit-marks.ts'
import { canonicalMarks, faultOfMarks, type LooseMark, type Mark } from '../src/article/marks.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ق', ' ', '\n'), minLength: 1, maxLength: 20 })

const marksIn = (text: string): fc.Arbitrary<LooseMark[]> =>
  fc
    .array(
      fc.record({
        type: fc.constantFrom<Mark['type'][]>('link', 'strong', 'emphasis', 'code'),
        start: fc.nat({ max: text.length - 1 }),
        length: fc.integer({ min: 1, max: 8 }),
        to: fc.constantFrom('/a', '/b'),
      }),
      { maxLength: 8 },
    )
    .map((drawn) =>
      drawn.map(({ type, start, length, to }) => ({
        type,
        start,
        end: Math.min(text.length, start + length),
        ...(type === 'link' && { href: to }),
      })),
    )

const drawn = letters.chain((text) => marksIn(text).map((marks) => ({ text, marks })))

const keyOf = ({ type, href = '' }: LooseMark): string => type + href

/** What is said of each character: the marks that stand on it, in no order. */
const saidOf = (text: string, marks: readonly LooseMark[]): string[][] =>
  Array.from(text, (_, at) =>
    [...new Set(marks.filter(({ start, end }) => start <= at && at < end).map(keyOf))].toSorted(),
  )

test('marks of any kind become marks of the model, which say of each character what was said', () => {
  fc.assert(
    fc.property(drawn, ({ text, marks }) => {
      const fitted = fitMarks(text, marks)
      expect(faultOfMarks(text, fitted)).toBeUndefined()
      const before = saidOf(text, marks)
      for (const [at, after] of saidOf(text, fitted).entries()) {
        const said = before[at] ?? []
        for (const key of after) expect(said).toContain(key)
        const isSimple = !said.includes('code') && said.filter((key) => key.startsWith('link')).length < 2
        if (isSimple && text.charAt(at).trim() !== '') expect(after).toEqual(said)
      }
    }),
    { numRuns: 3000 },
  )
})

test('canonical marks are sound, say the same, and are canonical', () => {
  fc.assert(
    fc.property(drawn, ({ text, marks }) => {
      const sound = fitMarks(text, marks)
      const canonical = canonicalMarks(sound.toReversed())
      expect(faultOfMarks(text, canonical)).toBeUndefined()
      expect(saidOf(text, canonical)).toEqual(saidOf(text, sound))
      expect(canonicalMarks(canonical)).toEqual(canonical)
    }),
    { numRuns: 3000 },
  )
})

const mark = (type: 'strong' | 'emphasis' | 'code', start: number, end: number): Mark => ({
  type,
  start,
  end,
})

test.each<[string, Mark[], Mark[]]>([
  ['neighbours are one', [mark('strong', 0, 1), mark('strong', 1, 2)], [mark('strong', 0, 2)]],
  [
    'and what stands in both',
    [mark('strong', 0, 1), mark('emphasis', 0, 1), mark('strong', 1, 2), mark('emphasis', 1, 2)],
    [mark('strong', 0, 2), mark('emphasis', 0, 2)],
  ],
  [
    'code does not take in another mark',
    [mark('code', 0, 1), mark('emphasis', 1, 2), mark('code', 1, 2)],
    [mark('code', 0, 1), mark('emphasis', 1, 2), mark('code', 1, 2)],
  ],
  [
    'nor before it',
    [mark('strong', 0, 1), mark('code', 0, 1), mark('code', 1, 2)],
    [mark('strong', 0, 1), mark('code', 0, 1), mark('code', 1, 2)],
  ],
])('%s', (_name, given, expected) => {
  expect(canonicalMarks(given)).toEqual(expected)
})
