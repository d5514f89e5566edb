import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { atOnce } from '../src/pace.ts'
import { createTextMatcher, excerptOf } from '../src/search/highlight.ts'
import { parseSearch, type ParsedQuery } from '../src/search/query.ts'
import { foldWord } from '../src/search/terms.ts'
import { analyse, type Token } from '../src/search/tokens.ts'

const termsOf = (text: string) => analyse(text).map(({ term }) => term)

const queryOf = (q: string, isPrefix = false): ParsedQuery => {
  const query = parseSearch(q, { isPrefix })
  if ('problem' in query) throw new Error(query.problem)
  return query
}

test.each([
  ['ايران إيران أيران إِيرَان ایران الإيراني وإيران بإيران لإيران إيرانية الإيرانية الإيرانيين'],
  ['قطر القطري لقطر قطرية وقطر القطرية قطـــر'],
  ['٢٠١٩ ۲۰۱۹ 2019 ２０１９'],
  ['کتاب‌ها کتابها كتاب الكتاب للكتاب'],
  ['סֵפֶר ספר הספר והספר'],
  ['Libraries library LIBRARY library’s'],
  ['café CAFÉ cafe\u0301 cafe'],
  ['straße STRASSE strasse'],
  ['مسؤول مسئول'],
])('these are one term: %s', (words) => {
  expect(new Set(words.split(' ').flatMap(termsOf)).size).toBe(1)
})

test.each([
  ['قطر', 'قطار'],
  ['كتاب', 'تاب'],
  ['واحد', 'احد'],
  ['بحرين', 'بحر'],
  ['بيت', 'بيوت'],
])('%s and %s are not', (one, other) => {
  expect(termsOf(one)).not.toEqual(termsOf(other))
})

const scripts = fc.constantFrom(
  ...Array.from('aZé-\' "“»٣ـَوالقطرةیکهא"הסֵ北京大学カがﬁ\u200c\u202e😀\ud83d¶#*'),
)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(scripts, { maxLength: 80 }).map((all) => all.join('')),
)

test('fold is idempotent', () => {
  fc.assert(
    fc.property(text, (word) => {
      expect(foldWord(foldWord(word))).toBe(foldWord(word))
    }),
    { numRuns: 2000 },
  )
})

test('terms are what FTS5 takes, at places inside the text, in order', () => {
  fc.assert(
    fc.property(text, (written) => {
      let before = 0
      for (const { term, start, end } of analyse(written)) {
        expect(term).toMatch(/^[a-z0-9\u0080-\u{10ffff}]+$/u)
        expect(term).not.toContain('¶')
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(written.length)
        before = start
      }
    }),
    { numRuns: 2000 },
  )
})

/** Which tokens match, in the simplest way; those that overlap are one. */
const matchOf = (tokens: readonly Token[], query: ParsedQuery) => {
  const hits = new Set<Token>()
  const wanted = query.clauses.filter(({ isExcluded }) => !isExcluded)
  const matched = wanted.filter(({ terms, prefixes }) => {
    const found = tokens.flatMap((token, index) => {
      const run = tokens.slice(index, index + terms.length)
      if (run.map(({ term }) => term).join(' ') === terms.join(' ')) return run
      return prefixes.some((prefix) => token.term.startsWith(prefix)) ? [token] : []
    })
    for (const token of found) hits.add(token)
    return found.length > 0
  })
  const spans: { start: number; end: number }[] = []
  for (const { start, end } of tokens.filter((token) => hits.has(token))) {
    const last = spans.at(-1)
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end)
    else spans.push({ start, end })
  }
  return { spans, clauses: matched.length }
}

test('every span of a match holds a term of the query, and an excerpt a span', () => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (written, q, isPrefix) => {
      const query = parseSearch(q, { isPrefix })
      if ('problem' in query) return
      const matched = matchOf(analyse(written), query)
      expect(atOnce(createTextMatcher(query)(written))).toEqual(matched)
      const { spans } = matched
      const wanted = new Set(query.clauses.flatMap(({ terms }) => terms))
      const begun = query.clauses.flatMap(({ prefixes }) => prefixes)
      for (const { start, end } of spans) {
        const found = termsOf(written.slice(start, end))
        expect(
          found.some((term) => wanted.has(term) || begun.some((prefix) => term.startsWith(prefix))),
        ).toBe(true)
      }
      const excerpt = excerptOf(written, spans, 20)
      expect(excerpt.start).toBeLessThanOrEqual(excerpt.end)
      if (spans.length > 0) {
        expect(spans.some(({ start, end }) => start >= excerpt.start && end <= excerpt.end)).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each<[q: string, clauses: [terms: string, isExcluded?: boolean][]]>([
  ['red rose', [['red'], ['rose']]],
  ['"red rose" red', [['red rose'], ['red']]],
  ['-red rose', [['red', true], ['rose']]],
  ['−"red rose" tree', [['red rose', true], ['tree']]],
  ['“red rose” «tree»', [['red rose'], ['tree']]],
  ['"red rose', [['red rose']]],
  ['covid-19', [['covid 19']]],
  ['rose rose', [['rose']]],
  ['red"rose tree"', [['red'], ['rose tree']]],
  ['北京大学', [['北京 京大 大学']]],
])('the query %s', (q, clauses) => {
  expect(queryOf(q).clauses.map(({ terms, isExcluded }) => [terms.join(' '), isExcluded])).toEqual(
    clauses.map(([terms, isExcluded = false]) => [terms, isExcluded]),
  )
})

test('a Hebrew acronym is a word, not the beginning of a phrase', () => {
  expect(queryOf('צה"ל שלום').clauses).toHaveLength(2)
})

test.each(['', ' ', '""', '-', '- -', '¶', '*', '\ud800', '"\u202e"'])('the query %j has no word', (q) => {
  expect(parseSearch(q, { isPrefix: true })).toMatchObject({
    problem: expect.stringContaining('no word') as string,
  })
})

test('a word of five million letters is a term like another', () => {
  const [token, ...others] = analyse('قط'.repeat(2_500_000))
  expect(others).toEqual([])
  expect(token).toMatchObject({ start: 0, end: 5_000_000 })
  expect(token?.term.length).toBeLessThanOrEqual(64)
})
