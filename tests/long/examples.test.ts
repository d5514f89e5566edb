import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Article } from '../../src/client/client.ts'
import { openBrowser } from '../support/browser.ts'
import { maqalServe } from '../support/process.ts'

// Front ends as others write them: installed with the packed package, built, and looked at in a browser.

let folder = ''
let browser: Browser

/** What the test runner tells its own tests by, and would tell a build too. */
const ofRunner = /^(?:VITEST|NODE_ENV|TEST$|MODE$|PROD$|DEV$|BASE_URL$|SSR$)/

/** Runs npm under this Node; throws what it prints where it fails. */
const npm = (argv: string[], cwd: string, more: Record<string, string> = {}): void => {
  const kept = Object.entries(process.env).filter(([name]) => !ofRunner.test(name))
  const PATH = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`
  const env = { ...Object.fromEntries(kept), ...more, PATH, ASTRO_TELEMETRY_DISABLED: '1' }
  const { status, stdout, stderr } = spawnSync('npm', argv, { cwd, encoding: 'utf8', env, timeout: 200_000 })
  if (status !== 0) throw new Error(`npm ${argv.join(' ')}: ${status}\n${stdout}${stderr}`)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maqal-examples-'))
  npm(['pack', '--pack-destination', folder], '.')
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A copy of an example, with the packed package in place of the checkout, installed and built. */
const build = (name: string, env: Record<string, string>): string => {
  const place = join(folder, name)
  const packed = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? ''
  cpSync(`examples/${name}`, place, {
    recursive: true,
    filter: (from) => !/\/(?:node_modules|dist|\.astro)$/.test(from),
  })
  const manifest = readFileSync(join(place, 'package.json'), 'utf8')
  writeFileSync(join(place, 'package.json'), manifest.replace('file:../..', `file:../${packed}`))
  npm(['install', '--no-audit', '--no-fund'], place)
  npm(['run', 'build'], place, env)
  return join(place, 'dist')
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Serves a built site from an origin of its own. */
const host = async (site: string): Promise<string> => {
  const files = new Map(
    readdirSync(site, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [`/${file.slice(site.length + 1)}`.replace(/index\.html$/, ''), file]),
  )
  const server = createServer((request, response) => {
    const file = files.get(request.url?.split('?')[0] ?? '')
    if (file === undefined) response.writeHead(404).end()
    else response.setHeader('content-type', types[extname(file)] ?? '').end(readFileSync(file))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const open = async (url: string) => {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const wrong: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && wrong.push(message.text())))
  page.on('pageerror', (error) => wrong.push(error.message))
  await page.goto(url)
  return { page, wrong }
}

/** A folder with the sample article and the one that has everything a body may hold. */
const content = (): string => {
  const place = join(folder, 'content')
  cpSync('data', place, { recursive: true })
  cpSync('tests/fixtures/kitchen-sink.json', join(place, 'kitchen-sink.json'))
  return place
}

/** Holds what a page draws of the kitchen-sink article against its JSON: every word, link, image and mark. */
const expectWhole = async (page: Page, server: string): Promise<void> => {
  const answer = await fetch(`${server}/articles/kitchen-sink.json`)
  const { sections, notes } = (await answer.json()) as Article
  const text = (await page.locator('article').textContent()) ?? ''
  const parts = [...sections.flatMap(({ paragraphs }) => paragraphs), ...notes]
  const words = parts.flatMap((part) => part.text.split(/[\s:]+/))
  expect(words.filter((word) => !text.includes(word))).toEqual([])
  const all = (selector: string, name: string) =>
    page
      .locator(`article ${selector}`)
      .evaluateAll((found, attribute) => found.map((one) => one.getAttribute(attribute)), name)
  expect(await all('a', 'href')).toEqual([
    'https://other.example/',
    '#n1',
    'https://video.example/watch?v=1',
    'https://audio.example/episode.mp3',
    '/articles/rivers',
    'https://other.example/source',
  ])
  expect(await all('img', 'src')).toEqual(['https://outlet.example/bridge.svg'])
  for (const name of 'del sup sub strong em code dl table caption pre figure blockquote hr ul ul'.split(' '))
    expect(await page.locator(`article ${name}`).count(), name).toBeGreaterThan(0)
  expect(await page.locator('article [lang=ar]').count()).toBe(2)
}

const title = /التطبيع القطري مع الحرس الثوري/

test('React reads the list, an article and a search from another origin', async () => {
  const { url } = await maqalServe([content()])
  const { page, wrong } = await open(await host(build('react', { VITE_MAQAL: url })))
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 2, name: 'زيارة سرية' }).waitFor()
  expect(await page.locator('article').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('article [dir=rtl] p').count()).toBe(12)
  await page.screenshot({ path: join(tmpdir(), 'maqal-example-react.png') })
  await page.goBack()
  await page.getByRole('searchbox').fill('ايران')
  await page.getByRole('link', { name: title }).waitFor()
  await page.getByRole('searchbox').fill('لاشيءكهذا')
  await page.getByRole('listitem').first().waitFor({ state: 'detached' })
  await page.getByRole('searchbox').fill('-')
  await page.getByRole('status').waitFor()
  await page.goto(`${new URL(page.url()).origin}/#kitchen-sink`)
  await page.getByRole('heading', { level: 1, name: 'Everything a body may hold' }).waitFor()
  await expectWhole(page, url)
  expect(wrong.filter((text) => !text.includes('bridge.svg') && !text.includes('ERR_'))).toEqual([])
})

test('Astro builds a page of each article, which needs no server and no script', async () => {
  const { url } = await maqalServe([content()])
  const site = build('astro', { MAQAL: url })
  const { page, wrong } = await open(await host(site))
  await page.getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 2, name: 'زيارة سرية' }).waitFor()
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('section p').count()).toBe(12)
  expect(await page.locator('script').count()).toBe(0)
  await page.goBack()
  await page.getByRole('link', { name: 'Everything a body may hold' }).click()
  await expectWhole(page, url)
  expect(wrong.filter((text) => !text.includes('bridge.svg') && !text.includes('ERR_'))).toEqual([])
})
