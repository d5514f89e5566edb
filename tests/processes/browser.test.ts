import { readFileSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { libraryOf, written } from '../support/app.ts'
import { arabic, axe, english, languages, openPage, widthOf } from '../support/page.ts'
import { folderOf, maqalServe } from '../support/process.ts'
import { listen } from '../support/sound.ts'

const sampleFile = readFileSync('data/qatar-irgc-normalisation.json', 'utf8')

/** A server with the sample and two articles of mixed text. */
const serve = async () => {
  const { port, close } = await listen(await libraryOf([JSON.parse(sampleFile), arabic, english]))
  onTestFinished(close)
  return `http://127.0.0.1:${port}`
}

const open = async (path: string, options: BrowserContextOptions = {}, at?: string) =>
  openPage(at ?? (await serve()), path, options)

/** Where each of these pieces of the text of an element stands, from its left. */
const places = (page: Page, selector: string, pieces: string[]): Promise<number[]> =>
  page.evaluate(
    `(([selector, pieces]) => {
      const element = document.querySelector(selector)
      const texts = []
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node)
      return pieces.map((piece) => {
        const node = texts.find(({ data }) => data.includes(piece))
        const range = document.createRange()
        range.setStart(node, node.data.indexOf(piece))
        range.setEnd(node, node.data.indexOf(piece) + piece.length)
        return range.getBoundingClientRect().left
      })
    })(${JSON.stringify([selector, pieces])})`,
  )

const sample = '/articles/qatar-irgc-normalisation'

test.each([
  sample,
  '/articles/arabic',
  '/articles/english',
  '/',
  '/articles?limit=1',
  `${sample}/sections/secret-visit`,
  `${sample}/paragraphs/secret-visit-2`,
  '/problems/not-found',
  '/search?q=%D9%82%D8%B7%D8%B1',
  '/outlets',
  '/articles?language=ar',
])('%s has no fault that axe finds, says nothing and asks nobody else, light and dark', async (path) => {
  const { page, wrong } = await open(path)
  expect(await axe(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await axe(page)).toEqual([])
  expect(wrong).toEqual([])
})

test.each([
  [`${sample}/sections/secret-vist`, 404],
  ['/articles/none', 404],
  ['/articles?limit=1000', 400],
  ['/search', 200],
  ['/search?q=...', 200],
  ['/articles?page=9', 200],
])(
  'the page of %s (%i) has no fault that axe finds, light and dark, and fits a phone',
  async (path, status) => {
    const { page, wrong } = await open(path, { viewport: { width: 320, height: 700 } })
    expect(await axe(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await axe(page)).toEqual([])
    expect(await widthOf(page)).toBeLessThanOrEqual(320)
    // The browser itself says that a page is an error.
    expect(wrong.filter((text) => !text.includes(`status of ${status}`))).toEqual([])
  },
)

test('from the page of an error one goes on by the link or by the search', async () => {
  const { page, url } = await open(`${sample}/sections/secret-vist?utm_source=x`)
  await page.click('main li a')
  expect(page.url()).toBe(`${url}${sample}/sections/secret-visit`)
  await page.goto(`${url}/articles/nothing-here`)
  await page.fill('input[name=q]', 'قطر')
  await page.press('input[name=q]', 'Enter')
  await page.waitForURL(/\/search\?q=/)
  expect(await page.textContent('[role=status]')).toContain('Results: 3')
})

test('one searches from the list, without JavaScript, and comes to the paragraph', async () => {
  const { page, wrong } = await open('/articles')
  await page.fill('input[name=q]', 'الحرس')
  await page.click('button[type=submit]')
  await page.waitForURL(/\/search\?q=/)
  expect(await page.textContent('.found mark')).toContain('الحرس')
  await page.click('.found a')
  await page.waitForURL(/\/articles\/[\w-]+#[\w-]+$/)
  expect(await page.textContent(':target')).toContain('الحرس')
  expect(wrong).toEqual([])
})

test('Arabic stands from right to left, in its font, with what is not Arabic in its place', async () => {
  const { page } = await open('/articles/arabic')
  expect(await page.evaluate('getComputedStyle(document.documentElement).direction')).toBe('rtl')
  expect(await page.evaluate(`document.fonts.check('1em "Noto Naskh Arabic"')`)).toBe(true)
  expect(await page.evaluate('[...document.fonts].map(({ status }) => status)')).toEqual(['loaded', 'loaded'])
  const order = ['قالت', 'News (London)', 'BBC', '، في ', '23', 'ديسمبر', '2010']
  const [said, london, bbc, comma, day, month, year] = await places(page, '#lede-1', order)
  const fromRight = [said, bbc, comma, day, month, year] as number[]
  expect(fromRight).toEqual(fromRight.toSorted((one, other) => other - one))
  expect(london).toBeGreaterThan(bbc ?? Infinity)
  const [from = 0, to = 0] = await places(page, '#lede-1', ['1990', '1995'])
  expect(to).toBeLessThan(from)
})

test('English stands from left to right, and a number after an Arabic name after it', async () => {
  const { page } = await open('/articles/english')
  const [word, name, year, and] = await places(page, '#lede-1', ['word', 'قطر', ', 2022', ' and '])
  const order = [word, name, year, and] as number[]
  expect(order).toEqual(order.toSorted((one, other) => one - other))
})

test('a paragraph of another language stands in its own direction', async () => {
  const { page } = await open('/articles/arabic')
  const [first = 0, last = 0] = await places(page, 'p[lang=en]', ['An English', ', 2022'])
  expect(first).toBeLessThan(last)
})

test('what is English on a page from right to left stands where it would in its language', async () => {
  const { port, close } = await listen(await libraryOf(languages))
  onTestFinished(close)
  const { page } = await open('/articles/ps', {}, `http://127.0.0.1:${port}`)
  const box = async (selector: string) => {
    const { x = 0, width = 0 } = (await page.locator(selector).first().boundingBox()) ?? {}
    return { left: x, right: x + width }
  }
  const [main, find] = [await box('main article'), await box('.find')]
  expect(find.left).toBeCloseTo(main.left, 0)
  for (const selector of ['.site', '.foot p span', '.foot li']) {
    expect((await box(selector)).right).toBeCloseTo(main.right, 0)
  }
  expect((await box('.contents h2 span')).right).toBeGreaterThan((main.left + main.right) / 2)
})

test('in forced colours too one sees which paragraph a link led to', async () => {
  const { page } = await open(`${sample}#secret-visit-2`, { forcedColors: 'active' })
  expect(await page.evaluate(`getComputedStyle(document.querySelector(':target')).outlineStyle`)).toBe(
    'solid',
  )
})

test('a link to a paragraph scrolls to it', async () => {
  const { page } = await open(`${sample}#secret-visit-2`)
  await expect.poll(async () => (await page.locator('#secret-visit-2').boundingBox())?.y).toBeLessThan(200)
  expect(await page.evaluate('scrollY')).toBeGreaterThan(300)
})

test('dark is dark', async () => {
  const ground = 'getComputedStyle(document.documentElement).backgroundColor'
  const { page } = await open(sample, { colorScheme: 'dark' })
  expect(await page.evaluate(ground)).toBe('rgb(23, 22, 20)')
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await page.evaluate(ground)).toBe('rgb(253, 252, 249)')
})

test.each([sample, '/articles/arabic', '/articles/english', '/', `${sample}/sections/secret-visit`])(
  '%s needs no sideways scrolling at 320 pixels, nor at twice the text',
  async (path) => {
    const { page } = await open(path, {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    })
    expect(await widthOf(page)).toBe(320)
    await page.setViewportSize({ width: 550, height: 450 })
    expect(await widthOf(page)).toBe(550)
    await page.evaluate(`document.styleSheets[0].insertRule('html { font-size: 200% }')`)
    expect(await widthOf(page)).toBe(550)
  },
)

/** WCAG 1.4.12, Text Spacing: what a reader may set. */
const spacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'

const long = 'https://outlet.example/' + 'a-very-long-word-without-an-end-'.repeat(6)

test.each([
  '/',
  '/articles',
  '/articles/long',
  '/search?q=word',
  '/tags',
  '/outlets',
  '/articles/long/sections/lede',
])('%s holds a word that is wider than the window', async (path) => {
  const wide = written('long', {
    title: long,
    outlet: long,
    rubric: long,
    summary: long,
    authors: [{ name: long, url: null }],
    tags: [long],
    sections: [
      { paragraphs: [`${long} word`] },
      { heading: long, paragraphs: [{ type: 'list', items: [long] }] },
    ],
  })
  const { port, close } = await listen(await libraryOf([wide, written('short', { tags: ['short'] })]))
  onTestFinished(close)
  const viewport = { width: 320, height: 640 }
  const { page } = await open(path, { viewport, hasTouch: true, isMobile: true }, `http://127.0.0.1:${port}`)
  expect(await widthOf(page)).toBe(320)
  await page.evaluate(`document.styleSheets[0].insertRule(${JSON.stringify(spacing)})`)
  expect(await widthOf(page)).toBe(320)
})

test('it prints, without what is only for the screen', async () => {
  const { page } = await open(sample)
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(20_000)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.foot').isVisible()).toBe(false)
  expect(await page.locator('h1').isVisible()).toBe(true)
})

test('it reads the same without JavaScript', async () => {
  const folder = folderOf({ 'sample.json': sampleFile })
  const { url } = await maqalServe([], { env: { CONTENT_DIR: folder } })
  const { page } = await open('/', { javaScriptEnabled: false }, url)
  await page.getByRole('link', { name: 'زيارات سرية' }).click()
  expect(await page.locator('section').count()).toBe(6)
  await page.getByRole('link', { name: 'مساعدة قطر' }).first().click()
  expect(page.url()).toMatch(/#qatars-help$/)
})

test('with the keyboard one skips to the text, sees where one is, and goes on', async () => {
  const { page } = await open(sample)
  await page.keyboard.press('Tab')
  const skip = page.locator('.skip')
  expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0)
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('بوابة الفجر')
})

test('the sections of an article lead to one another and back to it', async () => {
  const { page } = await open('/articles/english/sections/lede')
  await page.getByRole('link', { name: 'Next' }).click()
  expect(await page.locator('h1').textContent()).toBe('A heading')
  await page.getByRole('link', { name: 'The whole article' }).click()
  expect(page.url()).toMatch(/\/articles\/english#a-heading$/)
})

test('/docs shows every operation, and a request can be tried there', async () => {
  const { page, wrong } = await open('/docs')
  const operation = page.locator('#operations-Articles-getSection')
  await operation.locator('.opblock-summary').first().click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table .response').first()
  await answer.waitFor()
  expect(await answer.locator('.response-col_status').textContent()).toContain('200')
  expect(await answer.textContent()).toContain('"heading": "زيارة سرية"')
  expect(await page.locator('.opblock').count()).toBe(18)
  expect(wrong).toEqual([])
})

test('/docs sends what is tried to the server it came from, without the parameters that may be left out', async () => {
  const library = await libraryOf([JSON.parse(sampleFile), english])
  const { port, close } = await listen(library, { PUBLIC_URL: 'https://public.example' })
  onTestFinished(close)
  const { page, wrong, url } = await open('/docs', {}, `http://127.0.0.1:${port}`)
  const operation = page.locator('#operations-Articles-listArticles')
  await operation.locator('.opblock-summary').first().click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  const answer = operation.locator('.live-responses-table .response').first()
  await answer.waitFor()
  expect(await answer.textContent()).toContain('"total": 2')
  expect(await operation.locator('.request-url').textContent()).toMatch(`${url}/articles?`)
  expect(await operation.locator('.request-url').textContent()).not.toContain('outlet')
  expect(wrong).toEqual([])
})
