import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ArticleFile } from '../../src/article/file.ts'
import { libraryOf, written } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { listen } from '../support/sound.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

const words = 'This is a sentence of some length, with a comma in it. '
const link = (text: string) => ({
  text,
  marks: [{ type: 'link' as const, start: 0, end: text.length - 1, href: 'https://other.example/' }],
})

const sections = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    heading: `The heading number ${index + 1}`,
    level: 2 + (index % 3),
    paragraphs: [words.repeat(3), `Short, as number ${index + 1}.`],
  }))

/** Headings that make ids which readers take for the frame of a page. */
const unlucky = ['Comments', 'Related', 'Social media', 'Tags', 'Contact', 'Sponsor', 'Footer', 'Sidebar']

const mixed = written('mixed', {
  title: 'حوار عن النفط والغاز',
  language: 'ar',
  authors: ['محمد علي', 'John Smith'],
  datePublished: '2021-01-25',
  dateModified: '2021-01-26',
  sections: [
    { paragraphs: ['قالت BBC News إن 50% من الأسعار، كما هو معلوم، ترتفع كل عام.'.repeat(4)] },
    { heading: 'القسم الأول', paragraphs: [link('رابط طويل إلى موضع آخر.'), 'نص قصير.'] },
    { heading: 'Section in English', level: 2, paragraphs: [{ text: words.repeat(4), language: 'en' }] },
    { heading: 'قول', paragraphs: [{ type: 'quote', text: 'ما قيل في ذلك اليوم.', attribution: 'قائل' }] },
    { heading: 'قائمة', paragraphs: [{ type: 'list', items: ['أولًا', 'ثانيًا', 'ثالثًا'] }] },
    ...unlucky.map((heading) => ({
      heading,
      paragraphs: ['نص، فيه فاصلة، وأخرى، وما بعدها.'.repeat(3), 'قصير.'],
    })),
  ],
})

const articles: [string, ArticleFile][] = [
  ['the sample', JSON.parse(readFileSync('data/qatar-irgc-normalisation.json', 'utf8')) as ArticleFile],
  ['200 sections', written('long', { sections: sections(200) })],
  ['a mixed one', mixed],
]

const reader = fileURLToPath(import.meta.resolve('@mozilla/readability/Readability.js'))

type Read = { headings: string[]; text: string; excerpt: string; byline: string }

test.each(articles)('the reader view of %s has every heading and paragraph', async (_, file) => {
  const { port, close } = await listen(await libraryOf([{ ...file, id: 'a' }]))
  onTestFinished(close)
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(`http://127.0.0.1:${port}/articles/a`)
  await page.evaluate(readFileSync(reader, 'utf8'))
  const read = (await page.evaluate(`(() => {
    const { content, textContent, excerpt, byline } = new Readability(document.cloneNode(true)).parse()
    const body = new DOMParser().parseFromString(content, 'text/html').body
    const headings = [...body.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => heading.textContent.trim())
    return { headings, text: textContent, excerpt, byline }
  })()`)) as Read
  const headings = file.sections.flatMap(({ heading }) => heading ?? [])
  expect(read.headings.filter((heading) => headings.includes(heading))).toEqual(headings)
  const paragraphs = file.sections.flatMap((section) => section.paragraphs)
  const texts = paragraphs.flatMap((paragraph) => {
    if (typeof paragraph === 'string') return [paragraph]
    if (paragraph.type === 'list')
      return paragraph.items.map((item) => (typeof item === 'string' ? item : item.text))
    return 'text' in paragraph ? [paragraph.text] : []
  })
  expect(texts.filter((text) => !read.text.includes(text.trim()))).toEqual([])
  expect(read.text).not.toMatch(/[¶§]/)
})
