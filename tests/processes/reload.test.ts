import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openFolder } from '../../src/folder/folder.ts'
import type { Report } from '../../src/folder/report.ts'
import { openSqliteLibrary } from '../../src/library/sqlite/sqlite.ts'
import { watchFolder } from '../../src/folder/watch.ts'
import { sources } from '../../src/sources/sources.ts'
import { articleText, save, serveFolder, until } from '../support/folder.ts'
import { folderOf, maqalServe } from '../support/process.ts'

const withOne = () => folderOf({ 'a.json': articleText('one') })

test.each([
  ['a file added', (folder: string) => save(folder, 'b.json', articleText('new')), 'b', 'new'],
  [
    'a file added in a new subfolder',
    (folder: string) => {
      mkdirSync(join(folder, 'x/y'), { recursive: true })
      writeFileSync(join(folder, 'x/y/b.json'), articleText('new'))
    },
    'b',
    'new',
  ],
  [
    'a file written in place',
    (folder: string) => writeFileSync(join(folder, 'a.json'), articleText('two')),
    'a',
    'two',
  ],
  ['a file replaced by rename', (folder: string) => save(folder, 'a.json', articleText('two')), 'a', 'two'],
  ['a file deleted', (folder: string) => unlinkSync(join(folder, 'a.json')), 'a', null],
  [
    'a file renamed',
    (folder: string) => renameSync(join(folder, 'a.json'), join(folder, 'b.json')),
    'b',
    'one',
  ],
  [
    'a file in Markdown added',
    (folder: string) => save(folder, 'm.md', '---\ntitle: M\noutlet: O\nlanguage: en\n---\ntext\n'),
    'm',
    'M',
  ],
])('%s is served', async (_, change, id, expected) => {
  const folder = withOne()
  const { title } = await serveFolder(folder)
  change(folder)
  await until(async () => (await title(id)) === expected)
})

/** A folder of one file that is watched without events; its timers go off when `ring` is called. */
const watchedByHand = async (interval: number) => {
  const path = withOne()
  const library = openSqliteLibrary()
  const folder = await openFolder({ folder: path, sources, shelf: library })
  await folder.look()
  const timers = new Map<() => void, number>()
  const watching = watchFolder(folder, {
    interval,
    onReport: () => undefined,
    onError: (error) => expect.unreachable(String(error)),
    triggers: {
      watchTree: () => ({ follow: () => undefined, close: () => undefined }),
      startTimer(callback, milliseconds) {
        timers.set(callback, milliseconds)
        return () => void timers.delete(callback)
      },
    },
  })
  onTestFinished(async () => {
    await watching.close()
    await library.close()
  })
  const ring = () => {
    const [callback] = timers.keys()
    if (callback !== undefined) timers.delete(callback)
    callback?.()
  }
  const title = async () => (await library.article('a')).article?.title
  return { path, title, ring, lookNow: watching.lookNow, waits: () => [...timers.values()] }
}

test('where no event tells of changes, the poll finds them', async () => {
  const { path, title, ring, waits } = await watchedByHand(1000)
  expect(waits()).toEqual([1000])
  save(path, 'a.json', articleText('two'))
  expect(await title()).toBe('one')
  await until(async () => {
    ring()
    return (await title()) === 'two'
  })
})

test('with an interval of 0 it looks only when told', async () => {
  const { path, title, ring, lookNow, waits } = await watchedByHand(0)
  save(path, 'a.json', articleText('two'))
  expect([waits(), await title()]).toEqual([[], 'one'])
  lookNow()
  await until(async () => {
    ring()
    return (await title()) === 'two'
  })
})

const good = articleText('one')

test.each([
  [
    'half written',
    good.slice(0, 40),
    'a.json:1:40  is not JSON: unexpected end of string  a frequent cause is a comma or quote too many or too few just before',
  ],
  ['invalid', '{ "title": 1 }', 'a.json:1:3  title  is number  write a string'],
  [
    'empty',
    '',
    'a.json:1:1  is not JSON: value expected  a frequent cause is a comma or quote too many or too few just before',
  ],
  ['NUL', 'a\0b', 'a.json  holds a NUL byte  save it as UTF-8'],
  ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), 'a.json  is UTF-16  save it as UTF-8'],
  ['not UTF-8', Buffer.from('{"title":"\u00E9"}', 'latin1'), 'a.json  is not UTF-8  save it as UTF-8'],
  [
    'too deep',
    '['.repeat(50_000) + ']'.repeat(50_000),
    'a.json:1:1  is nested more than 32 deep  an article is 6 deep at most',
  ],
])(
  '%s: the last good version is served, the fault is told, and mended it is served',
  async (_, bad, fault) => {
    const folder = withOne()
    const { app, get, title, faults, reports } = await serveFolder(folder)
    const before = JSON.stringify(await get('a'))
    writeFileSync(join(folder, 'a.json'), bad)
    await until(() => faults().length > 0)
    expect(faults()[0]).toBe(fault)
    expect(JSON.stringify(await get('a'))).toBe(before)
    const ready = await app.inject('/health/ready')
    expect([ready.statusCode, ready.json<{ faults: { file: string }[] }>().faults[0]?.file]).toEqual([
      200,
      'a.json',
    ])
    save(folder, 'a.json', articleText('mended'))
    await until(async () => (await title('a')) === 'mended')
    expect(faults()).toEqual([])
    expect(reports.flatMap(({ refused }) => refused.slice(0, 1))).toHaveLength(1)
    expect(reports.flatMap(({ mended }) => mended)).toEqual(['a.json'])
  },
)

test.each([
  [
    'a named pipe',
    (path: string) => execFileSync('mkfifo', [path]),
    'b.json  is not a regular file  put a file there',
  ],
  [
    'a link that leads out',
    (path: string) => symlinkSync('/etc/hostname', path),
    'b.json  is a link that leads out of the folder  put the file itself there',
  ],
  [
    'a broken link',
    (path: string) => symlinkSync('/nowhere/x', path),
    'b.json  is a link to /nowhere/x, which does not exist  put it there, or remove the link',
  ],
  [
    '40 MB',
    (path: string) => {
      writeFileSync(path, '')
      truncateSync(path, 40_000_000)
    },
    'b.json  has 40000000 bytes  the most is 5000000: split the article',
  ],
  [
    'an id that another file has',
    (path: string) => writeFileSync(path, articleText('other', 'a')),
    'b.json  has the id "a", as has a.json  give each article its own id',
  ],
])('%s is refused by name, and the rest is served', async (_, put, fault) => {
  const folder = withOne()
  const { title, faults } = await serveFolder(folder)
  put(join(folder, 'b.json'))
  await until(() => faults().length > 0)
  expect(faults()).toEqual([fault])
  expect(await title('a')).toBe('one')
})

test('a file refused for its id is served when the other goes', async () => {
  const folder = withOne()
  const { title, faults } = await serveFolder(folder)
  save(folder, 'b.json', articleText('two', 'a'))
  await until(() => faults().length > 0)
  unlinkSync(join(folder, 'a.json'))
  await until(async () => (await title('a')) === 'two')
  expect(faults()).toEqual([])
})

test('two files exchange their ids in one reload', async () => {
  const folder = folderOf({ 'x.json': articleText('x', 'one'), 'y.json': articleText('y', 'two') })
  const { title, faults } = await serveFolder(folder)
  save(folder, 'x.json', articleText('x', 'two'))
  save(folder, 'y.json', articleText('y', 'one'))
  await until(async () => (await title('one')) === 'y' && (await title('two')) === 'x')
  expect(faults()).toEqual([])
})

test('a folder that is swapped away and back keeps what it held', async () => {
  const folder = folderOf({ 'in/a.json': articleText('one') })
  const { title, faults, errors } = await serveFolder(join(folder, 'in'), 50)
  renameSync(join(folder, 'in'), join(folder, 'away'))
  await until(() => faults().length > 0)
  expect(faults()).toEqual(['.  does not exist  put it back'])
  expect(await title('a')).toBe('one')
  renameSync(join(folder, 'away'), join(folder, 'in'))
  await until(() => faults().length === 0)
  save(join(folder, 'in'), 'a.json', articleText('two'))
  await until(async () => (await title('a')) === 'two')
  expect(errors).toEqual([])
})

test('a file that is saved 300 times in a row is served whole, and its last save in the end', async () => {
  const folder = withOne()
  const { get, title } = await serveFolder(folder)
  for (let count = 1; count <= 300; count += 1) {
    writeFileSync(join(folder, 'a.json'), articleText(`save ${count}`))
    const article = await get('a')
    const said = article?.sections.flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text))
    expect(new Set(said)).toEqual(new Set([article?.title]))
  }
  await until(async () => (await title('a')) === 'save 300')
})

test('only what changed is made anew', async () => {
  const folder = folderOf({ 'a.json': articleText('one'), 'b.json': articleText('two') })
  const { title, reports } = await serveFolder(folder)
  save(folder, 'b.json', articleText('three'))
  writeFileSync(join(folder, 'a.json'), articleText('one'))
  await until(async () => (await title('b')) === 'three')
  expect(reports.reduce((sum, { changed }) => sum + changed, 0)).toBe(1)
})

test('SIGHUP looks at once, a reload under way is finished at SIGTERM, and the log tells each fault once', async () => {
  const folder = withOne()
  const server = await maqalServe([folder], { env: { POLL_INTERVAL: '0' } })
  writeFileSync(join(folder, 'a.json'), '{')
  server.kill('SIGHUP')
  await until(() => server.out().includes('refused; its last good version is served'))
  server.kill('SIGHUP')
  rmSync(join(folder, 'a.json'))
  save(folder, 'a.json', articleText('two'))
  await until(async () => {
    server.kill('SIGHUP')
    return (await (await fetch(`${server.url}/articles/a`)).text()).includes('"two"')
  })
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(server.out().split('refused; its last').length - 1).toBe(1)
  expect(server.out()).toContain('"msg":"mended"')
})

test('the log tells what is so: a new file that is bad, one that was good, one mended, one that is gone', async () => {
  const folder = withOne()
  const server = await maqalServe([folder], { env: { POLL_INTERVAL: '0.1' } })
  const lines = () =>
    server
      .out()
      .split('\n')
      .flatMap((line) => /"file":"([^"]+)".*"msg":"([^"]+)"/.exec(line)?.slice(1, 3).join(': ') ?? [])
  const told = (line: string) => until(() => lines().includes(line))
  writeFileSync(join(folder, 'new.json'), '{')
  await told('new.json: refused; nothing of it is served')
  unlinkSync(join(folder, 'new.json'))
  await told('new.json: gone')
  writeFileSync(join(folder, 'a.json'), '{')
  await told('a.json: refused; its last good version is served')
  save(folder, 'a.json', articleText('two'))
  await told('a.json: mended')
  writeFileSync(join(folder, 'a.json'), '{')
  await until(() => lines().filter((line) => line.startsWith('a.json: refused')).length === 2)
  unlinkSync(join(folder, 'a.json'))
  await told('a.json: gone')
  expect(lines()).toHaveLength(6)
})

test('a look under way ends when the folder is closed, before its library is', async () => {
  const many = Array.from({ length: 500 }, (_, number) => [`a${number}.json`, articleText('one')])
  const reading = Promise.withResolvers<void>()
  const slow = sources.map(({ extensions, load }) => ({
    extensions,
    async load() {
      reading.resolve()
      await new Promise((later) => setImmediate(later))
      return load()
    },
  }))
  const library = openSqliteLibrary()
  const folder = await openFolder({
    folder: folderOf(Object.fromEntries(many)),
    sources: slow,
    shelf: library,
  })
  const errors: unknown[] = []
  const reports: Report[] = []
  const watching = watchFolder(folder, {
    interval: 1,
    onReport: (report) => reports.push(report),
    onError: (error) => errors.push(error),
  })
  await reading.promise
  await watching.close()
  await library.close()
  await expect(folder.look()).rejects.toThrow('The folder is closed')
  expect([errors, reports]).toEqual([[], []])
})

test('1,000 files changed at SIGTERM: the process ends with 0, and nothing fails', async () => {
  const names = Array.from({ length: 1000 }, (_, number) => `a${number}.json`)
  const folder = folderOf(Object.fromEntries(names.map((name) => [name, articleText('one')])))
  const server = await maqalServe([folder], { env: { POLL_INTERVAL: '0.05' } })
  for (const name of names) writeFileSync(join(folder, name), articleText('two'))
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(server.out()).not.toMatch(/"level":(40|50)/)
})

test('a failure that comes again with each look is told once, until a look succeeds', async () => {
  const folder = await openFolder({ folder: withOne(), sources, shelf: openSqliteLibrary() })
  await folder.look()
  const errors: unknown[] = []
  const looks: string[] = []
  const failing = ['full', 'full', 'full', undefined, 'full', 'broken']
  const watched = {
    ...folder,
    async look() {
      const message = failing[looks.push('look') - 1]
      if (message !== undefined) throw new Error(message)
      return folder.look()
    },
  }
  const watching = watchFolder(watched, {
    interval: 1,
    onReport: () => undefined,
    onError: (error) => errors.push(String(error)),
  })
  await until(() => looks.length > failing.length)
  await watching.close()
  expect(errors).toEqual(['Error: full', 'Error: full', 'Error: broken'])
})
