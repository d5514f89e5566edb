import { mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openFolder } from '../src/folder/folder.ts'
import { mostFormerIds } from '../src/library/limits.ts'
import { openSqliteLibrary } from '../src/library/sqlite/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { serve, stored, written } from './support/app.ts'
import { articleText } from './support/folder.ts'
import { toArticle } from '../src/article/derive.ts'
import { folderOf } from './support/process.ts'

const place = () => join(folderOf({}), 'index.db')

/** A folder that is served from an index, each time as after a start of the process; says what addresses answer. */
const served = async (folder: string, file = place()) => {
  const news: { isMemoryLost: boolean }[] = []
  const library = openSqliteLibrary({ index: { file, folder }, onRebuild: (_, about) => news.push(about) })
  onTestFinished(() => library.close().catch(() => undefined))
  const opened = await openFolder({ folder, sources, shelf: library })
  await opened.look()
  const { ask } = await serve(library)
  const answers = async (...ids: string[]) => {
    const all: (string | number)[] = []
    for (const id of ids) {
      const { status, headers } = await ask(`/articles/${id}`)
      all.push(headers['location'] ?? status)
    }
    return all
  }
  return { ask, answers, news, close: () => library.close() }
}

const move = (folder: string, from: string, to: string) => renameSync(join(folder, from), join(folder, to))

test('a file that was renamed between two starts answers 308 at its old id, with all below it', async () => {
  const folder = folderOf({ 'a.json': articleText('One'), 'b.json': articleText('Two') })
  const file = place()
  const first = await served(folder, file)
  await first.close()
  move(folder, 'a.json', 'c.json')
  const second = await served(folder, file)
  expect(await second.answers('a', 'a.html', 'a/sections/h?include=html', 'a/paragraphs/h-1.txt')).toEqual([
    '/articles/c',
    '/articles/c.html',
    '/articles/c/sections/h?include=html',
    '/articles/c/paragraphs/h-1.txt',
  ])
  expect(await second.answers('b', 'c', 'd')).toEqual([200, 200, 404])
})

test('the memory of a chain of names leads to the last in one step, and outlives a start', async () => {
  const folder = folderOf({ 'a.json': articleText('One') })
  const file = place()
  for (const [from, to] of [
    ['a.json', 'b.json'],
    ['b.json', 'c.json'],
    ['c.json', 'd.json'],
  ] as const) {
    await (await served(folder, file)).close()
    move(folder, from, to)
  }
  const last = await served(folder, file)
  expect(await last.answers('a', 'b', 'c', 'd')).toEqual(['/articles/d', '/articles/d', '/articles/d', 200])
  await last.close()
  move(folder, 'd.json', 'a.json')
  expect(await (await served(folder, file)).answers('a', 'b', 'c', 'd')).toEqual([
    200,
    '/articles/a',
    '/articles/a',
    '/articles/a',
  ])
})

test('a deleted article is a 410 that says so, until its id comes back', async () => {
  const folder = folderOf({ 'a.json': articleText('One'), 'b.json': articleText('Two') })
  const file = place()
  await (await served(folder, file)).close()
  unlinkSync(join(folder, 'a.json'))
  const gone = await served(folder, file)
  const { status, json, headers } = await gone.ask('/articles/a')
  expect([status, headers['cache-control']]).toEqual([410, 'no-store'])
  expect(json()).toEqual({
    type: '/problems/gone',
    title: 'Gone',
    status: 410,
    detail: 'The article "a" was deleted.',
    instance: '/articles/a',
    available: ['/articles'],
  })
  expect(await gone.answers('a.md', 'a.html', 'a/sections/h', 'a/sections/h.html', 'A', 'a/')).toEqual([
    410,
    410,
    410,
    410,
    410,
    '/articles/a',
  ])
  const page = await gone.ask('/articles/a', { headers: { accept: 'text/html' } })
  expect([page.status, page.text.includes('action="/search"')]).toEqual([410, true])
  await gone.close()
  writeFileSync(join(folder, 'a.json'), articleText('Another'))
  expect(await (await served(folder, file)).answers('a')).toEqual([200])
})

test('a text that comes back under another name is found by its old one, whenever it comes', async () => {
  const folder = folderOf({ 'a.json': articleText('One'), 'b.json': articleText('Two') })
  const file = place()
  await (await served(folder, file)).close()
  unlinkSync(join(folder, 'a.json'))
  await (await served(folder, file)).close()
  writeFileSync(join(folder, 'late.json'), articleText('One'))
  const late = await served(folder, file)
  expect(await late.answers('a')).toEqual(['/articles/late'])
  await late.close()
  writeFileSync(join(folder, 'copy.json'), articleText('Two'))
  await (await served(folder, file)).close()
  unlinkSync(join(folder, 'b.json'))
  expect(await (await served(folder, file)).answers('b')).toEqual(['/articles/copy'])
})

test('an article whose id alone is another leads to it, and an alias goes before what is remembered', async () => {
  const folder = folderOf({ 'a.json': articleText('One', 'first'), 'b.json': articleText('Two', 'other') })
  const file = place()
  await (await served(folder, file)).close()
  writeFileSync(join(folder, 'a.json'), articleText('One, changed', 'second'))
  unlinkSync(join(folder, 'b.json'))
  const then = await served(folder, file)
  expect(await then.answers('first', 'other')).toEqual(['/articles/second', 410])
  await then.close()
  writeFileSync(
    join(folder, 'c.json'),
    JSON.stringify({ ...JSON.parse(articleText('C', 'c')), aliases: ['first', 'other'] }),
  )
  expect(await (await served(folder, file)).answers('first', 'other')).toEqual(['/articles/c', '/articles/c'])
})

test('a folder that takes its name in front of an id leaves the old id to it', async () => {
  const folder = folderOf({ 'x/post.json': articleText('One') })
  const file = place()
  await (await served(folder, file)).close()
  mkdirSync(join(folder, 'y'))
  writeFileSync(join(folder, 'y/post.json'), articleText('Two'))
  expect(await (await served(folder, file)).answers('post', 'x-post', 'y-post')).toEqual([
    '/articles/x-post',
    200,
    200,
  ])
})

const draftText = (title: string, rest: object): string =>
  JSON.stringify({
    $schema: 'https://e.example/schemas/article.json',
    title,
    outlet: 'O',
    language: 'en',
    sections: [{ paragraphs: [title] }],
    ...rest,
  })

test('an article that is withdrawn is a 404 at all its names, like one that never was', async () => {
  const folder = folderOf({
    'a.json': draftText('One', { aliases: ['was', '/path'] }),
    'd.json': draftText('D', { draft: true }),
  })
  const file = place()
  const steps: [change: () => void, expected: (string | number)[]][] = [
    [() => undefined, [200, '/articles/a', 404, 404]],
    [() => move(folder, 'a.json', 'b.json'), ['/articles/b', '/articles/b', 200, 404]],
    [() => move(folder, 'd.json', 'e.json'), ['/articles/b', '/articles/b', 200, 404]],
    [
      () =>
        writeFileSync(join(folder, 'b.json'), draftText('One', { draft: true, aliases: ['was', '/path'] })),
      [404, 404, 404, 404],
    ],
    [() => unlinkSync(join(folder, 'b.json')), [404, 404, 404, 404]],
    [() => writeFileSync(join(folder, 'b.json'), draftText('One', {})), ['/articles/b', 404, 200, 404]],
  ]
  for (const [change, expected] of steps) {
    change()
    const { answers, ask, close } = await served(folder, file)
    expect(await answers('a', 'was', 'b', 'd')).toEqual(expected)
    if (expected[1] === 404) {
      const [gone, never] = [await ask('/articles/was'), await ask('/articles/xyz')]
      expect(gone.text.replaceAll('was', 'xyz')).toBe(never.text)
      expect((await ask('/path')).status).toBe(404)
    }
    await close()
  }
})

/** Makes the index one of other code. */
const age = (file: string, sql = '') => {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA user_version = 12345; ${sql}`)
  database.close()
}

test('an index of another version is built anew with its memory, and ids that are others now lead on', async () => {
  const folder = folderOf({
    'a.json': articleText('One'),
    'b.json': articleText('Two'),
    'c.json': articleText('C'),
  })
  const file = place()
  await (await served(folder, file)).close()
  move(folder, 'a.json', 'a2.json')
  unlinkSync(join(folder, 'b.json'))
  await (await served(folder, file)).close()
  age(file, "UPDATE file SET article = 'c-of-old' WHERE file = 'c.json'")
  const anew = await served(folder, file)
  expect(anew.news).toEqual([{ isMemoryLost: false }])
  expect(await anew.answers('a', 'a2', 'b', 'c', 'c-of-old')).toEqual([
    '/articles/a2',
    200,
    410,
    200,
    '/articles/c',
  ])
})

test('a memory that cannot be read is said to be lost', async () => {
  const folder = folderOf({ 'a.json': articleText('One') })
  const file = place()
  await (await served(folder, file)).close()
  age(file, 'DROP TABLE former')
  const anew = await served(folder, file)
  expect(anew.news).toEqual([{ isMemoryLost: true }])
  expect(await anew.answers('a', 'b')).toEqual([200, 404])
})

test('an id that was given for a moment, and that nobody saw, is not remembered', async () => {
  const library = openSqliteLibrary()
  const put = (id: string, file: string, isContinued: boolean) =>
    library.apply({
      put: [{ ...stored(toArticle(written(id), id)), file }],
      touch: [],
      remove: [],
      isContinued,
    })
  await put('seen', 'a.json', false)
  await put('moment', 'b.json', false)
  await put('after', 'b.json', true)
  await put('then', 'a.json', true)
  const moved = async (id: string) => (await library.moved(id)).moved
  expect([await moved('moment'), await moved('seen')]).toEqual([null, { article: 'then' }])
  await put('last', 'b.json', false)
  expect(await moved('after')).toEqual({ article: 'last' })
  await library.close()
})

test('the memory is bounded: the oldest ids are forgotten', async () => {
  const [file, folder] = [place(), folderOf({})]
  const library = openSqliteLibrary({ index: { file, folder } })
  const put = ['a', 'b', 'c'].map((id) => stored(toArticle(written(id), id)))
  await library.apply({ put, touch: [], remove: [] })
  await library.apply({ put: [], touch: [], remove: ['a.json'] })
  await library.close()
  const database = new DatabaseSync(file)
  database.exec(`INSERT INTO former (number, id, text) VALUES (${mostFormerIds}, 'other', '')`)
  database.close()
  const later = openSqliteLibrary({ index: { file, folder } })
  expect((await later.moved('a')).moved).toBe('deleted')
  await later.apply({ put: [], touch: [], remove: ['b.json'] })
  expect([(await later.moved('a')).moved, (await later.moved('b')).moved]).toEqual([null, 'deleted'])
  await later.close()
})
