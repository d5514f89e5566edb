import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNearness, editsBetween } from '../src/search/nearest-word.ts'
import { SearchList } from '../src/article/answers.ts'
import { libraryOf, serve, written } from './support/app.ts'
import fixture from './fixtures/searches.json' with { type: 'json' }

const searches = fixture as unknown as [what: string, q: string, texts: Record<string, [string, string]>][]

/** Articles of one paragraph each, in a language. */
const shelf = (texts: Record<string, [language: string, text: string]>) =>
  libraryOf(
    Object.entries(texts).map(([id, [language, text]]) =>
      written(id, { language, title: id, sections: [{ paragraphs: [text] }] }),
    ),
  )

const searchOf = async (library: Awaited<ReturnType<typeof libraryOf>>) => {
  const { ask } = await serve(library)
  return async (query: Record<string, string>) =>
    SearchList.parse((await ask(`/search?${new URLSearchParams(query).toString()}`)).json())
}

test.each(searches)('%s: %s', async (_what, q, texts) => {
  const search = await searchOf(await shelf(texts))
  const { items, corrected } = await search({ q })
  const wanted = Object.keys(texts).filter((id) => id !== 'no')
  expect([items.map(({ id }) => id).toSorted(), corrected]).toEqual([wanted.toSorted(), null])
  for (const { paragraphs } of items) expect(paragraphs[0]?.highlights).not.toEqual([])
})

const misspelled: [q: string, corrected: string, language: string, text: string][] = [
  ['harbuor', 'harbour', 'en', 'The harbour was full of boats.'],
  ['libary', 'library', 'en', 'A library on the hill.'],
  ['yacht club', 'yacht club', 'en', 'The yacht club met.'],
  ['parliamnet opned', 'parliament opened', 'en', 'The parliament opened.'],
  ['مدرصة', 'مدرسة', 'ar', 'بنوا مدرسة في القرية.'],
  ['ירושלימ', 'ירושלימ', 'he', 'הרכבת לירושלים.'],
  ['دانشگا', 'دانشگاه', 'fa', 'دانشگاه تهران.'],
  ['Bürgermeiser', 'Bürgermeister', 'de', 'Der Bürgermeister sprach.'],
  ['москав', 'Москва', 'ru', 'Москва зимой.'],
]

const shortWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })

test('words that follow each other are as near to a word as each is alone', () => {
  fc.assert(
    fc.property(
      shortWord,
      fc.array(shortWord, { maxLength: 30 }),
      fc.constantFrom(1, 2),
      (word, others, most) => {
        const editsTo = createNearness(word, most)
        for (const other of others.toSorted())
          expect([other, editsTo(other)]).toEqual([other, editsBetween(other, word, most)])
      },
    ),
  )
})

test.each(misspelled)(
  'GET /search?q=%s searches for %s, and says so',
  async (q, corrected, language, text) => {
    const search = await searchOf(await shelf({ a: [language, text], b: ['en', 'Something else entirely.'] }))
    const answer = await search({ q })
    expect(answer.items.map(({ id }) => id)).toEqual(['a'])
    expect(answer.corrected).toBe(corrected === q || answer.corrected === null ? null : answer.corrected)
    if (corrected !== q) expect(answer.corrected?.normalize('NFC')).toBe(corrected)
  },
)

test.each<[q: string, spelt: string, language: string, texts: string[]]>([
  ['المحبط', 'المُحيط', 'ar', ['المُحيط واسع.', 'عبروا المُحيط.', 'هذا المحيط.']],
  ['المحبط', 'المحيط', 'ar', ['المُحيط واسع.', 'عبروا المحيط.', 'هذا المحيط.']],
  ['מסעדא', 'מִסְעָדָה', 'he', ['מִסְעָדָה חדשה.', 'זו מִסְעָדָה.', 'מסעדה']],
  ['bibliotek', 'Bibliothek', 'de', ['Die Bibliothek ist offen.', 'BIBLIOTHEK', 'Eine Bibliothek.']],
  ['strase', 'Straße', 'de', ['Die Straße ist lang.', 'Eine Straße.']],
  ['harbuor', 'harbour', 'en', ['Harbour in sight.', 'The harbour.']],
  ['londno', 'London', 'en', ['London’s bridges.', 'In London.', 'Lon\u00ADdon.']],
  ['emial', 'e-mail', 'en', ['An e-mail came.', 'Another e-mail.', 'No email.']],
])('GET /search?q=%s names %s, as most texts write it', async (q, spelt, language, texts) => {
  const files = texts.map((text, index) => [`${index}`, [language, text]] as const)
  const search = await searchOf(
    await shelf(Object.fromEntries(files.map(([id, [of, text]]) => [id, [of, text]]))),
  )
  expect((await search({ q })).corrected).toBe(spelt.normalize('NFC'))
})

test('what is suggested is written as most texts write it', async () => {
  const many = Array.from(
    { length: 12 },
    (_, index) => [`h${index}`, ['de', `Die Müllerstraße ${index}.`]] as const,
  )
  const search = await searchOf(
    await shelf({
      ...Object.fromEntries(many.map(([id, [of, text]]) => [id, [of, text]])),
      one: ['de', 'Die Müllerstrasze.'],
    }),
  )
  expect((await search({ q: 'Müllerstrasze' })).didYouMean).toBe('Müllerstraße')
})

test.each(['cat', '-harbuor quay', '"harbuor"', 'xqzzk'])('GET /search?q=%s corrects nothing', async (q) => {
  const search = await searchOf(await shelf({ a: ['en', 'The harbour, the cart and the quay.'] }))
  expect((await search({ q })).corrected).toBe(null)
})

test.each([
  ['walks', 'A walk home.', 'He talks much; the walls fell.'],
  ['boats', 'A boat sank.', 'The coats are red; he boasts.'],
  ['marked', 'They mark it.', 'They barked and parked in the market.'],
  ['Wänden', 'Die Wand ist weiß.', 'Die Wunden heilen; sie wenden.'],
  ['домами', 'Дом стоит.', 'Дамами овладел страх.'],
  ['فلاح', 'زرع الفلاح القمح.', 'لاح القمر.'],
])('a word that is another form of one in the texts is not misspelt: %s', async (q, text, other) => {
  const language = /[a-zä]/.test(q) ? (q === 'Wänden' ? 'de' : 'en') : /[а-я]/.test(q) ? 'ru' : 'ar'
  const search = await searchOf(await shelf({ yes: [language, text], no: [language, other] }))
  const { items, corrected, didYouMean } = await search({ q })
  expect([items.map(({ id }) => id), corrected, didYouMean]).toEqual([['yes'], null, null])
})

test('a rare word near one that many articles have is searched for, and the other is suggested', async () => {
  const texts = Object.fromEntries(
    Array.from({ length: 20 }, (_, index): [string, [string, string]] => [
      `a${index}`,
      ['en', index === 0 ? 'A harbor in the south.' : 'Their harvest was rich.'],
    ]),
  )
  const search = await searchOf(await shelf({ ...texts, b: ['en', 'One harvset.'] }))
  const answer = await search({ q: 'harvset' })
  expect([answer.total, answer.corrected, answer.didYouMean]).toEqual([1, null, 'harvest'])
})

test('every beginning of every word finds it', async () => {
  const text: Record<string, [string, string]> = {
    en: ['en', 'They were walking; the communities ran.'],
    ar: ['ar', 'افتتحت الحكومة الحديقة.'],
    he: ['he', 'הוועדה בישראל התכנסה.'],
    de: ['de', 'Die Häuser am Fluss.'],
    ru: ['ru', 'Поезд до Москвы.'],
    parts: ['en', 'An open-source co-operation by e-mail.'],
    persian: ['fa', 'آن‌ها نامه‌های خوب نوشتند.'],
    hamza: ['ar', 'النسبة المئوية'],
  }
  const search = await searchOf(await shelf(text))
  for (const [id, [, sentence]] of Object.entries(text)) {
    for (const word of sentence.replaceAll(/[^\p{L} \u200C-]/gu, '').split(' ')) {
      for (let length = 2; length <= word.length; length += 1) {
        const { items } = await search({ q: word.slice(0, length), prefix: 'true', limit: '50' })
        expect([word.slice(0, length), items.map((item) => item.id)]).toEqual([
          word.slice(0, length),
          expect.arrayContaining([id]) as string[],
        ])
      }
    }
  }
})

test('the very word comes before its other forms, and of equals the newest first', async () => {
  const say = (id: string, text: string, datePublished: string | null = null) =>
    written(id, { datePublished, title: 'T', sections: [{ paragraphs: [text] }] })
  const search = await searchOf(
    await libraryOf([
      say('a', 'walking walks walked'),
      say('b', 'A walk home.'),
      say('old', 'A swim here.', '2019-01-01'),
      say('new', 'A swim here.', '2023-01-01'),
      say('undated', 'A swim here.'),
    ]),
  )
  expect((await search({ q: 'walk' })).items.map(({ id }) => id)).toEqual(['b', 'a'])
  expect((await search({ q: 'swim' })).items.map(({ id }) => id)).toEqual(['new', 'old', 'undated'])
})

const people = (name: string) => ({ authors: [{ name, url: null }] })

const counted = () =>
  libraryOf([
    written('a', { tags: ['sea', 'boats'], rubric: 'News', ...people('Amal Haddad') }),
    written('b', { tags: ['sea'], rubric: 'Sport', outlet: 'Dawn', language: 'en-GB' }),
    written('c', { tags: ['Boats, old'], rubric: 'News' }),
  ])

test('an article is found by its author, a tag, its rubric and its outlet', async () => {
  const search = await searchOf(await counted())
  for (const [q, ids] of [
    ['haddad', ['a']],
    ['boats', ['a', 'c']],
    ['sport', ['b']],
    ['dawn', ['b']],
  ] as const) {
    expect([q, (await search({ q })).items.map(({ id }) => id).toSorted()]).toEqual([q, ids])
  }
})

test('facets count the whole result, each without its own filter', async () => {
  const search = await searchOf(await counted())
  const { total, facets } = await search({ q: 'paragraph', tag: 'sea', facets: 'rubric,tag', limit: '1' })
  expect(total).toBe(2)
  expect(facets).toEqual({
    tag: [
      { name: 'sea', articleCount: 2 },
      { name: 'Boats, old', articleCount: 1 },
      { name: 'boats', articleCount: 1 },
    ],
    rubric: [
      { name: 'News', articleCount: 1 },
      { name: 'Sport', articleCount: 1 },
    ],
  })
})

test.each([
  ['/articles?tag=boats,sea', ['a', 'b']],
  ['/articles?tag=Boats,%20old', ['c']],
  ['/articles?rubric=news,sport&tag=sea', ['a', 'b']],
  ['/search?q=paragraph&article=a,c', ['a', 'c']],
])('GET %s', async (path, ids) => {
  const { ask } = await serve(await counted())
  const { items } = (await ask(path)).json() as { items: { id: string }[] }
  expect(items.map(({ id }) => id).toSorted()).toEqual(ids)
})

const headline = 'Council opens the new bridge over the river after ten years'

test.each([
  [headline.toUpperCase(), null],
  [`${headline} | The Outlet`, null],
  [`${headline} – Somewhere Else`, 'No article has all words: "Somewhere", "Else" left out.'],
  [`${headline} https`, 'No article has all words: "https" left out.'],
  [headline.replace('bridge', 'tunnel'), 'No article has all words: "tunnel" left out.'],
  ['"Council opens a new bridge over the river"', /^No article has these words in this order/],
  [
    '"the river over opens bridge"',
    'No article has these words in this order: each was searched for by itself.',
  ],
  ['国务院总理会见外国代表团，双方一致同意进一步加强合作_新闻网', /left out/],
])('a headline is found as it is pasted: %s', async (q, notice) => {
  const texts: Record<string, [string, string]> = {
    yes: ['en', headline],
    zh: ['zh', '国务院总理会见外国代表团，双方一致同意进一步加强合作'],
    no: ['en', 'A tunnel, a council.'],
  }
  const search = await searchOf(await shelf(texts))
  const { items, ...answer } = await search({ q })
  expect(items.map(({ id }) => id)).toEqual([/[a-z]/i.test(q) ? 'yes' : 'zh'])
  if (notice instanceof RegExp) expect(answer.notice).toMatch(notice)
  else expect(answer.notice).toBe(notice)
})

test.each(['council tunnel', 'council opens tunnel', 'council opens the new -bridge river'])(
  'GET /search?q=%s: all words of a short query must match, and none of those that are excluded',
  async (q) => {
    const search = await searchOf(await shelf({ a: ['en', headline], b: ['en', 'A tunnel.'] }))
    expect((await search({ q })).total).toBe(0)
  },
)

test('a search in one section finds what stands in it', async () => {
  const sections = [
    { heading: 'East', paragraphs: ['The river is wide.'] },
    { heading: 'West', paragraphs: ['A road.', 'The river ends.'] },
  ]
  const { ask } = await serve(await libraryOf([written('a', { sections }), written('b', { sections })]))
  const found = SearchList.parse((await ask('/search?q=river&article=a&section=west')).json())
  expect(found.items.map(({ id, paragraphs }) => [id, paragraphs.map((paragraph) => paragraph.id)])).toEqual([
    ['a', ['west-2']],
  ])
  expect(SearchList.parse((await ask('/search?q=road&article=a&section=east')).json()).total).toBe(0)
  const refused = await ask('/search?q=river&section=west')
  expect([refused.status, (refused.json() as { detail: string }).detail]).toEqual([
    400,
    'section is of one article: give `article` too.',
  ])
})

test.each([['facets=colour', 'facets must be of tag, rubric, outlet, language, author, with commas']])(
  'GET /search?q=x&%s is 400',
  async (query, detail) => {
    const { ask } = await serve(await counted())
    const answer = await ask(`/search?q=x&${query}`)
    expect(answer.status).toBe(400)
    expect((answer.json() as { detail: string }).detail).toContain(detail)
  },
)

test.each(['ـ', '"ـ"', 'ـ -quay'])(
  'GET /search?q=%s finds nothing, and says that there is no word',
  async (q) => {
    const search = await searchOf(await shelf({ a: ['ko', '가나다'], b: ['en', 'The harbour.'] }))
    const { items, notice } = await search({ q })
    expect(items).toEqual([])
    expect(notice).toMatch(/^The search (?:has no word to search for|only excludes words)/)
  },
)

test('what is left of nothing beside a word does not count', async () => {
  const search = await searchOf(await shelf({ a: ['ko', '가나다'], b: ['en', 'The harbour.'] }))
  expect((await search({ q: 'harbour ـ' })).items.map(({ id }) => id)).toEqual(['b'])
})
