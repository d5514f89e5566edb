import { expect, test } from 'vitest'
import { toNfc, uncomposed } from '../src/article/text.ts'

const letters = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code))

/** The vowels and finals of Hangul compose with what is before them, as combining marks do (UAX #15 §9.1). */
const jamo = /[\u1160-\u11FF]/

test('a letter that nothing composes with is in NFC, no mark, and composes with none before it', () => {
  const kept = letters.filter((letter) => uncomposed.test(letter))
  expect(kept.length).toBeGreaterThan(30_000)
  const wrong = kept.filter(
    (letter) =>
      letter.normalize('NFC') !== letter || /[\p{M}\uFF9E\uFF9F]/u.test(letter) || jamo.test(letter),
  )
  expect(wrong).toEqual([])
})

test.each([
  ['e\u0301', 'é'],
  ['\u0627\u0653', 'آ'],
  ['\u212B', 'Å'],
  ['\u1100\u1161', '가'],
  ['か\u3099', 'が'],
  ['مقال', 'مقال'],
])('%j is %j in NFC', (text, composed) => {
  expect(toNfc(text)).toBe(composed)
})
