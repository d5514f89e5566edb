import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { atOnce } from '../src/pace.ts'
import { createTextMatcher, excerptOf } from '../src/search/highlight.ts'
import { expand, type ExpandedQuery } from '../src/search/expand.ts'
import { parseSearch, type ParsedQuery } from '../src/search/query.ts'
import { formOf } from '../src/search/terms.ts'
import { foldWord } from '../src/search/fold-word.ts'
import { analyse, type Token } from '../src/search/tokens.ts'

const termsOf = (text: string, language = 'en') => analyse(text, language).map(({ term }) => term)

/** The words of a text in a language that a word of a query finds. */
const foundBy = (q: string, words: string, language: string): string[] => {
  const query = parseSearch(q, { isPrefix: false })
  if ('problem' in query) throw new Error(query.problem)
  const { clauses } = expand(query, { languages: [language], isBegun: () => true })
  const terms = new Set(clauses.flatMap((clause) => clause.terms))
  return words.split(' ').filter((word) => termsOf(word, language).some((term) => terms.has(term)))
}

const queryOf = (q: string, isPrefix = false): ParsedQuery => {
  const query = parseSearch(q, { isPrefix })
  if ('problem' in query) throw new Error(query.problem)
  return query
}

test.each([
  ['ar', 'ايران', 'إيران أيران إِيرَان ایران الإيراني وإيران بإيران لإيران إيرانية الإيرانية الإيرانيين'],
  ['ar', 'قطر', 'قطر القطري لقطر قطرية وقطر القطرية قطـــر'],
  ['ar', 'كتاب', 'كتاب الكتاب للكتاب والكتاب وبالكتاب كتابها بكتابه فكتابهم'],
  ['ar', 'جهة', 'جهة الجهات للجهة بجهة'],
  ['ar', 'شهر', 'شهر شهرين شهران الشهر شهرا'],
  ['he', 'ספר', 'סֵפֶר ספר הספר והספר בספר ספרים לספרים'],
  ['he', 'הבנק', 'הבנק בנק בבנק לבנקים'],
  ['fa', 'کتاب', 'کتاب کتاب‌ها کتابها کتاب‌های کتابم'],
  ['fa', 'بهتر', 'بهتر بهترین'],
  ['ur', 'عورت', 'عورت عورتوں عورتیں'],
  ['en', 'library', 'Libraries library LIBRARY library’s'],
  ['en', 'organise', 'organise organized organising'],
  ['en', 'children', 'child children child’s'],
  ['fr', 'café', 'café CAFÉ cafe\u0301 cafe'],
  ['de', 'Strasse', 'straße STRASSE strasse Straßen'],
  ['de', 'Fuehrung', 'Führung Führungen fuehrung'],
  ['tr', 'Ankara', 'Ankara Ankara’nın Ankara’da'],
  ['ru', 'Москва', 'Москва Москвы Москве'],
  ['hi', 'हिंदी', 'हिंदी हिन्दी'],
  ['ar', 'مسؤول', 'مسؤول مسئول'],
  ['ar', '2019', '٢٠١٩ ۲۰۱۹ 2019 ２０１９'],
])('in %s, %s finds %s', (language, q, words) => {
  expect(foundBy(q, words, language)).toEqual(words.split(' '))
})

test.each([
  ['ar', 'قطر', 'قطار'],
  ['ar', 'كتاب', 'تاب'],
  ['ar', 'واحد', 'احد'],
  ['ar', 'بيت', 'بيوت'],
  ['ar', 'بطاقة', 'طاقة الطاقة'],
  ['ar', 'ماء', 'ما'],
  ['ar', 'الثلاثاء', 'ثلاثة'],
  ['ar', 'ولاية', 'ولا'],
  ['fa', 'باید', 'فایده'],
  ['he', 'מס', 'המסע'],
  ['en', 'news', 'new'],
  ['en', 'university', 'universe'],
])('in %s, %s does not find %s', (language, q, words) => {
  expect(foundBy(q, words, language)).toEqual([])
})

test('the words of two languages in one script do not meet by their stems', () => {
  expect(termsOf('walking', 'de')).not.toEqual(termsOf('walking', 'en'))
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
      for (const { term, start, end } of analyse(written, 'de')) {
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
const matchOf = (written: string, { clauses }: ExpandedQuery) => {
  const tokens = analyse(written, 'en')
  const hits = new Set<Token>()
  const wanted = clauses.filter(({ isExcluded }) => !isExcluded)
  const formAt = ({ start, end, term }: Token): string =>
    /^[\p{sc=Han}\p{sc=Kana}\p{sc=Hira}]/u.test(term) ? '' : formOf(written.slice(start, end))
  const matched = wanted.filter((clause) => {
    const found = tokens.flatMap((token, index) => {
      const form = formAt(token)
      const isWhole =
        clause.terms.includes(token.term) ||
        clause.forms.includes(form) ||
        clause.beginnings.some((beginning) => form.startsWith(beginning)) ||
        clause.termBeginnings.some((beginning) => token.term.startsWith(beginning))
      const phrases = clause.phrases.flatMap((phrase) => {
        const run = tokens.slice(index, index + phrase.length)
        return run.map(({ term }) => term).join(' ') === phrase.join(' ') ? run : []
      })
      return isWhole ? [token, ...phrases] : phrases
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

test('a text matches where its terms and words are those of the query, and an excerpt holds a match', () => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (written, q, isPrefix) => {
      const parsed = parseSearch(q, { isPrefix })
      if ('problem' in parsed) return
      const query = expand(parsed, { languages: ['en', 'ar'], isBegun: () => true })
      const matched = matchOf(written, query)
      expect(atOnce(createTextMatcher(query)(written, 'en'))).toEqual(matched)
      const { spans } = matched
      const excerpt = excerptOf(written, spans, 20)
      expect(excerpt.start).toBeLessThanOrEqual(excerpt.end)
      if (spans.length > 0) {
        expect(spans.some(({ start, end }) => start >= excerpt.start && end <= excerpt.end)).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each<[q: string, clauses: [text: string, isExcluded?: boolean][]]>([
  ['red rose', [['red'], ['rose']]],
  ['"red rose" red', [['red rose'], ['red']]],
  ['-red rose', [['red', true], ['rose']]],
  ['−"red rose" tree', [['red rose', true], ['tree']]],
  ['“red rose” «tree»', [['red rose'], ['tree']]],
  ['"red rose', [['red rose']]],
  ['covid-19', [['covid-19']]],
  ['rose rose', [['rose']]],
  ['red"rose tree"', [['red'], ['rose tree']]],
  ['北京大学', [['北京大学']]],
  ['ferry/quay', [['ferry'], ['quay']]],
  ['quay,ferry', [['quay'], ['ferry']]],
  ['ferry&noon|quay', [['ferry'], ['noon'], ['quay']]],
  ['10,000 people', [['10,000'], ['people']]],
])('the query %s', (q, clauses) => {
  expect(queryOf(q).clauses.map(({ text: words, isExcluded }) => [words, isExcluded])).toEqual(
    clauses.map(([words, isExcluded = false]) => [words, isExcluded]),
  )
})

test('a word that ends in a star is a beginning', () => {
  expect(queryOf('harb* quay').clauses.map(({ isPrefix }) => isPrefix)).toEqual([true, false])
})

test('of a headline that is pasted whole the first 32 words count, and a notice says so', () => {
  const words = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ')
  const { clauses, notice } = queryOf(words)
  expect(clauses).toHaveLength(32)
  expect(notice).toBe('Only the first 32 words were searched for.')
})

test('a Hebrew acronym is a word, not the beginning of a phrase', () => {
  expect(queryOf('צה"ל שלום').clauses).toHaveLength(2)
})

test.each(['', ' ', '""', '-', '- -', '¶', '*', 'ـ', '"ـ" ـ', '\ud800', '"\u202e"'])(
  'the query %j has no word',
  (q) => {
    expect(parseSearch(q, { isPrefix: true })).toMatchObject({
      problem: expect.stringContaining('no word') as string,
    })
  },
)

test('a word of five million letters is a term like another', () => {
  const [token, ...others] = analyse('قط'.repeat(2_500_000), 'ar')
  expect(others).toEqual([])
  expect(token).toMatchObject({ start: 0, end: 5_000_000 })
  expect(token?.term.length).toBeLessThanOrEqual(64)
})
