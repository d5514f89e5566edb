import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { browserForTest } from '../support/browser.ts'
import { maqalServe } from '../support/process.ts'

let bundle = ''

beforeAll(async () => {
  const built = await rolldown({ input: 'src/client/client.ts', platform: 'browser' })
  const { output } = await built.generate({ format: 'esm', minify: true })
  bundle = output[0].code
})

test('the client has at most 1,536 bytes gzipped, and no dependency', () => {
  const size = gzipSync(bundle).length
  process.stdout.write(`maqal/client: ${bundle.length} bytes, ${size} gzipped\n`)
  expect(size).toBeLessThanOrEqual(1536)
  expect(bundle).not.toMatch(/\b(?:import|require)\b[^.]*['"`]/)
})

const listening = async (handler: Parameters<typeof createServer>[1]): Promise<string> => {
  const server = createServer(handler)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Passes requests on to a server and writes down each that came over the wire. */
const counting = async (target: string) => {
  const wire: string[] = []
  const pass = (asked: IncomingMessage, status: string) =>
    wire.push(`${asked.method} ${decodeURIComponent(asked.url ?? '')} ${status}`)
  const origin = await listening((asked, answer) => {
    const passed = request(
      target + (asked.url ?? ''),
      { method: asked.method, headers: asked.headers },
      (got) => {
        pass(asked, String(got.statusCode))
        answer.writeHead(got.statusCode ?? 500, got.headers)
        got.pipe(answer)
      },
    )
    asked.pipe(passed)
  })
  return { origin, wire }
}

const id = 'qatar-irgc-normalisation'

/**
 * Runs a module of a page of another origin to its end, in a browser: it finds `createClient`, and the `api` to ask.
 * Resolves with what it puts into `result`.
 */
const runInPage = async (api: string, script: string, worker = ''): Promise<unknown> => {
  const given = `import { createClient } from '/client.js'\nconst api = '${api}', id = '${id}'\n`
  const files: Record<string, [string, string]> = {
    '/': ['text/html', '<!doctype html><script type="module" src="/page.js"></script>'],
    '/client.js': ['text/javascript', bundle],
    '/page.js': ['text/javascript', `${given}const result = []\n${script}\nwindow.result = result`],
    '/worker.js': ['text/javascript', given + worker],
  }
  const site = await listening(({ url = '' }, answer) => {
    const [type, text] = files[url] ?? ['text/plain', '']
    answer.writeHead(files[url] === undefined ? 404 : 200, { 'content-type': type }).end(text)
  })
  const page = await (await browserForTest()).newPage()
  await page.goto(site)
  await page.waitForFunction('window.result !== undefined')
  return page.evaluate('window.result')
}

const serveCounted = async (env: Record<string, string> = {}) => counting((await maqalServe([], { env })).url)

test('an article asked for three times from another origin is one request on the wire', async () => {
  const { origin, wire } = await serveCounted()
  const titles = await runInPage(
    origin,
    `const client = createClient(api)
    for (let times = 0; times < 3; times += 1) result.push((await client.article(id)).title)`,
  )
  expect(titles).toHaveLength(3)
  expect(new Set(titles as string[]).size).toBe(1)
  expect(wire).toEqual([`GET /articles/${id}.json 200`])
})

test('lists, searches and links need no preflight, and come from the cache of the browser', async () => {
  const { origin, wire } = await serveCounted()
  await runInPage(
    origin,
    `for (const client of [createClient(api), createClient(api)]) {
      await client.articles({ language: 'ar' }).first()
      await client.search('ايران').first()
      await client.outlets().first()
      const { links } = await client.section(id, 1)
      await client.follow(links.next)
    }`,
  )
  expect(wire.toSorted()).toEqual([
    'GET /articles.json?language=ar 200',
    `GET /articles/${id}/sections/1.json 200`,
    `GET /articles/${id}/sections/secret-visit.json 200`,
    'GET /outlets.json 200',
    'GET /search.json?q=ايران 200',
  ])
})

test('the same in a worker', async () => {
  const { origin, wire } = await serveCounted()
  const told = await runInPage(
    origin,
    `const once = () => new Promise((done) => {
      new Worker('/worker.js', { type: 'module' }).onmessage = ({ data }) => done(data)
    })
    result.push(await once(), await once())`,
    'postMessage((await createClient(api).article(id)).title)',
  )
  expect(told).toEqual([expect.stringContaining('قطر'), expect.stringContaining('قطر')])
  expect(wire).toEqual([`GET /articles/${id}.json 200`])
})

test('under no-cache the browser asks by its own ETag, without a preflight', async () => {
  const { origin, wire } = await serveCounted({ CACHE_CONTROL: 'no-cache' })
  await runInPage(
    origin,
    'for (const client of [createClient(api), createClient(api)]) await client.article(id)',
  )
  expect(wire).toEqual([`GET /articles/${id}.json 200`, `GET /articles/${id}.json 304`])
})
