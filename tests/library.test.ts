import { setImmediate } from 'node:timers/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Article } from '../src/article/article.ts'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { type Changes, type Engine, type Filter, Unavailable } from '../src/library/library.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { parseSearch } from '../src/search/query.ts'
import { stored, written } from './support/app.ts'
import { wholeOf } from './support/parts.ts'
import { openDatabaseLibrary } from './support/postgres.ts'
import { folderOf } from './support/process.ts'

/** The contract of the engines: what every one of them answers. */
const engines: [name: string, open: () => Engine | Promise<Engine>][] = [
  [
    'SQLite',
    () => {
      const home = folderOf({ 'in/empty.txt': '' })
      return openSqliteLibrary({ index: { file: join(home, 'index.db'), folder: join(home, 'in') } })
    },
  ],
  ['PostgreSQL', () => openDatabaseLibrary()],
]

type Rest = Parameters<typeof written>[1]

const articleOf = (id: string, rest: Rest = {}): Article =>
  toArticle(ArticleFile.parse(written(id, rest)), id)

const saying = (id: string, ...paragraphs: string[]): Article => articleOf(id, { sections: [{ paragraphs }] })

const put = (...articles: Article[]): Changes => ({ put: articles.map(stored), touch: [], remove: [] })

const remove = (...files: string[]): Changes => ({ put: [], touch: [], remove: files })

const queryOf = (q: string, isPrefix = false) => {
  const search = parseSearch(q, { isPrefix })
  if ('problem' in search) throw new Error(search.problem)
  return search
}

const find = async (
  library: Engine,
  q: string,
  { isPrefix = false, ...filter }: Filter & { isPrefix?: boolean } = {},
) => {
  const { items, total, revision } = await library.search({
    page: 1,
    limit: 100,
    filter,
    search: queryOf(q, isPrefix),
  })
  return {
    ids: items.map(({ article }) => article.id),
    scores: items.map(({ score }) => score),
    total,
    revision,
  }
}

const whole = { page: 1, limit: 100 }

describe.each(engines)('%s', (_, openEngine) => {
  const open = async (...articles: Article[]): Promise<Engine> => {
    const library = await openEngine()
    onTestFinished(() => library.close())
    await library.apply(put(...articles))
    return library
  }

  const people = { authors: [{ name: 'Amal Haddad', url: null }] }

  const shelf = () =>
    open(
      articleOf('a', {
        title: 'Zebra',
        outlet: 'بوابة الفجر',
        tags: ['Red', 'blue'],
        datePublished: '2020-05-31',
      }),
      articleOf('b', { title: 'apple', rubric: 'News', tags: ['red'], language: 'en-GB', ...people }),
      articleOf('c', { title: 'Éclair', datePublished: '2020-05-31T22:00:00Z', dateModified: '2022-01-01' }),
      articleOf('d', {
        title: 'بيت',
        language: 'ar',
        datePublished: '2021-01-01T00:00:00+03:00',
        tags: ['カフェ'],
      }),
    )

  const june = Date.parse('2020-06-01')

  test.each([
    ['-datePublished', ['d', 'c', 'a', 'b']],
    ['datePublished', ['a', 'c', 'd', 'b']],
    ['-dateModified', ['c', 'a', 'b', 'd']],
    ['dateModified', ['c', 'a', 'b', 'd']],
    ['title', ['b', 'c', 'a', 'd']],
    ['-title', ['d', 'a', 'c', 'b']],
  ] as const)('sorted by %s', async (sort, ids) => {
    const { items, total } = await (await shelf()).articles({ ...whole, sort })
    expect([items.map(({ id }) => id), total]).toEqual([ids, 4])
  })

  test.each<[Filter, string[]]>([
    [{}, ['d', 'c', 'a', 'b']],
    [{ outlet: 'بوّابة  الفجـر' }, ['a']],
    [{ outlet: 'the outlet' }, ['d', 'c', 'b']],
    [{ rubric: 'NEWS' }, ['b']],
    [{ tag: 'RED' }, ['a', 'b']],
    [{ tag: 'ｶﾌｪ' }, ['d']],
    [{ language: 'en' }, ['c', 'a']],
    [{ language: 'EN-gb' }, ['b']],
    [{ author: 'amal haddad' }, ['b']],
    [{ from: june }, ['d']],
    [{ before: june }, ['c', 'a']],
    [{ from: june, before: june }, []],
    [{ tag: 'red', from: 0 }, ['a']],
    [{ tag: 'green' }, []],
    [{ tag: 'green,red' }, ['a', 'b']],
    [{ article: 'a,d,x' }, ['d', 'a']],
  ])('narrowed to %o, in lists and searches', async (filter, ids) => {
    const library = await shelf()
    const { items, total } = await library.articles({ ...whole, filter })
    expect([items.map(({ id }) => id), total]).toEqual([ids, ids.length])
    const found = await find(library, 'paragraph', filter)
    expect([found.ids.toSorted(), found.total]).toEqual([ids.toSorted(), ids.length])
  })

  test('pages: each article once; a page past the last has no items and the same total', async () => {
    const library = await shelf()
    const filter = {}
    const pagesOf = async (ask: (page: number) => Promise<{ items: unknown[]; total: number }>) => {
      const pages = await Promise.all([1, 2, 3, 999_999].map(ask))
      return pages.map(({ items, total }) => [items.length, total])
    }
    const counts = [
      [3, 4],
      [1, 4],
      [0, 4],
      [0, 4],
    ]
    expect(await pagesOf((page) => library.articles({ page, limit: 3 }))).toEqual(counts)
    expect(await pagesOf((page) => library.fullArticles({ page, limit: 3 }))).toEqual(counts)
    expect(
      await pagesOf((page) => library.search({ page, limit: 3, filter, search: queryOf('first') })),
    ).toEqual(counts)
    expect(await pagesOf((page) => library.values('tag', { page, limit: 2 }))).toEqual([
      [2, 3],
      [1, 3],
      [0, 3],
      [0, 3],
    ])
  })

  test('an article is answered as it was put; an unknown id is null', async () => {
    const paragraphs = Array.from({ length: 200 }, (_part, at) => `word${at} بيت 北京 `.repeat(30).trim())
    const articles = [saying('long', ...paragraphs), articleOf('short')]
    const library = await open(...articles)
    for (const article of articles) expect((await library.article(article.id)).article).toEqual(article)
    for (const id of ['LONG', 'lon', '', "' OR 1"]) expect((await library.article(id)).article).toBe(null)
    const { items } = await library.fullArticles(whole)
    expect(items.map((article) => ({ ...article, sections: article.sections }))).toEqual(articles)
  })

  test('a long article is answered as it was when it was asked for, whatever takes its place', async () => {
    const long = (word: string): Article => {
      const paragraphs = Array.from({ length: 2000 }, (__, number) =>
        `${word} ${number} «نص\nطويل» `.repeat(9),
      )
      const sections = [{ paragraphs }, { heading: 'Empty', paragraphs: [] }, { heading: word, paragraphs }]
      return articleOf('a', { title: word, sections })
    }
    const [first, second] = [long('one'), long('two')]
    const library = await open(first)
    const asked = [library.article('a'), library.article('a')]
    const change = library.apply(put(second))
    const answers = await Promise.all(asked)
    await change
    for (const { article, revision } of answers) {
      expect([first.title, second.title]).toContain(article?.title)
      expect(article).toEqual(article?.title === 'one' ? first : second)
      expect(revision).toBeLessThanOrEqual((await library.article('b')).revision)
    }
    expect((await library.article('a')).article).toEqual(second)
    expect((await library.article('a')).article).toEqual(second)
  })

  test('a phrase is found to the end of an article of 20,000 words', async () => {
    const words = Array.from({ length: 20_000 }, (_word, at) => `w${at}`)
    const library = await open(saying('long', words.join(' ')), saying('short', 'w19999 w19998'))
    expect((await find(library, '"w19998 w19999"')).ids).toEqual(['long'])
    expect((await find(library, 'w0 w19999')).ids).toEqual(['long'])
  })

  test('values: those of most articles first, ties by name, names that fold alike as one', async () => {
    const { items } = await (await shelf()).values('tag', whole)
    expect(items).toEqual([
      { name: 'Red', articleCount: 2 },
      { name: 'blue', articleCount: 1 },
      { name: 'カフェ', articleCount: 1 },
    ])
  })

  test('around: the neighbours in the usual order, null at its ends', async () => {
    const library = await shelf()
    const around = async (id: string) => {
      const { previous, next } = await library.around(id)
      return [previous?.id ?? null, next?.id ?? null]
    }
    expect(await Promise.all(['d', 'c', 'a', 'b', 'none'].map(around))).toEqual([
      [null, 'c'],
      ['d', 'a'],
      ['c', 'b'],
      ['a', null],
      [null, null],
    ])
  })

  test('idsNear: at most 100 in order, around where the id would be', async () => {
    const ids = Array.from({ length: 300 }, (_id, at) => `a${String(at).padStart(3, '0')}`)
    const library = await open(...ids.map((id) => articleOf(id)))
    expect((await library.idsNear('a150x')).ids).toEqual(ids.slice(101, 201))
    expect((await library.idsNear('')).ids).toEqual(ids.slice(0, 50))
    expect((await library.idsNear('z')).ids).toEqual(ids.slice(250))
  })

  const garden = () =>
    open(
      articleOf('roses', {
        title: 'Roses',
        sections: [{ heading: 'Gardens', paragraphs: ['Roses like sun.', 'Cut them in spring.'] }],
      }),
      saying('trees', 'A rose is no tree, and an oak is. Sun roses.'),
      saying('kana', 'カフェで本を読む。', 'ｶﾌｪ'),
      saying('ar', 'في المكتبة كتاب كبير.'),
    )

  test.each<[q: string, ids: string[]]>([
    ['rose', ['roses', 'trees']],
    ['ROSES tree', ['trees']],
    ['"roses like sun"', ['roses']],
    ['"sun like roses"', []],
    ['"sun cut"', []],
    ['roses -oak', ['roses']],
    ['roses -"an oak"', ['roses']],
    ['カフェ', ['kana']],
    ['ｶﾌｪ', ['kana']],
    ['本', ['kana']],
    ['الكتاب', ['ar']],
    ['gard', []],
    ['nothing', []],
  ])('the search %s', async (q, ids) => {
    const found = await find(await garden(), q)
    expect([found.ids.toSorted(), found.total]).toEqual([ids, ids.length])
  })

  test('the beginning of a word finds the word', async () => {
    const library = await garden()
    expect((await find(library, 'gard', { isPrefix: true })).ids).toEqual(['roses'])
    expect((await find(library, 'sun gard', { isPrefix: true })).ids).toEqual(['roses'])
  })

  test('a corrected word is written as most texts write it', async () => {
    const library = await open(
      saying('a', 'In London.'),
      saying('b', 'London’s bridges.'),
      saying('c', 'london'),
    )
    const found = await library.search({ ...whole, filter: {}, search: queryOf('londno bridge') })
    expect([found.corrected, found.total]).toEqual(['London bridge', 1])
  })

  test('the best first, equal scores in order of their ids, over all pages', async () => {
    const same = ['m', 'c', 'z', 'a'].map((id) => saying(id, 'needle and hay'))
    const library = await open(
      ...same,
      articleOf('title', { title: 'Needle' }),
      saying('much', 'needle '.repeat(20)),
    )
    const { ids, scores } = await find(library, 'needle')
    expect(ids.filter((id) => id.length === 1)).toEqual(['a', 'c', 'm', 'z'])
    expect(scores).toEqual(scores.toSorted((one, other) => other - one))
    const pages = await Promise.all(
      ids.map((_id, at) => library.search({ page: at + 1, limit: 1, filter: {}, search: queryOf('needle') })),
    )
    expect(pages.flatMap(({ items }) => items.map(({ article }) => article.id))).toEqual(ids)
  })

  test('a search that nobody waits for rejects with the reason, and the library goes on', async () => {
    const library = await open(...Array.from({ length: 3000 }, (_one, at) => saying(`a-${at}`, 'needle')))
    const gone = new AbortController()
    const search = library.search({ ...whole, filter: {}, search: queryOf('needle'), signal: gone.signal })
    gone.abort(new Error('hung up'))
    await expect(search).rejects.toThrow('hung up')
    await library.apply({ ...put(saying('other', 'needle')), remove: ['a-0.json'] })
    expect((await find(library, 'needle')).total).toBe(3000)
  })

  test('a change is told before it is answered from, with the ids it touched', async () => {
    const library = await open(articleOf('a'), articleOf('b'))
    const told: unknown[] = []
    const forget = library.onChange((touched) => told.push(touched === 'all' ? touched : touched.toSorted()))
    const other = articleOf('b', { title: 'Other' })
    expect((await library.apply({ ...put(other), remove: ['a.json'] })).toSorted()).toEqual(['a', 'b'])
    expect(told).toEqual([['a', 'b']])
    expect((await library.article('b')).article).toEqual(other)
    await library.apply({ put: [], touch: [{ file: 'b.json', stamp: 'new' }], remove: ['none.json'] })
    forget()
    await library.apply(remove('b.json'))
    expect(told).toHaveLength(1)
  })

  test('every answer has the revision that it was read at, which grows with each change', async () => {
    const library = await open(articleOf('a'))
    const revisions = async () =>
      Promise.all([
        library.article('a'),
        library.article('none'),
        library.articles(whole),
        library.fullArticles(whole),
        library.values('tag', whole),
        library.around('a'),
        library.idsNear('a'),
        library.search({ ...whole, filter: {}, search: queryOf('first') }),
      ]).then((answers) => [...new Set(answers.map(({ revision }) => revision))])
    const [before, ...others] = await revisions()
    expect(others).toEqual([])
    await library.apply({ put: [], touch: [{ file: 'a.json', stamp: 'new' }], remove: [] })
    expect(await revisions()).toEqual([before])
    await library.apply(put(articleOf('b')))
    const [after, ...more] = await revisions()
    expect([after, more]).toEqual([expect.any(Number), []])
    expect(after).toBeGreaterThan(before ?? Infinity)
  })

  test('files: one record for each, in order of their names', async () => {
    const library = await open()
    const file = (name: string, id: string) => ({
      ...stored(articleOf(id)),
      file: name,
      stamp: '1',
      digest: `of ${id}`,
    })
    await library.apply({
      put: [{ ...file('x/b.md', 'b'), beside: ['file:a.png'] }, file('a.json', 'a')],
      touch: [],
      remove: [],
    })
    await library.apply({ put: [], touch: [{ file: 'a.json', stamp: '2' }], remove: [] })
    expect(await library.files()).toEqual([
      {
        file: 'a.json',
        stamp: '2',
        digest: 'of a',
        article: 'a',
        relations: { language: 'en', aliases: [], kin: ['id:a', 'file:a.json'] },
        beside: [],
      },
      {
        file: 'x/b.md',
        stamp: '1',
        digest: 'of b',
        article: 'b',
        relations: { language: 'en', aliases: [], kin: ['id:b', 'file:x/b.md'] },
        beside: ['file:a.png'],
      },
    ])
  })

  test('files with a hash: those that articles use, as long as one does', async () => {
    const library = await open()
    const use = (path: string, hash = 'aa') => ({
      hash,
      name: 'a.png',
      type: 'image/png',
      bytes: 1,
      path,
      stamp: '1',
    })
    const file = (id: string, ...uses: ReturnType<typeof use>[]) => ({ ...stored(articleOf(id)), uses })
    const pathsWith = async (hash: string) => (await library.filesWith(hash)).files.map(({ path }) => path)
    const both = [file('a', use('x.png'), use('other.png', 'bb')), file('b', use('x.png'), use('y.png'))]
    await library.apply({ put: both, touch: [], remove: [] })
    expect(await library.filesWith('aa')).toMatchObject({ files: [use('x.png'), use('y.png')] })
    await library.apply({ put: [file('b')], touch: [], remove: [] })
    expect([await pathsWith('aa'), await pathsWith('bb'), await pathsWith('cc')]).toEqual([
      ['x.png'],
      ['other.png'],
      [],
    ])
    await library.apply({ put: [], touch: [], remove: ['a.json'] })
    expect(await pathsWith('aa')).toEqual([])
  })

  test('all changes are applied or none', async () => {
    const library = await open(articleOf('a'), articleOf('b'))
    const told: unknown[] = []
    library.onChange((touched) => told.push(touched))
    const before = [await library.files(), await library.articles(whole)]
    const twice = { ...stored(articleOf('c')), file: 'other.json' }
    const changes = { put: [stored(articleOf('c')), twice], touch: [], remove: ['a.json'] }
    await expect(library.apply(changes)).rejects.toThrow()
    expect([await library.files(), await library.articles(whole)]).toEqual(before)
    expect((await find(library, 'first')).ids).toEqual(['a', 'b'])
    expect(told).toEqual([])
  })

  test('a file whose article has another id, and files that exchange their ids', async () => {
    const library = await open(articleOf('a'), articleOf('b'))
    const of = (file: string, article: Article) => ({ ...stored(article), file })
    await library.apply({ put: [of('a.json', articleOf('new'))], touch: [], remove: [] })
    expect((await library.article('a')).article).toBe(null)
    expect((await find(library, 'first')).ids).toEqual(['b', 'new'])
    const exchanged = [
      of('a.json', articleOf('b', { title: 'Of a' })),
      of('b.json', articleOf('new', { title: 'Of b' })),
    ]
    await library.apply({ put: exchanged, touch: [], remove: [] })
    const { items } = await library.articles(whole)
    expect(items.map(({ id, title }) => [id, title])).toEqual([
      ['b', 'Of a'],
      ['new', 'Of b'],
    ])
  })

  test('what is removed is in no answer', async () => {
    const library = await open(articleOf('a', { tags: ['red'] }), articleOf('b'))
    await library.apply(remove('a.json'))
    expect((await library.article('a')).article).toBe(null)
    expect((await library.articles(whole)).items.map(({ id }) => id)).toEqual(['b'])
    expect((await library.values('tag', whole)).total).toBe(0)
    expect((await library.idsNear('a')).ids).toEqual(['b'])
    expect((await find(library, 'first')).ids).toEqual(['b'])
  })

  test('what was answered stays as it was, whatever takes its place', async () => {
    const library = await open(saying('one', 'needle'), saying('two', 'needle'), saying('three', 'needle'))
    const full = await library.fullArticles({ page: 1, limit: 2, sort: '-title' })
    const found = await library.search({ ...whole, filter: {}, search: queryOf('needle') })
    await library.apply({ ...put(saying('other', 'hay')), remove: ['one.json', 'three.json'] })
    await library.apply({ ...put(saying('another', 'hay')), remove: ['two.json'] })
    expect([
      full.total,
      full.items.map(({ id, sections }) => [id, sections[0]?.paragraphs[0]?.text]),
    ]).toEqual([
      3,
      [
        ['two', 'needle'],
        ['three', 'needle'],
      ],
    ])
    expect(found.items.map(({ article }) => [article.id, JSON.stringify(wholeOf(article))])).toEqual(
      ['one', 'three', 'two'].map((id) => [id, JSON.stringify(saying(id, 'needle'))]),
    )
  })

  test('a search over a library that changes at every turn ends, and all of its answer is of one state', async () => {
    const library = await open(...Array.from({ length: 1500 }, (_one, at) => saying(`a-${at}`, 'needle hay')))
    const over = new AbortController()
    const made = { changes: 0 }
    const changing = (async () => {
      while (!over.signal.aborted) {
        const text = made.changes % 2 === 0 ? 'hay' : 'needle '.repeat(9)
        await library.apply({
          ...put(saying(`b-${made.changes}`, text)),
          remove: [`b-${made.changes - 1}.json`],
        })
        made.changes += 1
        await setImmediate()
      }
    })()
    const totals = new Map<number, number>()
    for (let search = 0; search < 5 || made.changes <= 5; search += 1) {
      const { ids, total, revision } = await find(library, 'needle')
      // Only every second of those that come and go holds the word, and it is the best.
      const passing = ids.filter((id) => id.startsWith('b-'))
      expect(total).toBe(1500 + passing.length)
      for (const id of passing) expect(Number(id.slice(2)) % 2).toBe(1)
      expect(new Set(ids).size).toBe(100)
      expect(totals.get(revision) ?? total).toBe(total)
      totals.set(revision, total)
    }
    over.abort()
    await changing
    expect(made.changes).toBeGreaterThan(5)
  })

  test('searches under way when the library changes answer from one of both states', async () => {
    const library = await open(...Array.from({ length: 3000 }, (_one, at) => saying(`a-${at}`, 'moon')))
    const searches = Array.from({ length: 5 }, () => find(library, 'moon'))
    await library.apply({ ...put(saying('b', 'moon')), remove: ['a-7.json', 'a-8.json'] })
    for (const { total } of await Promise.all(searches)) expect([3000, 2999]).toContain(total)
  })

  test('an engine that is closed cannot answer, and may be closed again', async () => {
    const library = await openEngine()
    await library.close()
    await library.close()
    await expect(library.articles(whole)).rejects.toThrow(Unavailable)
    await expect(library.article('a')).rejects.toThrow(Unavailable)
    await expect(find(library, 'a')).rejects.toThrow(Unavailable)
  })
})
