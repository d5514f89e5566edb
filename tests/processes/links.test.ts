import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readArticle } from '../../src/folder/read.ts'
import { followSettings, type FolderContext } from '../../src/folder/settings.ts'
import { openFolder } from '../../src/folder/folder.ts'
import { openSqliteLibrary } from '../../src/library/sqlite/sqlite.ts'
import { json } from '../../src/sources/json/json.ts'
import { formatFault } from '../../src/sources/fault.ts'
import { sources } from '../../src/sources/sources.ts'
import { articleText, save, serveFolder, until } from '../support/folder.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

/** Lets a link lead elsewhere in one step, as deployments do. */
const relink = (target: string, link: string): void => {
  symlinkSync(target, `${link}.new`)
  renameSync(`${link}.new`, link)
}

/** Longer than a test: what is seen with it was told by an event, or asked for. */
const never = 600_000

const releases = () => {
  const home = folderOf({
    'r1/a.json': articleText('one'),
    'r1/old.json': articleText('old'),
    'r2/a.json': articleText('two'),
    'r2/new.json': articleText('new'),
  })
  symlinkSync('r1', join(home, 'current'))
  return home
}

test('a folder that is a link is followed when it is switched, also when the old one is deleted', async () => {
  const home = releases()
  const { title, faults } = await serveFolder(join(home, 'current'), 50)
  expect(await title('a')).toBe('one')
  relink('r2', join(home, 'current'))
  await until(async () => (await title('a')) === 'two')
  expect([await title('new'), await title('old')]).toEqual(['new', null])
  rmSync(join(home, 'r1'), { recursive: true })
  save(join(home, 'r2'), 'a.json', articleText('three'))
  await until(async () => (await title('a')) === 'three')
  expect(faults()).toEqual([])
})

test('a link further up is followed as well', async () => {
  const home = folderOf({ 'r1/x/a.json': articleText('one'), 'r2/x/a.json': articleText('two') })
  symlinkSync('r1', join(home, 'current'))
  const { title } = await serveFolder(join(home, 'current/x'), 50)
  relink('r2', join(home, 'current'))
  await until(async () => (await title('a')) === 'two')
})

test('after a switch events are of the new folder', async () => {
  const home = releases()
  const { title, lookNow } = await serveFolder(join(home, 'current'), never)
  relink('r2', join(home, 'current'))
  lookNow()
  await until(async () => (await title('a')) === 'two')
  save(join(home, 'r2'), 'a.json', articleText('three'))
  await until(async () => (await title('a')) === 'three')
})

test('a switch is taken at once: no article of the old folder is served beside one of the new', async () => {
  const home = folderOf({})
  const names = Array.from({ length: 40 }, (_, number) => `a${number}`)
  const write = (release: string) => {
    mkdirSync(join(home, release))
    for (const [number, name] of names.entries()) {
      const path = join(home, release, `${name}.json`)
      writeFileSync(path, articleText(release))
      if (number % 2 === 0) utimesSync(path, 1, 1)
    }
  }
  write('r1')
  symlinkSync('r1', join(home, 'current'))
  const { app } = await serveFolder(join(home, 'current'), 20)
  const titles = async () => {
    const answer = await app.inject('/articles?limit=100&fields=title')
    return new Set(answer.json<{ items: { title: string }[] }>().items.map(({ title }) => title))
  }
  write('r2')
  relink('r2', join(home, 'current'))
  const seen = new Set<string>()
  await until(async () => {
    const now = await titles()
    seen.add([...now].join(' and '))
    return now.has('r2')
  })
  expect([...seen].toSorted()).toEqual(['r1', 'r2'])
})

test('a link that leads nowhere keeps the last good versions and is named, until it leads somewhere', async () => {
  const home = releases()
  const { app, title, faults, reports } = await serveFolder(join(home, 'current'), 20)
  relink('r3', join(home, 'current'))
  await until(() => faults().length > 0)
  expect(faults()).toEqual(['.  is a link to r3, which does not exist  put it there, or remove the link'])
  expect(await title('a')).toBe('one')
  expect((await app.inject('/health/ready')).json()).toMatchObject({ articles: 2, faults: [{ file: '.' }] })
  renameSync(join(home, 'r2'), join(home, 'r3'))
  await until(async () => (await title('a')) === 'two')
  expect(faults()).toEqual([])
  expect(reports.flatMap(({ refused }) => refused)).toMatchObject([{ file: '.', isServed: true }])
  expect(reports.flatMap(({ mended, gone }) => [mended, gone]).flat()).toEqual(['.'])
})

test('SIGHUP follows a link that was switched', async () => {
  const home = releases()
  const server = await maqalServe([join(home, 'current')], { env: { POLL_INTERVAL: '0' } })
  const title = async () => (await fetch(`${server.url}/articles/a.json?fields=title`)).text()
  relink('r2', join(home, 'current'))
  server.kill('SIGHUP')
  await expect.poll(title, { timeout: 10_000 }).toContain('"two"')
})

const read = async (folder: string) => {
  const library = openSqliteLibrary()
  const opened = await openFolder({ folder, sources, shelf: library })
  await opened.look()
  const files = (await library.files()).map(({ file }) => file)
  await library.close()
  return {
    files,
    faults: opened.faults().map(formatFault),
    passedOver: opened.seen().passedOver.links.map(formatFault),
  }
}

test.each([
  [
    'itself',
    'b.json',
    'b.json  is a link to b.json, which leads in a circle  let it lead to a file, or remove it',
  ],
  [
    'nothing',
    'none/x.json',
    'b.json  is a link to none/x.json, which does not exist  put it there, or remove the link',
  ],
  [
    'below a file',
    'a.json/x',
    'b.json  is a link to a.json/x, which does not exist  put it there, or remove the link',
  ],
  [
    'a file outside',
    '../secret.json',
    'b.json  is a link that leads out of the folder  put the file itself there',
  ],
  ['a device', '/dev/null', 'b.json  is a link that leads out of the folder  put the file itself there'],
])('a link to %s is a fault of its own, and the rest is served', async (_, target, fault) => {
  const home = folderOf({
    'in/a.json': articleText('one'),
    'in/x/c.json': articleText('c'),
    'secret.json': '{}',
  })
  symlinkSync(target, join(home, 'in/b.json'))
  expect(await read(join(home, 'in'))).toEqual({
    files: ['a.json', 'x/c.json'],
    faults: [fault],
    passedOver: [],
  })
})

test('a bad link does not hide what else changes', async () => {
  const folder = folderOf({ 'a.json': articleText('one') })
  const { title, faults, errors } = await serveFolder(folder, 50)
  symlinkSync('loop.json', join(folder, 'loop.json'))
  await until(() => faults().length > 0)
  mkdirSync(join(folder, 'new'))
  writeFileSync(join(folder, 'new/n.json'), articleText('new'))
  await until(async () => (await title('n')) === 'new')
  unlinkSync(join(folder, 'loop.json'))
  await until(() => faults().length === 0)
  expect(errors).toEqual([])
})

test('links to folders within are followed once each, and loops end', async () => {
  const folder = folderOf({
    'real/r.json': articleText('r'),
    '.hidden/h.json': articleText('h'),
    '.hidden/below/b.json': articleText('b'),
  })
  for (const [name, target] of [
    ['alias', 'real'],
    ['also', 'alias'],
    ['real/up', '..'],
    ['real/self', '../real'],
    ['shown', '.hidden'],
    ['shown-again', '.hidden/below'],
    ['whole', '.'],
    ['x.json', 'real'],
  ] as const)
    symlinkSync(target, join(folder, name))
  expect(await read(folder)).toEqual({
    files: ['real/r.json', 'shown/below/b.json', 'shown/h.json'],
    faults: [],
    passedOver: [],
  })
})

test('links to folders outside, and links to nothing, are passed over by name', async () => {
  const outside = folderOf({ 'o.json': articleText('o') })
  const folder = folderOf({ 'a.json': articleText('one') })
  symlinkSync(outside, join(folder, 'outside'))
  symlinkSync('missing', join(folder, 'lost'))
  expect(await read(folder)).toEqual({
    files: ['a.json'],
    faults: [],
    passedOver: [
      'lost  is a link to missing, which does not exist  put it there, or remove the link',
      `outside  is a link to a folder outside (${outside}), of which nothing is served  put the folder itself there`,
    ],
  })
  const { out } = await maqal(['check', '.'], { cwd: folder })
  expect(out).toMatch(/^outside {2}is a link to a folder outside .*\(warning\)$/m)
  const server = await maqalServe([folder])
  expect(server.out()).toMatch(/"file":"outside".*"msg":"passed over; nothing in it is served"/)
})

/** A volume as Kubernetes makes it: files are links through `..data`, which is switched. */
const configMap = () => {
  const folder = folderOf({
    '..2024_01/a.json': articleText('one'),
    '..2024_01/sub/b.json': articleText('b one'),
    '..2024_02/a.json': articleText('two'),
    '..2024_02/sub/b.json': articleText('b two'),
  })
  symlinkSync('..2024_01', join(folder, '..data'))
  symlinkSync('..data/a.json', join(folder, 'a.json'))
  symlinkSync('..data/sub', join(folder, 'sub'))
  return folder
}

test('a ConfigMap is served, and its switch is told by an event', async () => {
  const folder = configMap()
  const { title, faults } = await serveFolder(folder, never)
  expect([await title('a'), await title('b')]).toEqual(['one', 'b one'])
  relink('..2024_02', join(folder, '..data'))
  await until(async () => (await title('a')) === 'two' && (await title('b')) === 'b two')
  rmSync(join(folder, '..2024_01'), { recursive: true })
  writeFileSync(join(folder, '..2024_02/sub/b.json'), articleText('b three'))
  await until(async () => (await title('b')) === 'b three')
  expect(faults()).toEqual([])
})

/** A process that switches a link between two targets as fast as it can, until the test ends. */
const swapping = async (folder: string, link: string, targets: readonly string[]) => {
  const script = `
    const { renameSync, symlinkSync } = require('node:fs')
    process.stdout.write('ready')
    for (let turn = 0; ; turn += 1) {
      symlinkSync(${JSON.stringify(targets)}[turn % 2], '.swap')
      renameSync('.swap', ${JSON.stringify(link)})
    }`
  const child = spawn(process.execPath, ['-e', script], { cwd: folder })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    rmSync(join(folder, '.swap'), { force: true })
  })
  await once(child.stdout, 'data')
}

test.each([
  ['a file', 'x.json', ['inside.json', '../secret.json'], 'x.json'],
  ['a folder', 'x', ['inside', '../secret'], 'x/a.json'],
])('a link to %s that is switched while it is read never leads out', async (_, link, targets, file) => {
  const home = folderOf({
    'in/inside.json': articleText('inside'),
    'in/inside/a.json': articleText('inside'),
    'secret.json': articleText('secret'),
    'secret/a.json': articleText('secret'),
  })
  await swapping(join(home, 'in'), link, targets)
  const following = followSettings(join(home, 'in'), {})
  await following.look(true)
  const settings = following.now() as FolderContext
  const seen = new Map<string, number>()
  for (let count = 0; count < 20_000; count += 1) {
    const reading = readArticle(join(home, 'in'), file, { source: json, settings })
    const what = reading.kind === 'article' ? reading.article.title : reading.kind
    seen.set(what, (seen.get(what) ?? 0) + 1)
  }
  expect(seen.get('secret')).toBe(undefined)
  expect(seen.get('inside')).toBeGreaterThan(0)
  expect(seen.get('refused')).toBeGreaterThan(0)
})

test('a file of the future is served at once, as one of the past is', async () => {
  const folder = folderOf({ 'a.json': articleText('one') })
  const { title } = await serveFolder(folder, 50)
  for (const [text, year] of [
    ['future', 2200],
    ['past', 1971],
  ] as const) {
    save(folder, 'a.json', articleText(text))
    utimesSync(join(folder, 'a.json'), new Date(year, 1), new Date(year, 1))
    await until(async () => (await title('a')) === text)
  }
})
