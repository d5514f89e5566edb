import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { SearchList } from '../src/article/answers.ts'
import { libraryOf, serve, written } from './support/app.ts'
import { save, serveFolder, until } from './support/folder.ts'
import { folderOf, maqalCheck } from './support/process.ts'

type Group = { language: string | null; words: string[] }

type Texts = Record<string, [language: string, text: string]>

const fileOf = (id: string, [language, text]: [string, string]) =>
  written(id, { language, title: 'T', sections: [{ paragraphs: [text] }] })

const searchOf = async (texts: Texts, groups: (string[] | Group)[]) => {
  const library = await libraryOf(Object.entries(texts).map(([id, text]) => fileOf(id, text)))
  const synonyms = groups.map((group) => (Array.isArray(group) ? { language: null, words: group } : group))
  await library.apply({ put: [], touch: [], remove: [], synonyms })
  const { ask } = await serve(library)
  return async (query: Record<string, string>) =>
    SearchList.parse((await ask(`/search?${new URLSearchParams(query).toString()}`)).json())
}

const cars: Texts = {
  car: ['en', 'The car is red.'],
  auto: ['en', 'Two automobiles stood there.'],
  motor: ['en', 'A motor car of 1910.'],
  horse: ['en', 'The horse of the king.'],
  un: ['en', 'The UN met on Monday.'],
  nations: ['en', 'The United Nations have a house here.'],
  umam: ['ar', 'وصل وفد للأمم المتحدة.'],
  united: ['en', 'A united front of all nations.'],
  handy: ['de', 'Das Handy klingelt.'],
  mobil: ['de', 'Seine Mobiltelefone sind alt.'],
  tool: ['en', 'A handy tool; the Mobiltelefon of a museum.'],
  sayyara: ['ar', 'اشترى سيارة جديدة.'],
  markaba: ['ar', 'وقفت المركبات في الشارع.'],
  email: ['en', 'Send an e-mail.'],
  letter: ['en', 'Electronic mail came late.'],
  zh: ['zh', '联合国开会。'],
}

const groups = [
  ['car', 'automobile', 'motor car'],
  ['UN', 'United Nations', 'الأمم المتحدة', '联合国'],
  { language: 'de', words: ['Handy', 'Mobiltelefon'] },
  ['سيارة', 'مركبة'],
  ['e-mail', 'electronic mail'],
]

const un = ['nations', 'umam', 'un', 'zh']

test.each([
  ['car', ['auto', 'car', 'motor']],
  ['automobiles', ['auto', 'car', 'motor']],
  ['motor car', ['auto', 'car', 'motor']],
  ['red automobile', ['car']],
  ['UN', un],
  ['united nations', [...un, 'united']],
  ['united nations monday', ['un']],
  ['الأمم المتحدة', un],
  ['联合国', un],
  ['handy', ['handy', 'mobil', 'tool']],
  ['Mobiltelefon', ['handy', 'mobil', 'tool']],
  ['بالسيارات', ['markaba', 'sayyara']],
  ['ومركبة', ['markaba', 'sayyara']],
  ['email', ['email', 'letter']],
  ['"car"', ['car', 'motor']],
  ['king -car', ['horse']],
  ['red -automobile', ['car']],
  ['nations', ['nations', 'united']],
])('GET /search?q=%s', async (q, ids) => {
  const search = await searchOf(cars, groups)
  const { items, corrected, didYouMean } = await search({ q })
  expect([items.map(({ id }) => id).toSorted(), corrected, didYouMean]).toEqual([ids.toSorted(), null, null])
  for (const { paragraphs } of items) expect(paragraphs[0]?.highlights).not.toEqual([])
})

test('the last word has synonyms where it may be the beginning of another', async () => {
  const search = await searchOf(cars, groups)
  const { items } = await search({ q: 'car', prefix: 'true' })
  expect(items.map(({ id }) => id).toSorted()).toEqual(['auto', 'car', 'motor'])
})

test('what was typed comes before synonyms, however rare these are, and all that was found is marked', async () => {
  const many = Array.from({ length: 30 }, (_, index): [string, [string, string]] => [
    `car-${index}`,
    ['en', 'A car, as many others.'],
  ])
  const search = await searchOf({ auto: ['en', 'An automobile.'], ...Object.fromEntries(many) }, [
    ['car', 'automobile'],
  ])
  const { items, total } = await search({ q: 'car', limit: '50' })
  expect([total, items.at(-1)?.id]).toEqual([31, 'auto'])
  expect(items.every(({ score }, index) => score <= (items[index - 1]?.score ?? Infinity))).toBe(true)
  const [paragraph] = items.at(-1)?.paragraphs ?? []
  expect(paragraph?.highlights.map(({ start, end }) => paragraph.excerpt.slice(start, end))).toEqual([
    'automobile',
  ])
})

test('a misspelt word is corrected to one that has synonyms', async () => {
  const search = await searchOf(cars, groups)
  const { items, corrected } = await search({ q: 'automobbiles' })
  expect([corrected, items.map(({ id }) => id).toSorted()]).toEqual(['automobiles', ['auto', 'car', 'motor']])
})

test.each([
  ['synonyms: car', ['maqal.yaml:1:1  synonyms  is not a list of groups']],
  [`synonyms: [${'[a, b],'.repeat(1001)}]`, ['maqal.yaml:1:1  synonyms  has more than 2000 words']],
  [
    `synonims: []
synonyms:
  - [car]
  - car
  - [car, "!"]
  - [car, [automobile]]
  - { langage: de, words: [a, b] }
  - { language: germn, words: [a, b] }
  - [a, ${'b'.repeat(101)}]
  - [${'a,'.repeat(21)}]`,
    [
      'maqal.yaml:3:5  synonyms[0]  has fewer than two words',
      'maqal.yaml:4:5  synonyms[1]  has fewer than two words',
      'maqal.yaml:5:11  synonyms[2][1]  has no letter and no digit',
      'maqal.yaml:6:11  synonyms[3][1]  is of a type that cannot stand here',
      'maqal.yaml:7:7  synonyms[4].langage  unknown key "langage"  did you mean "language"?',
      'maqal.yaml:8:7  synonyms[5].language  is not a language tag  did you mean "de"?',
      'maqal.yaml:9:9  synonyms[6][1]  is longer than 100 characters',
      'maqal.yaml:10:5  synonyms[7]  has more than 20 words',
      'maqal.yaml:1:1  synonims  unknown key "synonims"  did you mean "synonyms"?',
    ],
  ],
])('faults of synonyms are named: %.40s', async (yaml, faults) => {
  const cwd = folderOf({ 'maqal.yaml': yaml, 'a.json': JSON.stringify(fileOf('a', ['en', 'A text.'])) })
  const { code, out } = await maqalCheck(['.'], { cwd })
  expect(code).toBe(1)
  for (const fault of faults) expect(out).toContain(fault)
})

test('synonyms are kept in the index, and a change of maqal.yaml changes them without a change of articles', async () => {
  const folder = folderOf({
    'maqal.yaml': 'synonyms: [[car, automobile], [1, one]]',
    'car.json': JSON.stringify(fileOf('car', ['en', 'The car is red.'])),
    'auto.json': JSON.stringify(fileOf('auto', ['en', 'An automobile; one of many.'])),
  })
  const { app, reports } = await serveFolder(folder, 20)
  const found = async (q: string) => {
    const { items } = (await app.inject(`/search?q=${q}`)).json<{ items: { id: string }[] }>()
    return items.map(({ id }) => id).toSorted()
  }
  expect([await found('car'), await found('1')]).toEqual([['auto', 'car'], ['auto']])
  save(folder, 'maqal.yaml', 'synonyms:\n  - red, many\n')
  await until(async () => (await found('red')).length === 2)
  expect(await found('car')).toEqual(['car'])
  save(folder, 'maqal.yaml', 'timeZone: UTC')
  await until(async () => (await found('red')).length === 1)
  expect(reports.map(({ changed }) => changed).filter((changed) => changed > 0)).toEqual([])
})

/** The example of docs/search.md, and the searches it shows. */
const example = () => {
  const docs = readFileSync('docs/search.md', 'utf8')
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(docs) ?? []
  const [, table = ''] = /\| `q` \|.*\n\|---.*\n([^]*?)\n\n/.exec(docs) ?? []
  const shown = [...table.matchAll(/^\| `(.+?)` \| (.+?) \|$/gm)].map(([, q = '', found = '']) => ({
    q,
    found,
  }))
  return { yaml, shown }
}

test('docs/search.md: the example of synonyms', async () => {
  const { yaml, shown } = example()
  expect(Object.keys(parse(yaml) as object)).toEqual(['synonyms'])
  expect(shown.length).toBeGreaterThan(2)
  const texts = [...new Set(shown.flatMap(({ found }) => found.split('; ')))]
  const folder = folderOf({
    'maqal.yaml': yaml,
    ...Object.fromEntries(
      texts.map((text, index) => {
        const language = /[ا-ي]/.test(text) ? 'ar' : /Handy|Mobil/.test(text) ? 'de' : 'en'
        return [`t${index}.json`, JSON.stringify(fileOf(`t${index}`, [language, text]))]
      }),
    ),
  })
  const { app } = await serveFolder(folder)
  for (const { q, found } of shown) {
    const answer = (await app.inject(`/search?q=${encodeURIComponent(q)}`)).json<{
      items: { id: string }[]
    }>()
    const ids = answer.items.map(({ id }) => texts[Number(id.slice(1))] ?? id)
    expect([q, ids.toSorted()]).toEqual([q, found.split('; ').toSorted()])
  }
})
