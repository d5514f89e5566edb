import {
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { written } from '../support/app.ts'
import { png } from '../support/files.ts'
import { once, serveFolder } from '../support/folder.ts'
import { folderOf, maqalExport } from '../support/process.ts'

const json = (value: unknown): string => JSON.stringify(value)

const article = (id: string, rest: object = {}): string => json(written(id, rest))

/** Articles that use all that is exported: several languages, a second page, tables, notes, translations, files. */
const files = (): Record<string, string | Buffer> => ({
  'زيارة.md':
    '---\ntitle: زيارة\noutlet: O\nlanguage: ar\ntags: [وسم]\n---\n\nنص[^1].\n\n## عنوان\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: حاشية\n',
  'pictures.md': '---\ntitle: Pictures\noutlet: O\nlanguage: en\n---\n\n![A bridge](a%20bridge.png)\n',
  'a bridge.png': png(),
  'de.json': article('de', {
    language: 'de',
    translationKey: 'k',
    sections: [{ paragraphs: [{ text: 'English', language: 'en' }, 'Deutsch'] }],
  }),
  'en.json': article('en', { translationKey: 'k' }),
  'draft.json': article('draft', { draft: true }),
})

/** So many more that a list has a second page. */
const withMany = () => ({
  ...files(),
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `many/m${index}.json`,
      article(`m${index}`, { sections: [{ paragraphs: ['Text.'] }] }),
    ]),
  ),
})

const filesIn = (folder: string): string[] =>
  globSync('**/*', { cwd: folder })
    .filter((file) => lstatSync(join(folder, file)).isFile())
    .toSorted()

/** Every file of an export with what tells that it was written anew. */
const stampsIn = (folder: string): Map<string, string> =>
  new Map(
    filesIn(folder).map((file) => {
      const { ino, mtimeNs } = lstatSync(join(folder, file), { bigint: true })
      return [file, `${ino} ${mtimeNs}`]
    }),
  )

/** The address at which a server answers what a file holds. */
const addressOf = (file: string): string => {
  const [, start = '', page = '', extension = ''] = /^([^/]+?)\.(\d+)(\.\w+)$/.exec(file) ?? []
  if (page !== '') return `/${start}${extension}?page=${page}&limit=20`
  return file.startsWith('index.') ? '/' : `/${file.split('/').map(encodeURIComponent).join('/')}`
}

/** The paths of the service that an answer in JSON links to. */
const linksIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.startsWith('/') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(linksIn) : []
}

/** Follows all that the JSON of a server links to, and returns what is in no file. */
const missingIn = async (app: FastifyInstance, out: string): Promise<string[]> => {
  const [seen, waiting, missing] = [new Set<string>(), ['/'], [] as string[]]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path) || /^\/(?:search|health)/.test(path)) continue
    seen.add(path)
    const answer = await app.inject(path)
    const [name = '', query = ''] = decodeURIComponent(path).split('?')
    const page = /page=(\d+)/.exec(query)?.[1] ?? '1'
    const stem = `${name === '/' ? '/index' : name}${page === '1' ? '' : `.${page}`}`
    const forms = ['', '.json', '.html'].map((extension) => join(out, stem + extension))
    if (answer.statusCode !== 200 || !forms.some((file) => existsSync(file))) missing.push(path)
    // The document and the schema have examples.
    const isData = String(answer.headers['content-type']).startsWith('application/json')
    if (isData && !/^\/(?:openapi|schemas)/.test(path)) waiting.push(...linksIn(answer.json()))
  }
  expect(seen.size).toBeGreaterThan(150)
  return missing
}

const open = async (source = folderOf(files())) => {
  const out = join(folderOf({}), 'out')
  const run = () => maqalExport([source, '--out', out])
  return { source, out, run, first: await run() }
}

const decoders = { br: brotliDecompressSync, gz: gunzipSync }

const expectSame = async (source: string, out: string) => {
  const { app } = await serveFolder(source, once)
  const names = filesIn(out).filter((file) => file !== '_headers')
  for (const file of names) {
    const bytes = readFileSync(join(out, file))
    const [, plain = '', coding] = /^(.+)\.(br|gz)$/.exec(file) ?? []
    if (coding !== undefined) {
      expect(decoders[coding as 'br'](bytes).equals(readFileSync(join(out, plain))), file).toBe(true)
      continue
    }
    const accept = file.endsWith('.html') ? 'text/html' : 'application/json'
    const answer = await app.inject({
      url: addressOf(file),
      headers: file.startsWith('index.') ? { accept } : {},
    })
    expect([file, answer.statusCode, bytes.equals(answer.rawPayload)]).toEqual([file, 200, true])
    expect(existsSync(join(out, `${file}.br`)), file).toBe(
      bytes.length >= 1024 && !/^files\/|woff2$/.test(file),
    )
  }
  return { app, names }
}

test('every file is what the server answers, its codings are of it, and whatever that links to has a file', async () => {
  const { source, out, first } = await open(folderOf(withMany()))
  expect(first).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^24 articles in .+: \d+ files written, 0 deleted\n/),
  })
  const { app, names } = await expectSame(source, out)
  expect(await missingIn(app, out)).toEqual([])
  expect(names).toEqual(
    expect.arrayContaining([
      'index.json',
      'index.html',
      'articles.2.json',
      'articles.2.html',
      'articles/زيارة/paragraphs/عنوان-1.csv',
      'articles/زيارة/notes/n1.txt',
      'articles/m0.ninjs',
      'articles/de/sections.json',
      'feed.atom',
      'openapi.json',
      'docs.html',
      'problems/gone.html',
      'favicon.ico',
      expect.stringMatching(/^files\/[\da-f]{16}\/a bridge\.png$/),
    ]),
  )
  expect(names.filter((file) => /draft|search|health/.test(file))).toEqual([])
})

test('the sample folder', async () => {
  const { out, first } = await open('data')
  expect(first.code).toBe(0)
  await expectSame('data', out)
})

const changes = (before: Map<string, string>, out: string) => {
  const after = stampsIn(out)
  return {
    gone: [...before.keys()].filter((file) => !after.has(file)),
    written: [...after].filter(([file, stamp]) => before.get(file) !== stamp).map(([file]) => file),
  }
}

test('the next export writes only what has changed, and deletes what is gone or not public any more', async () => {
  const { source, out, run } = await open()
  const before = stampsIn(out)
  expect((await run()).out).toContain('4 articles in')
  expect(changes(before, out)).toEqual({ gone: [], written: [] })

  writeFileSync(
    join(source, 'en.json'),
    article('en', { translationKey: 'k', sections: [{ paragraphs: ['New.'] }] }),
  )
  await run()
  const { gone, written: changed } = changes(before, out)
  expect(gone.length).toBeGreaterThan(0)
  // What shows its revision or its text.
  const lists = ['articles.json', 'feed.atom', 'feed.json', 'feed.rss']
  expect([...gone, ...changed].filter((file) => !/^articles\/en[./]/.test(file)).toSorted()).toEqual(
    lists.flatMap((file) => [file, `${file}.br`, `${file}.gz`]),
  )
  await expectSame(source, out)

  rmSync(join(source, 'زيارة.md'))
  writeFileSync(join(source, 'de.json'), article('de', { draft: true }))
  rmSync(join(source, 'pictures.md'))
  expect((await run()).out).toContain('1 article in')
  expect(filesIn(out).filter((file) => /articles\/(?:زيارة|de|pictures)[./]|^files/.test(file))).toEqual([])
  expect(existsSync(join(out, 'files'))).toBe(false)
  expect(existsSync(join(out, 'articles/زيارة'))).toBe(false)
  await expectSame(source, out)
})

test('a file that was removed from an export is written again, and a foreign one is left alone', async () => {
  const { out, run } = await open()
  const before = stampsIn(out)
  rmSync(join(out, 'articles/en.md'))
  rmSync(join(out, 'articles.json.gz'))
  writeFileSync(join(out, 'CNAME'), 'example.org')
  writeFileSync(join(out, 'articles/own.txt'), 'x')
  expect((await run()).code).toBe(0)
  expect(changes(before, out)).toEqual({
    gone: [],
    written: expect.arrayContaining(['CNAME', 'articles/own.txt', 'articles/en.md', 'articles.json.gz']),
  })
  expect(readFileSync(join(out, 'articles/own.txt'), 'utf8')).toBe('x')
})

test.each([
  [
    'a folder with files of others',
    { 'out/a.txt': '', 'out/b/c': '' },
    /out holds files that no export wrote: a\.txt, b\. Give an empty folder/,
  ],
  ['a file', { out: 'x' }, /out is a file, not a folder/],
  [
    'a database of another program',
    { 'out/.maqal-export': 'no database at all' },
    /\.maqal-export cannot be read/,
  ],
])('--out is %s: refused, and left as it is', async (_, there, message) => {
  const folder = folderOf({ 'data/a.json': article('a'), ...there })
  const before = stampsIn(folder)
  expect(await maqalExport(['data', '--out', 'out'], { cwd: folder })).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(message),
  })
  expect(changes(before, folder)).toEqual({ gone: [], written: [] })
})

test.each([
  [['data'], 'maqal export needs --out: the folder to write to\n'],
  [
    ['data', '--out', 'data/x'],
    'data/x and the folder of articles may not be one in the other: give another --out\n',
  ],
  [['data', '--out', '.'], '. and the folder of articles may not be one in the other: give another --out\n'],
  [
    ['data', '--out', 'link'],
    'link and the folder of articles may not be one in the other: give another --out\n',
  ],
  [['none', '--out', 'x'], /^There is no folder none/],
  [['data', 'more', '--out', 'x'], 'maqal export takes one folder\n'],
])('maqal export %s', async (argv, err) => {
  const folder = folderOf({ 'data/a.json': article('a') })
  symlinkSync('data', join(folder, 'link'))
  expect(await maqalExport(argv, { cwd: folder })).toEqual({
    code: 1,
    out: '',
    err: typeof err === 'string' ? err : expect.stringMatching(err),
  })
  expect(existsSync(join(folder, 'x'))).toBe(false)
})

test('a file with a fault: nothing is written or deleted, and the fault is named', async () => {
  const { source, out, run } = await open()
  const before = stampsIn(out)
  writeFileSync(join(source, 'en.json'), '{')
  expect(await run()).toMatchObject({
    code: 1,
    err: expect.stringMatching(/en\.json:1:2 .+\n.* is not exported: mend/),
  })
  expect(changes(before, out)).toEqual({ gone: [], written: [] })
})

test('a foreign file or link in the place of a new one stops the export, and is left as it is', async () => {
  const { source, out, run } = await open()
  writeFileSync(join(out, 'articles/new.json'), 'mine')
  writeFileSync(join(source, 'new.json'), article('new'))
  expect(await run()).toMatchObject({
    code: 1,
    err: expect.stringContaining('new.json was written by no export'),
  })
  expect(readFileSync(join(out, 'articles/new.json'), 'utf8')).toBe('mine')
  rmSync(join(out, 'articles/new.json'))
  mkdirSync(join(out, 'elsewhere'))
  symlinkSync('../elsewhere', join(out, 'articles/new'))
  expect(await run()).toMatchObject({
    code: 1,
    err: expect.stringContaining('articles/new is a symbolic link'),
  })
  expect(filesIn(join(out, 'elsewhere'))).toEqual([])
  rmSync(join(out, 'articles/new'))
  expect((await run()).code).toBe(0)
  await expectSame(source, out)
})
