import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type JsonSize, sizeOfJson } from '../src/sources/json/size.ts'

const sum = (sizes: JsonSize[]): JsonSize => ({
  depth: Math.max(0, ...sizes.map(({ depth }) => depth)),
  items: sizes.reduce((count, { items }) => count + items, 0),
  keys: sizes.reduce((count, { keys }) => count + keys, 0),
})

/** The same, of what JSON.parse makes of it. */
const sizeOfValue = (value: unknown): JsonSize => {
  if (typeof value !== 'object' || value === null) return { depth: 0, items: 0, keys: 0 }
  const inside = Object.values(value)
  const { depth, items, keys } = sum(inside.map(sizeOfValue))
  const isList = Array.isArray(value)
  return {
    depth: depth + 1,
    items: items + (isList ? inside.length : 0),
    keys: keys + (isList ? 0 : inside.length),
  }
}

test('any JSON, tidy or not, is counted as it is parsed', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, '\t'), (text, space) => {
      const spaced = JSON.stringify(JSON.parse(text), null, space)
      expect(sizeOfJson(spaced, Infinity)).toEqual(sizeOfValue(JSON.parse(text)))
    }),
    { numRuns: 1000 },
  )
})

test.each<[text: string, size: JsonSize]>([
  ['', { depth: 0, items: 0, keys: 0 }],
  ['[ ]', { depth: 1, items: 0, keys: 0 }],
  [String.raw`["a\"]\\", "\\\"[{:,", []]`, { depth: 2, items: 3, keys: 0 }],
  ['{"a":1,"a":{"a":[1,2]}}', { depth: 3, items: 2, keys: 3 }],
  ['[[[[[[', { depth: 4, items: 3, keys: 0 }],
  ['"[', { depth: 0, items: 0, keys: 0 }],
  [']]}}', { depth: 0, items: 0, keys: 0 }],
])('%j', (text, size) => {
  expect(sizeOfJson(text, 3)).toEqual(size)
})
