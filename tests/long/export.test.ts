import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, globSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { written } from '../support/app.ts'
import { png } from '../support/files.ts'
import { once, serveFolder, until } from '../support/folder.ts'
import { askAt, findNginx, startNginx } from '../support/nginx.ts'
import { folderOf, maqalExport } from '../support/process.ts'

/** So many that the lists have two pages, in three languages, with a longest id, a translation, a table and a file. */
const files = (): Record<string, string | Buffer> => ({
  ...Object.fromEntries(
    Array.from({ length: 22 }, (_, index) => {
      const language = ['en', 'de', 'ar'][index % 3] ?? 'en'
      return [`a${index}.json`, JSON.stringify(written(`a${index}`, { language }))]
    }),
  ),
  'long.json': JSON.stringify(written('ع'.repeat(100), { translationKey: 'k', language: 'ar' })),
  'other.json': JSON.stringify(
    written('other', {
      translationKey: 'k',
      sections: [{ paragraphs: [{ text: 'Deutsch', language: 'de' }, 'English', 'x'.repeat(2000)] }],
    }),
  ),
  'picture.md': '---\ntitle: P\noutlet: O\nlanguage: en\n---\n\n![A](a%20b.PNG)\n\n| a |\n|---|\n| 1 |\n',
  'a b.PNG': png(),
})

const filesIn = (folder: string): string[] =>
  globSync('**/*', { cwd: folder })
    .filter((file) => lstatSync(join(folder, file)).isFile())
    .toSorted()

const found = findNginx()
if (found === undefined) console.info('there is no nginx here: an export behind it is not tested')

/** What nginx says as the server does. */
const alike = [
  'content-type',
  'cache-control',
  'content-language',
  'link',
  'x-total-count',
  'vary',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-resource-policy',
  'content-security-policy',
] as const

const headersOf = (headers: Record<string, unknown>) =>
  Object.fromEntries(alike.map((name) => [name, headers[name]]))

/** The addresses of a file of an export. */
const addressesOf = (file: string): string[] => {
  const path = `/${file.split('/').map(encodeURIComponent).join('/')}`
  if (file.startsWith('index.')) return ['/']
  const [, start = '', page = '', extension = ''] = /^\/([^/]+?)\.(\d+)(\.\w+)$/.exec(path) ?? []
  if (page !== '') return ['', extension].map((form) => `/${start}${form}?limit=20&page=${page}`)
  const isNegotiated = /\.(?:json|html)$/.test(file) && !/^(?:feed|openapi|schemas|assets)/.test(file)
  return isNegotiated ? [path, path.replace(/\.\w+$/, ''), `${path}?utm_source=x&ref=y`] : [path]
}

test
  .runIf(found !== undefined)
  .each([{}, { PUBLIC_URL: 'https://e.example/content', CORS_ORIGINS: 'https://a.example' }])(
  'nginx answers from an export as the server does, with 304s of its own (%o)',
  async (settings: Record<string, string>) => {
    const nginx = found ?? { program: '', built: '' }
    const hasGzip = nginx.built.includes('--with-http_gzip_static_module')
    const source = folderOf(files())
    const out = join(folderOf({}), 'out')
    const before = { ...process.env }
    Object.assign(process.env, settings)
    onTestFinished(() => {
      process.env = before
    })
    expect(await maqalExport([source, '--out', out])).toMatchObject({ code: 0 })
    const server = join(out, '.nginx/server.conf')
    const included = hasGzip
      ? readFileSync(server, 'utf8')
      : readFileSync(server, 'utf8').replace('gzip_static on;', '')
    const port = await startNginx(
      nginx,
      (own) => `include ${out}/.nginx/maps.conf; server { listen ${own}; root ${out}; ${included} }`,
    )
    const base = settings['PUBLIC_URL'] === undefined ? '' : '/content'
    const { app } = await serveFolder(source, once, { settings })
    const origin = 'https://a.example'
    let asked = 0
    for (const file of filesIn(out).filter((name) => !/\.(?:br|gz)$|^_headers$/.test(name))) {
      for (const address of addressesOf(file)) {
        const accept = file.endsWith('.html') ? 'text/html,*/*;q=0.8' : '*/*'
        const [theirs, ours] = await Promise.all([
          askAt(port, base + address, { accept, origin }),
          app.inject({ url: address, headers: { accept, origin, 'accept-encoding': 'identity' } }),
        ])
        const vary = String(theirs.headers['vary'])
        expect([address, theirs.status, headersOf({ ...theirs.headers, vary })]).toEqual([
          address,
          200,
          headersOf(ours.headers),
        ])
        expect(theirs.body.equals(ours.rawPayload), address).toBe(true)
        const { etag = '' } = theirs.headers
        const again = await askAt(port, base + address, { accept, 'if-none-match': etag })
        expect([again.status, again.body.length]).toEqual([304, 0])
        asked += 1
      }
    }
    expect(asked).toBeGreaterThan(500)
    const zipped = await askAt(port, `${base}/articles/other`, { 'accept-encoding': 'gzip' })
    expect(zipped.headers['content-encoding']).toBe(hasGzip ? 'gzip' : undefined)
    for (const path of [
      '/articles?tag=x',
      '/articles?page=9',
      '/search?q=x',
      '/.maqal-export',
      '/.nginx/maps.conf',
      '/_headers',
      '/articles/none',
    ])
      expect([path, (await askAt(port, base + path)).status]).toEqual([path, 404])
  },
)

/** Starts an export in a process of its own. */
const startExport = (source: string, out: string): { child: ChildProcess; exited: Promise<unknown> } => {
  const child = spawn(process.execPath, [resolve('src/start.js'), 'export', source, '--out', out], {
    stdio: 'ignore',
  })
  return { child, exited: new Promise((ended) => child.on('exit', ended)) }
}

test('a killed export leaves no half-written file, and the next one completes it', async () => {
  const source = folderOf(files())
  const folder = folderOf({})
  const [whole, out] = [join(folder, 'whole'), join(folder, 'out')]
  await maqalExport([source, '--out', whole])
  for (const file of [
    'articles/a0.json',
    'articles/a3',
    'articles/other/sections',
    'files',
    'articles.json',
    'docs.html',
  ]) {
    const { child, exited } = startExport(source, out)
    await until(() => existsSync(join(out, file)) || child.exitCode !== null)
    child.kill('SIGKILL')
    await exited
    for (const there of filesIn(out))
      expect([there, readFileSync(join(out, there)).equals(readFileSync(join(whole, there)))]).toEqual([
        there,
        true,
      ])
  }
  expect(await maqalExport([source, '--out', out])).toMatchObject({ code: 0 })
  expect(filesIn(out)).toEqual(filesIn(whole))

  // The same where articles change between two runs that are killed.
  for (const round of ['One', 'Two', 'Three']) {
    for (const id of ['a0', 'a3', 'other'])
      writeFileSync(join(source, `${id}.json`), JSON.stringify(written(id, { title: round })))
    const before = readFileSync(join(out, 'articles/a3.json'))
    const { child, exited } = startExport(source, out)
    await until(() => !readFileSync(join(out, 'articles/a3.json')).equals(before))
    child.kill('SIGKILL')
    await exited
  }
  await maqalExport([source, '--out', out])
  await maqalExport([source, '--out', whole])
  expect(filesIn(out)).toEqual(filesIn(whole))
  for (const file of filesIn(out))
    expect(readFileSync(join(out, file)).equals(readFileSync(join(whole, file))), file).toBe(true)
})

test('two exports at once: one writes, the other is refused', async () => {
  const source = folderOf(files())
  const out = join(folderOf({}), 'out')
  const { exited } = startExport(source, out)
  await until(() => existsSync(join(out, 'articles/a0.json')))
  expect(await maqalExport([source, '--out', out])).toMatchObject({
    code: 1,
    err: `Another export is writing to ${out}\n`,
  })
  expect(await exited).toBe(0)
})
