import type * as Threads from 'node:worker_threads'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { articleText, save, serveFolder, until } from '../support/folder.ts'
import { folderOf } from '../support/process.ts'

const { workers } = vi.hoisted(() => ({ workers: [] as Threads.Worker[] }))

/** The threads that are started are told to the test, which ends them. */
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof Threads>()
  class Told extends threads.Worker {
    constructor(...given: ConstructorParameters<typeof threads.Worker>) {
      super(...given)
      workers.push(this)
    }
  }
  return { ...threads, Worker: Told }
})

const names = Array.from({ length: 100 }, (_, number) => `a${number}`)

/** A folder of so many bytes is read by the thread from the start. */
const filler = { 'filler.txt': 'x'.repeat(300_000) }

const write = (folder: string, title: string): void => {
  for (const name of names) writeFileSync(join(folder, `${name}.json`), articleText(title))
}

test('a thread that ends while it writes is started again, and nothing is lost', async () => {
  const folder = folderOf(filler)
  write(folder, 'one')
  const { title, errors } = await serveFolder(folder, 50)
  for (const [turn, text] of ['two', 'three'].entries()) {
    write(folder, text)
    if (turn > 0) await until(async () => (await title('a0')) !== 'one')
    await workers.at(-1)?.terminate()
    expect(await title('a99')).not.toBeNull()
    await until(async () => (await title('a0')) === text && (await title('a99')) === text)
  }
  expect(workers).toHaveLength(3)
  expect(errors.map(String)).toEqual(
    ['two', 'three'].map(() => expect.stringContaining('it is started again')),
  )
})

/** A file of 130 KB that takes some 100 MB of memory when it is read. */
const tooLarge = (): string =>
  `---\ntitle: Large\noutlet: O\nlanguage: en\n---\n\n${'*word* and `code`\n\n'.repeat(6000)}`

test('a thread that starts after a small folder was read here reports what has changed since, and nothing twice', async () => {
  const folder = folderOf({ 'a.json': articleText('one'), 'bad.json': '{', 'worse.json': '{' })
  const { title, faults, first, reports } = await serveFolder(folder, 20)
  expect(first.refused.map(({ file }) => file)).toEqual(['bad.json', 'worse.json'])
  save(folder, 'bad.json', articleText('mended'))
  save(folder, 'a.json', articleText('two'))
  await until(async () => (await title('a')) === 'two' && faults().length === 1)
  expect(await title('bad')).toBe('mended')
  expect(reports.flatMap(({ refused }) => refused)).toEqual([])
  expect(reports.flatMap(({ mended }) => mended)).toEqual(['bad.json'])
})

test('a file that takes too much memory is refused by name, at the start and later, and the rest is served', async () => {
  const folder = folderOf({ ...filler, 'large.md': tooLarge(), 'small.json': articleText('one') })
  const { title, faults, errors } = await serveFolder(folder, 50, { heap: 50 })
  const fault = (file: string) =>
    expect.stringContaining(`${file}  takes more memory than there is for reading a file`) as string
  expect(await title('small')).toBe('one')
  expect(faults()).toEqual([fault('large.md')])
  writeFileSync(join(folder, 'later.md'), tooLarge())
  writeFileSync(join(folder, 'small.json'), articleText('two'))
  await until(async () => faults().length === 2 && (await title('small')) === 'two')
  expect(faults()).toEqual([fault('large.md'), fault('later.md')])
  expect(errors.map(String).filter((error) => !error.includes('at later.md'))).toEqual([])
  writeFileSync(join(folder, 'large.md'), tooLarge().slice(0, 80))
  await until(async () => (await title('large')) === 'Large')
  expect(faults()).toEqual([fault('later.md')])
}, 60_000)

test('a list and its articles are of one revision, which never goes back, while searches run and files change', async () => {
  const folder = folderOf({ 'a.json': articleText('word 0') })
  const { app, title } = await serveFolder(folder, 20)
  const numberIn = (text: string): number => Number(/word (\d+)/.exec(text)?.[1])
  const seen: number[] = []
  let saved = 0
  await until(async () => {
    saved += 1
    writeFileSync(join(folder, 'a.json'), articleText(`word ${saved}`))
    const answers = await Promise.all(
      ['/articles', '/articles/a', '/search?q=word', '/articles/a.md'].map((url) => app.inject(url)),
    )
    const numbers = answers.map(({ body }) => numberIn(body))
    // Asked after the answers before were there, none is older than any of them.
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(Math.max(0, ...seen))
    seen.push(...numbers)
    return new Set(seen).size > 3
  })
  expect(seen).not.toContain(Number.NaN)
  const last = saved
  await until(async () => (await title('a')) === `word ${last}`)
})

test('more searches than may wait are answered with 503 and Retry-After, articles are answered, and a thread that ends is started again', async () => {
  const folder = folderOf({ 'a.json': articleText('word') })
  const { app } = await serveFolder(folder)
  let page = 0
  const searches = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () => {
        page += 1
        return app.inject(`/search?q=word&page=${page}`)
      }),
    )
  const seen = new Map<number, Awaited<ReturnType<typeof app.inject>>>()
  const overflow = () =>
    until(async () => {
      const [answers, article] = await Promise.all([searches(100), app.inject('/articles/a')])
      expect(article.statusCode).toBe(200)
      for (const answer of answers) seen.set(answer.statusCode, answer)
      return seen.has(503)
    })
  await overflow()
  expect(new Set(seen.keys())).toEqual(new Set([200, 503]))
  expect(seen.get(503)?.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'retry-after': '1',
    'cache-control': 'no-store',
  })
  await workers.at(-1)?.terminate()
  expect((await searches(1)).map(({ statusCode }) => statusCode)).toEqual([200])
  seen.clear()
  await overflow()
  expect((await searches(1)).map(({ statusCode }) => statusCode)).toEqual([200])
})
