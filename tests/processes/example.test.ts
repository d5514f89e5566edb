import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { browserForTest } from '../support/browser.ts'
import { maqalServe } from '../support/process.ts'

/** The example, served from an origin of its own. */
const serveExample = (): Promise<string> =>
  new Promise((done) => {
    const child = spawn(process.execPath, ['examples/reader/serve.ts', '0'])
    onTestFinished(() => void child.kill())
    child.stdout.on('data', (chunk) => done(String(chunk).trim()))
  })

test('a page of another origin reads an article and a section, reads the ETag, and gets its 304', async () => {
  const [server, origin, browser] = await Promise.all([maqalServe(), serveExample(), browserForTest()])
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`${origin}/?api=${encodeURIComponent(server.url)}`)
  await page.waitForSelector('body[data-state=done]')
  expect(errors.filter((error) => !error.includes('favicon') && !error.includes('404'))).toEqual([])
  expect(await page.locator('#article h1').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('#article p').count()).toBe(13)
  expect(await page.locator('#section h2').textContent()).toBe('صفقات قطرية إيرانية')
  const told = (await page.locator('#log').textContent())?.trim().split('\n') ?? []
  expect(told.map((line) => line.split(' ')[0])).toEqual(['200', '200', '304'])
  expect(told[0]).toMatch(/ETag "[\w-]+"$/)
  expect(told[2]).toBe(told[0]?.replace('200', '304'))
})

test('an origin that CORS_ORIGINS does not name reads nothing', async () => {
  const env = { CORS_ORIGINS: 'https://example.org' }
  const [server, origin, browser] = await Promise.all([
    maqalServe([], { env }),
    serveExample(),
    browserForTest(),
  ])
  const page = await browser.newPage()
  await page.goto(`${origin}/?api=${encodeURIComponent(server.url)}`)
  await page.waitForSelector('body[data-state=done]')
  expect(await page.locator('#article p').count()).toBe(0)
  expect(await page.locator('#log').textContent()).toContain('Failed to fetch')
})
