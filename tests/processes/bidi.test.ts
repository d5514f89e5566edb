import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ArticleFile } from '../../src/article/file.ts'
import { runsOf } from '../../src/formats/html/bidi/runs.ts'
import { libraryOf } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { listen } from '../support/sound.ts'

type Tokens = { leftToRight: string[]; rightToLeft: Record<string, string> }

/** What stands in sentences of the other direction, and how it is read on the screen, from left to right. */
const { leftToRight, rightToLeft } = JSON.parse(readFileSync('tests/fixtures/bidi.json', 'utf8')) as Tokens
const isItself = leftToRight.map((token): [string, string] => [token, token])

/** X is the token: in a sentence, at its start, at its end and in quotation marks. */
const languages: [language: string, tokens: [string, string][], sentences: string[]][] = [
  ['ar', isItself, ['قالت المصادر إن X في التقرير.', 'X في التقرير.', 'قال المتحدث: X.', 'إن «X» في النص.']],
  ['he', isItself, ['לפי הדוח X נכון להיום.', 'X נכון להיום.', 'הוא אמר: X.', 'של “X” היום.']],
  ['fa', isItself, ['به گفتهٔ منابع X در گزارش است.', 'X در گزارش است.', 'او گفت: X.', 'این «X» است.']],
  ['ur', isItself, ['رپورٹ میں X کا ذکر ہے۔', 'X کا ذکر ہے۔', 'اس نے کہا: X۔', 'یہ «X» ہے۔']],
  [
    'en',
    Object.entries(rightToLeft),
    [
      'The word X is here.',
      'X is here.',
      'They said: X.',
      'They said “X” then.',
      'Is it X, or is it not, in 2010?',
    ],
  ],
]

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

type Feed = { items: { content_html: string }[] }
type Ninjs = { bodies: { contentType: string; value: string }[] }

/** The HTML that a feed or ninjs holds. */
const htmlIn = async (at: string, form: 'feed' | 'ninjs'): Promise<string | undefined> => {
  if (form === 'feed') return ((await (await fetch(`${at}/feed.json`)).json()) as Feed).items[0]?.content_html
  const { bodies } = (await (await fetch(`${at}/articles/a.ninjs`)).json()) as Ninjs
  return bodies.find(({ contentType }) => contentType === 'text/html')?.value
}

/** A form of an article in the browser, with each line of text on one line of the screen. */
const open = async (article: ArticleFile, form: 'page' | 'feed' | 'ninjs' = 'page'): Promise<Page> => {
  const { port, close } = await listen(await libraryOf([{ ...article, id: 'a' }]))
  onTestFinished(close)
  const at = `http://127.0.0.1:${port}`
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(`${at}/articles/a`)
  if (form !== 'page')
    await page.evaluate(
      `document.querySelector('main').innerHTML = ${JSON.stringify(await htmlIn(at, form))}`,
    )
  await page.evaluate(`document.styleSheets[0].insertRule('* { white-space: nowrap !important }')`)
  await page.evaluate('document.fonts.ready')
  return page
}

/** The text of an element from `start` to `end`, as its characters stand on the screen, from left to right. */
const seen = (page: Page, places: { selector: string; start: number; end: number }[]): Promise<string[]> =>
  page.evaluate(
    `(() => {
      const range = document.createRange()
      return ${JSON.stringify(places)}.map(({ selector, start, end }) => {
        const characters = []
        const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT)
        let before = 0
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          for (let at = Math.max(0, start - before); at < Math.min(node.length, end - before); at += 1) {
            range.setStart(node, at)
            range.setEnd(node, at + 1)
            characters.push([node.data[at], range.getBoundingClientRect().left])
          }
          before += node.length
        }
        return characters.sort((one, other) => one[1] - other[1]).map(([character]) => character).join('')
      })
    })()`,
  )

/** Takes all isolation away, so that the page is as plain Unicode has it. */
const withoutIsolation = (page: Page): Promise<unknown> =>
  page.evaluate(`for (const run of document.querySelectorAll('bdi')) run.replaceWith(...run.childNodes)`)

/** White space stands between what is compared, and the pixels of two spaces are not told apart. */
const withoutSpace = (text: string): string => text.replaceAll(/\s/g, '')

const rowsOf = (tokens: [string, string][], sentences: string[]) =>
  tokens.flatMap(([token, shown]) =>
    sentences.map((sentence) => ({ token, shown, sentence, text: sentence.replace('X', () => token) })),
  )

test.each(languages)(
  '%s: every token is in order, wherever it stands',
  async (language, tokens, sentences) => {
    const rows = rowsOf(tokens, sentences)
    const page = await open({
      title: language,
      outlet: language,
      language,
      sections: [{ paragraphs: rows.map(({ text }, index) => ({ id: `p${index}`, text })) }],
    })
    const places = rows.map(({ token, sentence }, index) => {
      const start = sentence.indexOf('X')
      return { selector: `#p${index}`, start, end: start + token.length }
    })
    const ours = await seen(page, places)
    await withoutIsolation(page)
    const plain = await seen(page, places)
    const isRight = (orders: string[]) =>
      rows.map(({ shown }, index) => withoutSpace(orders[index] ?? '') === withoutSpace(shown))
    const [right, plainlyRight] = [isRight(ours), isRight(plain)]
    const count = (list: boolean[]) => list.filter(Boolean).length
    console.log(
      `${language}: ${count(right)} of ${rows.length} in order, ${count(plainlyRight)} without isolation`,
    )
    expect(tokens.length).toBeGreaterThanOrEqual(150)
    expect(rows.filter((_, index) => right[index] === false).map(({ text }) => text)).toEqual([])
    expect(count(right)).toBeGreaterThanOrEqual(count(plainlyRight))
  },
)

test('what stands in its own direction is not isolated', () => {
  const sentences = isItself.map(([token]) => `The word ${token} is here, as in “${token}”.`)
  expect(sentences.filter((sentence) => runsOf(sentence, 'ltr').length > 0)).toEqual([])
})

/** An article with one text in every place that a text can have. */
const everywhere = (language: string, own: string, text: string): ArticleFile => ({
  title: text,
  outlet: text,
  language,
  summary: text,
  authors: [text],
  sections: [
    { paragraphs: [own] },
    {
      heading: text,
      paragraphs: [
        text,
        `${text}\n${own}`,
        { type: 'quote', text, attribution: text },
        { type: 'list', items: [text, own] },
        { type: 'image', url: '/i.png', caption: text, credit: text },
      ],
    },
    { heading: own, paragraphs: [own] },
    { heading: 'C', paragraphs: [own] },
  ],
})

const wholly: [string, string, string, string][] = [
  ['ar', 'نص عربي.', 'Profit (2024).', 'Profit(2024).'],
  ['he', 'טקסט בעברית.', '“Why?” he said!', '“Why?”hesaid!'],
  ['en', 'English text.', 'ارتفعت 5% (2024)؟', '؟)2024(5%تعفترا'],
]

const holders =
  'h1, .outlet, .summary, .facts bdi, .contents li, h2.title, p.content, blockquote, li, figcaption'

test.each(wholly)(
  '%s: what is wholly of the other direction has its own',
  async (language, own, text, shown) => {
    const page = await open(everywhere(language, own, text))
    const texts = (await page.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(holders)})].map((holder, index) => {
      holder.id = 'holder_' + index
      return holder.textContent
    })`,
    )) as string[]
    const places = texts.flatMap((held, index) => {
      const start = held.indexOf(text)
      return start === -1 ? [] : [{ selector: `#holder_${index}`, start, end: start + text.length }]
    })
    expect(places.length).toBeGreaterThanOrEqual(11)
    for (const order of await seen(page, places)) expect(withoutSpace(order)).toBe(shown)
  },
)

const codes = [
  'npm ci && npm start',
  'if (a > b) { … }',
  String.raw`C:\Users\x`,
  '--x="قطر" # ok',
  '(1 + 2) * 3',
  '</b>',
]

test.each(['ar', 'he'])('%s: code is read from the left, and nothing in it is isolated', async (language) => {
  const before = language === 'ar' ? 'اكتب ' : 'כתוב '
  const paragraphs = codes.map((code, index) => ({
    id: `p${index}`,
    text: `${before}${code} ${before}`.trim(),
    marks: [{ type: 'code' as const, start: before.length, end: before.length + code.length }],
  }))
  const page = await open({ title: before, outlet: before, language, sections: [{ paragraphs }] })
  expect(await page.locator('code bdi').count()).toBe(0)
  expect(await page.locator('code[dir=ltr]').count()).toBe(codes.length)
  const places = codes.map((code, index) => ({ selector: `#p${index} code`, start: 0, end: code.length }))
  const ordered = codes.map((code) => code.replace('قطر', 'رطق'))
  expect(await seen(page, places)).toEqual(ordered)
})

test('names of a list stand in the order of the text, from the first', async () => {
  const lists = [
    ['en', 'They are محمد علي, وائل غنيم and others', 'محمد', 'وائل'],
    ['ar', 'هما BBC News، CNN وغيرهما', 'CNN', 'BBC'],
  ] as const
  for (const [language, text, left, right] of lists) {
    const page = await open({
      title: text,
      outlet: text,
      language,
      sections: [{ paragraphs: [{ id: 'p', text }] }],
    })
    const [order = ''] = await seen(page, [{ selector: '#p', start: 0, end: text.length }])
    const isTurned = language === 'en'
    const [first, second] = [left, right].map((name) =>
      isTurned ? name.split('').toReversed().join('') : name,
    )
    expect(order.indexOf(first ?? '')).toBeGreaterThanOrEqual(0)
    expect(order.indexOf(first ?? '')).toBeLessThan(order.indexOf(second ?? ''))
  }
})

test.each(['feed', 'ninjs'] as const)('the HTML of %s has the same order as the page', async (form) => {
  const rows = rowsOf(isItself, ['قالت المصادر إن X في التقرير.'])
  const paragraphs = rows.map(({ text }) => text)
  const page = await open({ title: 'ع', outlet: 'ع', language: 'ar', sections: [{ paragraphs }] }, form)
  const places = rows.map(({ token, sentence }, index) => {
    const start = sentence.indexOf('X')
    return { selector: `main > p:nth-of-type(${index + 1})`, start, end: start + token.length }
  })
  const orders = await seen(page, places)
  expect(
    rows.filter(({ shown }, index) => withoutSpace(orders[index] ?? '') !== withoutSpace(shown)),
  ).toEqual([])
})

test.each([
  ['(202) 555-0147', 'ltr'],
  ['1990-1995', 'range'],
  ['10–15%', 'range'],
])('a range is read in the direction of Arabic, %s as %s', async (token, order) => {
  const text = `بين ${token} وما بعد`
  const page = await open({
    title: 'ع',
    outlet: 'ع',
    language: 'ar',
    sections: [{ paragraphs: [{ id: 'p', text }] }],
  })
  const [shown = ''] = await seen(page, [{ selector: '#p', start: 4, end: 4 + token.length }])
  const turned = token
    .split(/([–-])/)
    .toReversed()
    .join('')
  expect(withoutSpace(shown)).toBe(withoutSpace(order === 'range' ? turned : token))
})
