import type * as System from 'node:os'
import type * as Threads from 'node:worker_threads'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { openFolder } from '../../src/folder/folder.ts'
import { fewestShared } from '../../src/folder/limits.ts'
import { holdIndex } from '../../src/library/sqlite/database.ts'
import { openShelf } from '../../src/library/sqlite/shelf.ts'
import { sources } from '../../src/sources/sources.ts'
import { largestAhead } from '../../src/threads/limits.ts'
import { createStartReading } from '../../src/threads/start-ahead.ts'
import { articleText, save, serveFolder, until } from '../support/folder.ts'
import { folderOf } from '../support/process.ts'

const { threads } = vi.hoisted(() => ({ threads: { all: [] as Threads.Worker[], chunks: 0, endAfter: 0 } }))

/** Counts what the thread reads, and ends it where the test says. */
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof Threads>()
  class Told extends real.Worker {
    constructor(...given: ConstructorParameters<typeof real.Worker>) {
      super(...given)
      threads.all.push(this)
      this.on('message', () => {
        threads.chunks += 1
        if (threads.chunks === threads.endAfter) void this.terminate()
      })
    }
  }
  return { ...real, Worker: Told }
})

vi.mock('node:os', async (original) => ({
  ...(await original<typeof System>()),
  availableParallelism: () => 2,
}))

beforeEach(() => Object.assign(threads, { all: [], chunks: 0, endAfter: 0 }))

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A folder of what people keep: links, pictures, words of several languages, equal ids, faults, and a file that is large. */
const mixed = (): string => {
  const files: Record<string, string | Buffer> = { 'images/pixel.png': pixel, 'broken.json': '{' }
  for (let number = 0; number < 2 * fewestShared; number += 1) {
    const name = `${String(number % 7)}/post-${number}`
    if (number % 3 === 0) files[`${name}.json`] = articleText(`Title ${number}`)
    else
      files[`${name}.md`] =
        `---\ntitle: "Quay ${number} ميناء"\noutlet: O\nlanguage: ${number % 2 === 0 ? 'ar' : 'en'}\n---\n\n` +
        `See [the next](post-${number + 7}.md) and [[post-${number + 1}]], *words* of ${number}.\n\n` +
        (number % 5 === 0
          ? `![A pixel](../images/pixel.png)\n\n[gone](none-${number}.md)\n`
          : '## Heading\n\nمدينة\n')
  }
  files['1/same.json'] = articleText('Same', 'same')
  files['2/same.json'] = articleText('Same too', 'same')
  files['bad.md'] = Buffer.from([0xff, 0xfe, 0x00, 0x00, 0x41])
  files['large.md'] = `# Large\n\n${'A word and another. '.repeat(largestAhead / 20 + 1)}\n`
  return folderOf(files)
}

/** All rows of an index that a folder is read into, and what was said of it. */
const readInto = async (folder: string, isShared: boolean) => {
  const home = mkdtempSync(join(tmpdir(), 'maqal-ahead-'))
  const held = holdIndex({ file: join(home, 'index'), folder })
  const index = openShelf(held, () => {})
  onTestFinished(() => {
    held.release()
    rmSync(home, { recursive: true, force: true })
  })
  const errors: unknown[] = []
  const shelf = {
    files: async () => index.files(),
    synonyms: async () => index.synonyms(),
    apply: async (changes: Parameters<typeof index.apply>[0]) => index.apply(changes),
  }
  const startReading = isShared ? createStartReading((error) => errors.push(error)) : undefined
  const opened = await openFolder({ folder, sources, shelf, startReading })
  const report = await opened.look()
  await opened.close()
  index.close()
  const database = new DatabaseSync(held.path, { readOnly: true })
  const rows = ['article', 'passages', 'name', 'alias', 'used', 'file', 'kin', 'known'].map((table) =>
    database
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(Object.values(row))),
  )
  const places = database.prepare('SELECT term, doc, col, offset FROM places ORDER BY 1, 2, 3, 4').all()
  database.close()
  return {
    rows,
    places: places.map((row) => Object.values(row).join(' ')),
    report,
    faults: opened.faults(),
    errors,
  }
}

test('an index that two threads have read a folder into is the one that one thread reads it into', async () => {
  const folder = mixed()
  const { errors, ...alone } = await readInto(folder, false)
  expect(threads.all).toHaveLength(0)
  const { errors: errorsOfTwo, ...together } = await readInto(folder, true)
  expect(threads.all).toHaveLength(1)
  expect(threads.chunks).toBeGreaterThan(0)
  expect(alone.rows[0]?.length).toBeGreaterThan(2 * fewestShared)
  expect(alone.faults.map(({ file }) => file)).toEqual(['2/same.json', 'bad.md', 'broken.json'])
  expect(together).toEqual(alone)
  expect([errors, errorsOfTwo]).toEqual([[], []])
})

test('a thread that ends while it reads ahead leaves the rest to the other, and nothing is lost', async () => {
  const folder = mixed()
  const { errors: _, ...alone } = await readInto(folder, false)
  threads.endAfter = 2
  const { errors, ...rest } = await readInto(folder, true)
  expect(rest).toEqual(alone)
  expect(errors.map(String)).toEqual([expect.stringContaining('one thread reads them')])
})

test('a small folder is read by one thread', async () => {
  const { rows } = await readInto(folderOf({ 'a.json': articleText('one') }), true)
  expect(rows[0]).toHaveLength(1)
  expect(threads.all).toHaveLength(0)
})

test('a large folder is served after two threads have read it, and followed', async () => {
  const files = Array.from({ length: 2 * fewestShared }, (_, number) => [
    `a${number}.json`,
    articleText('one'),
  ])
  const folder = folderOf(Object.fromEntries(files) as Record<string, string>)
  const { title, errors } = await serveFolder(folder, 50)
  expect([await title('a0'), await title(`a${2 * fewestShared - 1}`)]).toEqual(['one', 'one'])
  save(folder, 'a1.json', articleText('two'))
  await until(async () => (await title('a1')) === 'two')
  expect(errors).toEqual([])
})
