import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openContent } from '../../src/content.ts'
import type { KeptAnswer } from '../../src/library/library.ts'
import { openAnswers, openAnswerStore } from '../../src/library/sqlite/answers.ts'
import { save, until } from '../support/folder.ts'
import { folderOf } from '../support/process.ts'

const textOf = (word: string): string =>
  JSON.stringify({
    title: word,
    outlet: 'O',
    language: 'en',
    sections: [{ heading: 'H', paragraphs: [`${word} `.repeat(500).trim()] }],
  })

/** A folder `in`, and an index beside it. */
const place = () => {
  const home = folderOf({ 'in/a.json': textOf('one'), 'in/b.json': textOf('two') })
  return { folder: join(home, 'in'), file: join(home, 'index.db') }
}

type More = { method?: string; headers?: Record<string, string> }

/** Serves a folder, and tells which articles were read to be answered. */
const serve = async (
  { folder, file }: ReturnType<typeof place>,
  { settings = {}, interval = 0.02 }: { settings?: Record<string, string>; interval?: number } = {},
) => {
  const config = readConfig({ DATA_DIR: folder, INDEX_FILE: file, PUBLIC_URL: 'http://a', ...settings })
  const content = await openContent({ ...config, POLL_INTERVAL: interval })
  const { library } = content
  const [read, errors]: [string[], unknown[]] = [[], []]
  const article: typeof library.article = (id) => {
    read.push(id)
    return library.article(id)
  }
  const app = await buildApp({ ...content, library: { ...library, article }, config })
  content.watch({ onReport: () => undefined, onError: (error) => errors.push(error) })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const end = async (): Promise<void> => {
    await app.close()
    await content.close()
  }
  let ended: Promise<void> | undefined
  const close = (): Promise<void> => (ended ??= end())
  onTestFinished(close)
  const { port } = app.server.address() as AddressInfo
  const get = async (path: string, coding = 'identity', more: More = {}) => {
    const headers = { 'accept-encoding': coding, ...more.headers }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { ...more, headers })
    const { date: _, connection: __, 'keep-alive': ___, ...others } = Object.fromEntries(answer.headers)
    return { status: answer.status, headers: others, body: await answer.text() }
  }
  return { get, read, errors, close }
}

/** Whether an answer is on the disk, with its coding. */
const isKept = (file: string, address: string): boolean => {
  const database = new DatabaseSync(`${file}-answers`)
  try {
    return (
      database.prepare('SELECT 1 FROM answer WHERE address = ? AND br IS NOT NULL').get(address) !== undefined
    )
  } catch {
    return false
  } finally {
    database.close()
  }
}

/** Asks for addresses until they are on the disk; an answer is kept when the thread that writes has started. */
const keep = async (at: ReturnType<typeof place>, paths: readonly string[]) => {
  // Nothing fits into this memory.
  const first = await serve(at, { settings: { CACHE_BYTES: '5000' } })
  const answers = await Promise.all(paths.map((path) => first.get(path, 'br')))
  await until(async () => {
    await Promise.all(paths.map((path) => first.get(path, 'br')))
    return paths.every((path) => isKept(at.file, path))
  })
  await first.close()
  return answers
}

const paths = ['/articles/a', '/articles/a.md', '/articles/a/sections/h', '/articles/b']

test('a restart answers with the bytes that were made before, and reads no article', async () => {
  const at = place()
  const answers = await keep(at, paths)
  const { get, read, errors } = await serve(at)
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(await Promise.all(paths.map((path) => get(path, 'br')))).toEqual(answers)
  expect((await get('/articles/a')).headers['content-encoding']).toBeUndefined()
  expect(JSON.parse((await get('/articles/a?utm_source=x')).body)).toMatchObject({ id: 'a' })
  expect(read).toEqual([])
  expect(errors).toEqual([])
})

test('what is read from the disk answers conditions and HEAD, and is made in a coding that it does not have', async () => {
  const at = place()
  const [inBr] = await keep(at, paths)
  const etag = inBr?.headers['etag'] ?? ''
  const identity = etag.replace('-br', '')
  /** Asks a server that has answered nothing yet. */
  const ask = async (coding: string, more: More = {}) => {
    const { get, close } = await serve(at)
    const answer = await get('/articles/a', coding, more)
    await close()
    return answer
  }
  expect(await ask('br', { method: 'HEAD' })).toEqual({ ...inBr, body: '' })
  const held = await ask('br', { headers: { 'if-none-match': etag } })
  expect(held).toMatchObject({ status: 304, body: '', headers: { etag } })
  expect(held.headers).not.toHaveProperty('content-encoding')
  expect((await ask('identity', { headers: { 'if-match': '"other"' } })).status).toBe(412)
  expect((await ask('gzip')).headers).toMatchObject({ 'content-encoding': 'gzip' })
  expect((await ask('identity;q=0, *;q=0')).status).toBe(406)
  expect((await ask('identity')).headers['etag']).toBe(identity)
})

test('a body whose coding is damaged on the disk is made anew', async () => {
  const at = place()
  await keep(at, ['/articles/a'])
  const database = new DatabaseSync(`${at.file}-answers`)
  database.exec(`UPDATE answer SET br = x'00ff00'`)
  database.close()
  const { get, read } = await serve(at)
  expect(JSON.parse((await get('/articles/a')).body)).toMatchObject({ id: 'a' })
  expect(read).toEqual(['a'])
})

test('whatever the coding, what is asked again and again is the same', async () => {
  const at = place()
  const answers = await keep(at, paths)
  const { get, read } = await serve(at)
  for (let turn = 0; turn < 3; turn += 1)
    expect(await Promise.all(paths.map((path) => get(path, 'br')))).toEqual(answers)
  expect(read).toEqual([])
})

test('an article that has changed, while it is served or between two starts, is made anew', async () => {
  const at = place()
  await keep(at, paths)
  save(at.folder, 'a.json', textOf('three'))
  const { get, read } = await serve(at)
  expect((await get('/articles/a')).body).toContain('three')
  await get('/articles/b')
  expect(new Set(read)).toEqual(new Set(['a']))
  save(at.folder, 'b.json', textOf('four'))
  await until(async () => (await get('/articles/b')).body.includes('four'))
  await until(() => !isKept(at.file, '/articles/b'))
})

test('other settings make other answers', async () => {
  const at = place()
  await keep(at, ['/articles/a'])
  const { get, read } = await serve(at, { settings: { CACHE_CONTROL: 'no-cache' } })
  expect((await get('/articles/a')).headers['cache-control']).toBe('no-cache')
  expect(new Set(read)).toEqual(new Set(['a']))
})

test('CACHE_DISK_BYTES=0 keeps nothing, and a damaged file of answers is told once and does no harm', async () => {
  const at = place()
  await keep(at, ['/articles/a'])
  const none = await serve(at, { settings: { CACHE_DISK_BYTES: '0' } })
  expect((await none.get('/articles/a')).status).toBe(200)
  expect(new Set(none.read)).toEqual(new Set(['a']))
  await none.close()
  const database = new DatabaseSync(`${at.file}-answers`)
  database.exec('DROP TABLE answer')
  database.close()
  const { get, errors } = await serve(at)
  for (const path of [...paths, ...paths]) expect((await get(path)).status).toBe(200)
  await until(() => errors.length > 0)
  expect(errors.map(String)).toEqual([expect.stringContaining('Answers are not kept on the disk')])
})

test.each(['a text', 'SQLite format 3\0 and more'])(
  'a file %j where answers would be is left as it is',
  async (text) => {
    const at = place()
    writeFileSync(`${at.file}-answers`, text)
    await expect(serve(at)).rejects.toThrow('index.db-answers is not a')
  },
)

test('the oldest answers make room for new ones', async () => {
  const file = join(folderOf({}), 'index.db')
  const store = openAnswerStore(file, 100_000)
  const answer = (number: number): KeptAnswer => ({
    address: `/${number}`,
    format: 'json',
    digest: '',
    article: String(number % 2),
    revision: '',
    tag: '"t"',
    facts: '{}',
    identity: new Uint8Array(100),
    br: null,
    gzip: null,
  })
  const numbers = Array.from({ length: 2000 }, (_, number) => number)
  for (let at = 0; at < 2000; at += 100) store.keep(numbers.slice(at, at + 100).map(answer))
  const reader = openAnswers(file)
  const held = () => numbers.filter((number) => reader.find(answer(number)) !== undefined)
  expect(held().length).toBeGreaterThan(700)
  expect(held().length).toBeLessThan(1000)
  expect(held()).toEqual(numbers.slice(-held().length))
  const before = held().length
  store.drop(['1'])
  // What is read is as it was a moment ago.
  await until(() => held().length === before / 2)
  store.close()
  reader.close()
})
