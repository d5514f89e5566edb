import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Engine } from '../src/library/library.ts'
import { atOnce } from '../src/pace.ts'
import { createTextMatcher } from '../src/search/highlight.ts'
import { hitsOf } from '../src/search/hits.ts'
import { mostBegunWords } from '../src/search/limits.ts'
import { parseSearch } from '../src/search/query.ts'
import { libraryOf, written } from './support/app.ts'

/** Words, by language, that meet others by a rule each: stems, particles, compounds, pairs, parts, elision, joints. */
const words: Record<string, string[]> = {
  en: ['walk', 'walked', 'walks', 'e-mail', 'email', '10,000', '10000', 'U.S.', "Iran's", 'Iran', 'walk-on'],
  de: ['Schiff', 'Dampfschiff', 'Dampfschiffe', 'Wahl', 'Bürgermeisterwahl', 'Fuehrung', 'Führung'],
  fr: ["l'équilibre", 'équilibre', 'équilibres', 'homme', "l'homme"],
  ar: ['الكتاب', 'كتاب', 'وبالكتاب', 'ماء', 'ما', 'المُحيط', 'محيط', 'ـ'],
  fa: ['کتاب ها', 'کتاب‌ها', 'می خواهم', 'می‌خواهم', 'کتاب'],
  he: ['ספר', 'הספרים', 'צה"ל', 'בספר'],
  ja: ['東京大学', '申し込み', '申込み', 'コミュニティー', 'コミュニティ'],
  zh: ['北京大學', '北京大学', '大学'],
  ko: ['오픈소스', '오픈 소스'],
  hi: ['हिन्दी', 'हिंदी'],
}

const languages = Object.keys(words)

const all = Object.values(words).flat()

const oneOf = (list: readonly string[]) => fc.constantFrom(...list)

const text = (most = 8) =>
  fc.array(oneOf(all), { minLength: 1, maxLength: most }).map((found) => found.join(' '))

const paragraph = fc.oneof(
  text(),
  fc.record({ type: fc.constant('text' as const), text: text(), language: oneOf(languages) }),
  fc.record({
    type: fc.constant('table' as const),
    caption: text(),
    rows: fc.constant<string[]>(['walk', 'Schiff']).map((row) => [row]),
  }),
)

const section = fc.record({ heading: text(3), paragraphs: fc.array(paragraph, { maxLength: 5 }) })

const articleFile = fc
  .record({
    title: text(4),
    summary: fc.option(text(4), { nil: undefined }),
    language: oneOf(languages),
    sections: fc.tuple(fc.record({ paragraphs: fc.array(paragraph, { maxLength: 3 }) }), section, section),
  })
  .map(({ summary, ...file }) => written('a', { ...file, ...(summary !== undefined && { summary }) }))

const part = fc
  .tuple(oneOf(all), oneOf(['', '', '', '-', '"', '*']))
  .map(([word, sign]) =>
    sign === '"' ? `"${word} walk"` : sign === '*' ? `${word.slice(0, 3)}*` : sign + word,
  )

const query = fc.tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean())

/** What is highlighted where the passages that may match are read, and where all are. */
const highlightsOf = async (library: Engine, q: string, isPrefix: boolean, only?: string) => {
  const search = parseSearch(q, { isPrefix })
  if ('problem' in search) return []
  const { items, searched } = await library.search({ page: 1, limit: 20, filter: {}, search })
  const matcher = createTextMatcher(searched)
  return items.map(({ article, passages }) => {
    const shown = { most: 20, section: only }
    const few = hitsOf(article, matcher, { ...shown, mayMatch: passages })
    return { few: atOnce(few), whole: atOnce(hitsOf(article, matcher, shown)), passages }
  })
}

test('highlights by the words of passages are those of reading the whole article', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(articleFile, { minLength: 8, maxLength: 8 }),
      fc.array(query, { minLength: 20, maxLength: 20 }),
      async (files, queries) => {
        const library = await libraryOf(files.map((file, index) => ({ ...file, id: `a-${index}` })))
        for (const [parts, isPrefix] of queries) {
          const only = isPrefix ? undefined : 'lede'
          for (const { few, whole } of await highlightsOf(library, parts.join(' '), isPrefix, only))
            expect(few).toEqual(whole)
        }
        await library.close()
      },
    ),
    { numRuns: 3 },
  )
})

test('each word is highlighted in each paragraph of a word that it meets', async () => {
  const files = languages.map((language) => {
    const paragraphs = (words[language] ?? []).map((word) => ({ type: 'text' as const, text: word }))
    return written(language, { language, sections: [{ paragraphs }] })
  })
  const library = await libraryOf(files)
  for (const q of all.flatMap((word) => [
    word,
    word.slice(0, 1),
    `${word.slice(0, 3)}*`,
    `"${word} ${word}"`,
  ]))
    for (const { few, whole } of await highlightsOf(library, q, false)) expect(few).toEqual(whole)
})

test('only the passages that hold a word are read, also after the library has changed', async () => {
  const paragraphs = ['A walk.', 'A ship.', 'Another ship.']
  const library = await libraryOf([written('a', { title: 'A title', sections: [{ paragraphs }] })])
  const search = parseSearch('ships', { isPrefix: false })
  if ('problem' in search) throw new Error(search.problem)
  const { items } = await library.search({ page: 1, limit: 20, filter: {}, search })
  await library.apply({ put: [], touch: [], remove: ['a.json'] })
  const read = [0, 1, 2, 3, 4, 5].filter((passage) => items[0]?.passages?.(passage))
  expect(read).toEqual([4, 5])
})

test('where very many words begin as is asked, all passages are read', async () => {
  const many = Array.from({ length: mostBegunWords + 1 }, (_, index) => `walk${index}`).join(' ')
  const library = await libraryOf([written('a', { sections: [{ paragraphs: [many, 'Ship.'] }] })])
  const [found] = await highlightsOf(library, 'walk*', false)
  expect([0, 1, 2, 3, 4].every((passage) => found?.passages?.(passage))).toBe(true)
  expect(found?.few).toEqual(found?.whole)
})
