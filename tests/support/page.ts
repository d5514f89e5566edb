import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { HtmlValidate } from 'html-validate'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { written } from './app.ts'
import { openBrowser } from './browser.ts'

// A browser takes a second to start: there is one for the file, and a context of its own for each test.
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

export const arabic = written('arabic', {
  title: 'حوار مع BBC News، عن 2010',
  language: 'ar',
  summary: 'ملخص الحوار (في 3 أجزاء).',
  sections: [
    { paragraphs: ['قالت BBC News (London)، في 23 ديسمبر 2010، إن 50% منها 1990-1995.'] },
    { heading: 'الأول', paragraphs: [{ text: 'An English paragraph, with قطر, 2022.', language: 'en' }] },
    { heading: 'الثاني', paragraphs: [{ type: 'quote', text: 'قول', attribution: 'قائل' }] },
    { heading: 'الثالث', paragraphs: [{ type: 'list', items: ['أ', 'ب'] }] },
  ],
})

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'

export const english = written('english', {
  title: 'On قطر, and more',
  summary: 'A summary.',
  authors: [{ name: 'A. Writer', url: 'https://writer.example/' }],
  datePublished: '2024-05-31',
  url: 'https://outlet.example/english',
  sections: [
    { paragraphs: ['The word قطر, 2022, and «كوفيد-19».', 'A second paragraph.'] },
    {
      heading: 'A heading',
      paragraphs: [
        { text: 'A link here.', marks: [{ type: 'link', start: 2, end: 6, href: 'https://other.example/' }] },
        {
          type: 'image',
          url: 'data.svg',
          alt: 'Nothing',
          caption: 'A caption',
          credit: null,
          width: 4000,
          height: 3000,
        },
      ],
    },
  ],
})

/** An article in a language of its own, with what pages say around it. */
const inLanguage = (language: string, text: string, name: string) =>
  written(language, {
    language,
    title: text,
    outlet: name,
    rubric: name,
    authors: [name],
    tags: [name, 'Siemens'],
    datePublished: '2024-05-31',
    sections: [
      { paragraphs: [`${text} $2.5bn، BBC News`] },
      ...[1, 2, 3].map((number) => ({ heading: `${text} ${number}`, paragraphs: [text] })),
    ],
  })

export const languages = [
  inLanguage('he', 'העסקה שווה לפי הדוח', 'משה כהן'),
  inLanguage('ur', 'پاکستان کی معیشت', 'محمد علی'),
  inLanguage('ja', '川が町を動かした日', '山田太郎'),
  inLanguage('ps', 'د افغانستان خبرونه', 'احمد'),
  written('long', {
    sections: Array.from({ length: 42 }, (_, index) => ({ heading: `H ${index}`, paragraphs: ['One.'] })),
  }),
]

/** A page, and whatever went wrong in it. `url` is the server's. */
export const openPage = async (url: string, path: string, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('console', (message) => wrong.push(message.text()))
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('request', (request) => {
    if (![url, 'data:', 'https://outlet.example/'].some((start) => request.url().startsWith(start)))
      wrong.push(request.url())
  })
  await page.route('https://outlet.example/*.svg', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: drawing }),
  )
  await page.goto(url + path)
  await page.evaluate('document.fonts.ready')
  return { page, wrong, url }
}

type Axe = { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }

export const axe = async (page: Page) => {
  await page.evaluate(readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'))
  const { violations } = (await page.evaluate('axe.run()')) as Axe
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary, html }) => failureSummary + html).join()}`,
  )
}

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  // A block is printed once, for pages and as XML.
  rules: { 'void-style': 'off', 'long-title': 'off', 'attribute-boolean-style': 'off' },
})

export const htmlFaults = async (text: string): Promise<string[]> => {
  const { results } = await validator.validateString(text)
  return results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`))
}

export const widthOf = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth') as Promise<number>
