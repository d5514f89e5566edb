import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { installTools, run, runTool } from '../support/tools.ts'

// The package as others get it: packed, installed in an empty folder, and used from there alone.

let folder = ''
let files: string[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maqal-package-'))
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], '.')) as {
    filename: string
    files: { path: string }[]
  }[]
  files = packed?.files.map(({ path }) => path) ?? []
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, packed?.filename ?? '')], folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The folder that holds `node` of a major version, the binary package of this platform. */
const nodeOf = (major: number): string => {
  if (process.versions.node.startsWith(`${major}.`)) return dirname(process.execPath)
  const place = join(folder, `node-${major}`)
  mkdirSync(place, { recursive: true })
  const os = process.platform === 'win32' ? 'win' : process.platform
  run('npm', ['install', '--prefix', place, '--no-save', `node-${os}-${process.arch}@${major}`], place)
  return join(place, `node_modules/node-${os}-${process.arch}/bin`)
}

const serve = async (argv: string[], path: string, start = 'node_modules/maqal/dist/command/start.js') => {
  const child = spawn(join(path, 'node'), [start, 'serve', ...argv], {
    cwd: folder,
    env: { PATH: path, PORT: '0' },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  for await (const chunk of child.stdout) {
    out += String(chunk)
    const url = /"url":"(http[^"]+)"/.exec(out)?.[1]
    if (url !== undefined) return { url, stop: () => (child.kill('SIGTERM'), once(child, 'exit')) }
  }
  throw new Error(out)
}

const mounted = `
import fastify from 'fastify'
import { maqal, buildApp, openLibrary } from 'maqal'
import { createClient, MaqalProblem } from 'maqal/client'
import { Article } from 'maqal/schema'
const library = await openLibrary('articles')
const app = fastify()
app.get('/own', async () => ({ own: true }))
await app.register(maqal, { prefix: '/content', library })
const origin = await app.listen({ port: 0, host: '127.0.0.1' })
const client = createClient(origin + '/content')
const { items } = await client.articles().first()
const article = Article.parse(await client.article(items[0].id))
const same = await client.section(article.id, 1)
const problem = await client.article('none').catch((error) => error)
const post = await fetch(origin + '/content/articles', { method: 'POST' })
const own = await (await fetch(origin + '/own')).json()
const alone = await (await buildApp({ library, settings: { CACHE_CONTROL: 'no-cache' } })).inject('/')
await app.close()
await library.close()
console.log(JSON.stringify({
  title: article.title, link: article.links.self, same: same.id, problem: problem instanceof MaqalProblem && problem.status,
  post: post.status, own, cache: alone.headers['cache-control'],
}))
`

test.each([24, 26])('Node %d serves a folder, imports a file, and its client fetches', async (major) => {
  const path = nodeOf(major)
  expect(run(join(path, 'node'), ['--version'], folder)).toMatch(`v${major}.`)
  rmSync(join(folder, 'articles'), { recursive: true, force: true })
  mkdirSync(join(folder, 'articles'))
  writeFileSync(
    join(folder, 'report.txt'),
    'A title\n\nThe first paragraph.\n\nA heading\n\nThe second paragraph.\n',
  )
  const maqal = (...argv: string[]) => run('npx', ['maqal', ...argv], folder, path)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(maqal('--version')).toBe(`${version}\n`)
  expect(maqal('--help')).toContain('maqal COMMAND')
  expect(maqal('serve', '--help')).toContain('PUBLIC_URL')
  expect(() => maqal('sevre')).toThrow('did you mean serve?')
  maqal('import', 'report.txt', '--outlet', 'The Outlet', '--language', 'en', '--out', 'articles/report.json')
  expect(maqal('check', 'articles')).toContain('1 article')
  const { url, stop } = await serve(['articles'], path)
  const answer = await fetch(`${url}/articles/a-title`)
  expect(await answer.json()).toMatchObject({ id: 'a-title', outlet: 'The Outlet' })
  expect((await fetch(`${url}/docs`)).status).toBe(200)
  expect((await fetch(`${url}/articles/a-title.md`)).status).toBe(200)
  const page = await (await fetch(`${url}/articles/a-title.html`)).text()
  const assets = [...page.matchAll(/href="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address)
  for (const address of assets) expect((await fetch(url + address)).status, address).toBe(200)
  expect(await stop()).toEqual([0, null])
  writeFileSync(join(folder, 'mounted.js'), mounted)
  expect(JSON.parse(run(join(path, 'node'), ['mounted.js'], folder))).toEqual({
    title: 'A title',
    link: '/content/articles/a-title',
    same: 'lede',
    problem: 404,
    post: 405,
    own: { own: true },
    cache: 'no-cache',
  })
})

test('the package holds what is used and nothing else', () => {
  const others = files.filter((file) => !file.startsWith('dist/')).toSorted()
  expect(others).toEqual(['LICENSE', 'README.md', 'package.json'])
  expect(files.filter((file) => !/\.(?:js|d\.ts)$/.test(file) && file.startsWith('dist/'))).toEqual([])
  expect(run('npx', ['publint', '--strict'], '.')).toContain('All good!')
  const packed = join(
    folder,
    `maqal-${(JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version}.tgz`,
  )
  run('npx', ['attw', packed, '--profile', 'esm-only'], '.')
})

test('the client in a bundle for browsers has under 3 KB, types and schemas none, and runs', async () => {
  const entry = join(folder, 'page.js')
  writeFileSync(
    entry,
    `import { createClient } from 'maqal/client'
const article = await createClient(location.hash.slice(1)).article('a-title', { fields: ['title'] })
document.body.textContent = article.title`,
  )
  const bundle = await rolldown({ input: entry, cwd: folder, platform: 'browser' })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  const { code } = output[0]
  const size = gzipSync(code).length
  process.stdout.write(`maqal/client in a bundle: ${code.length} bytes, ${size} gzipped\n`)
  expect(size).toBeLessThan(3000)
  const pages = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? code : '<!doctype html><body><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done))
  onTestFinished(() => void pages.close())
  const { url } = await serve(['articles'], dirname(process.execPath))
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/#${url}`)
  await page.getByText('A title').waitFor()
})

test('types made from the OpenAPI document are those of the client', () => {
  const tools = installTools()
  const path = dirname(process.execPath)
  const document = join(folder, 'openapi.json')
  writeFileSync(document, run('node', [resolve('src/start.js'), 'openapi'], folder, path))
  runTool(tools, 'openapi-typescript', [document, '-o', join(folder, 'api.d.ts')], folder)
  const names = ['Article', 'Section', 'Paragraph', 'ArticleSummary', 'SearchHit']
  const lines = names.flatMap((name) => [
    `export const ${name}: client.${name} = {} as made['${name}']`,
    `export const made${name}: made['${name}'] = {} as client.${name}`,
  ])
  const imports =
    "import type { components } from './api.d.ts'\nimport type * as client from 'maqal/client'\n"
  writeFileSync(
    join(folder, 'match.ts'),
    `${imports}type made = components['schemas']\n${lines.join('\n')}\n`,
  )
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'esnext',
    types: [],
    skipLibCheck: true,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['match.ts'] }))
  runTool(tools, 'tsc', ['-p', folder], folder)
})

test('@maqal/client is one package, and draws an article', async () => {
  const place = mkdtempSync(join(tmpdir(), 'maqal-client-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', place], 'packages/client'),
  ) as { filename: string; files: { path: string }[] }[]
  expect(
    packed?.files
      .map(({ path }) => path)
      .filter((path) => !path.endsWith('.d.ts'))
      .toSorted(),
  ).toEqual(['README.md', 'dist/client.js', 'dist/render.js', 'package.json'])
  writeFileSync(join(place, 'package.json'), '{ "type": "module", "private": true }')
  run('npm', ['install', '--no-audit', '--no-fund', join(place, packed?.filename ?? '')], place)
  const lock = JSON.parse(readFileSync(join(place, 'package-lock.json'), 'utf8')) as { packages: object }
  expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@maqal/client'])
  const { url, stop } = await serve([resolve('data')], dirname(process.execPath))
  writeFileSync(
    join(place, 'draw.js'),
    `import { createClient } from '@maqal/client'
    import { toHtml } from '@maqal/client/render'
    console.log(toHtml(await createClient('${url}').article('qatar-irgc-normalisation')))`,
  )
  expect(run('node', ['draw.js'], place)).toMatch(/^<section id="lede"><p id="lede-1" lang="ar" dir="rtl">/)
  await stop()
})

test('the renderer has at most 2 KB, minified and compressed', async () => {
  const bundle = await rolldown({
    input: join(folder, 'node_modules/maqal/dist/render.js'),
    platform: 'neutral',
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  expect(gzipSync(output[0].code, { level: 9 }).length).toBeLessThanOrEqual(2048)
})

/** The bytes of the files below a folder. */
const sizeOf = (place: string): number =>
  readdirSync(place, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + statSync(join(place, name)).size,
    0,
  )

test('the folder of the image has at most 40 MB and all that it serves with', async () => {
  const image = join(folder, 'image')
  run(process.execPath, ['scripts/image.ts', image], '.')
  expect(sizeOf(image)).toBeLessThanOrEqual(40e6)
  const articles = join(folder, 'languages')
  mkdirSync(articles)
  const texts = {
    ar: 'زار الوزير المدينة.',
    de: 'Die Häuser sind alt.',
    'zh-Hant': '圖書館開放。',
    ru: 'Книги читают.',
    hi: 'किताबें पढ़ी गईं।',
  }
  for (const [language, body] of Object.entries(texts))
    writeFileSync(
      join(articles, `${language}.md`),
      `---\ntitle: ${body}\noutlet: A\nlanguage: ${language}\n---\n\n${body}\n`,
    )
  const start = join(image, 'dist/command/start.js')
  const node = dirname(process.execPath)
  const page =
    '<!doctype html><title>A page</title><article><p>It is about <b>a quay</b>, and long enough.</p></article>'
  writeFileSync(join(folder, 'page.html'), page)
  run(
    join(node, 'node'),
    [start, 'import', 'page.html', '--outlet', 'A', '--language', 'en', '--out', articles],
    folder,
  )
  const { url, stop } = await serve([articles], node, start)
  const get = async (path: string) => {
    const answer = await fetch(url + path)
    expect(answer.status, path).toBe(200)
    return answer.text()
  }
  expect(JSON.parse(await get('/articles'))).toMatchObject({ total: 6 })
  for (const query of ['وزير', 'Haus', '图书馆', 'книга', 'किताब'])
    expect(JSON.parse(await get(`/search?q=${encodeURIComponent(query)}`)), query).toMatchObject({ total: 1 })
  const article = await get('/articles/ar.html')
  for (const [, address = ''] of article.matchAll(/href="(\/assets\/[^"]+)"/g)) await get(address)
  const docs = await get('/docs')
  for (const [, address = ''] of docs.matchAll(/(?:href|src)="(\/[^"]+)"/g)) await get(address)
  await get('/openapi.json')
  expect(await stop()).toEqual([0, null])
})
