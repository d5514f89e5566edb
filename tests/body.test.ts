import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ArticleAnswer } from '../src/article/answers.ts'
import { ArticleFile } from '../src/article/file.ts'
import { toArticle } from '../src/article/derive.ts'
import { printMarkdown } from '../src/formats/markdown/print-article.ts'
import { markdown } from '../src/sources/markdown/markdown.ts'
import { strictly } from '../src/sources/source.ts'
import { libraryOf, serve } from './support/app.ts'

const kitchenSink = JSON.parse(readFileSync('tests/fixtures/kitchen-sink.json', 'utf8')) as ArticleFile

const served = async () => serve(await libraryOf([kitchenSink]))

const whole = async (query = ''): Promise<ArticleAnswer> => {
  const { ask } = await served()
  return (await ask(`/articles/kitchen-sink${query}`)).json() as ArticleAnswer
}

const paragraphsOf = ({ sections }: ArticleAnswer) => sections.flatMap(({ paragraphs }) => paragraphs)

test('an article has every type of paragraph, mark and role that its file has', async () => {
  const article = await whole()
  const paragraphs = paragraphsOf(article)
  expect([...new Set(paragraphs.map(({ type }) => type))]).toEqual([
    'text',
    'break',
    'quote',
    'list',
    'code',
    'table',
    'image',
    'media',
  ])
  expect(paragraphs[0]?.marks.map(({ type }) => type)).toEqual([
    'link',
    'strong',
    'emphasis',
    'code',
    'strike',
    'superscript',
    'subscript',
    'language',
    'note',
  ])
  expect(new Set(paragraphs.map(({ role }) => role))).toEqual(
    new Set([null, 'pull', 'callout', 'correction', 'related']),
  )
  expect(paragraphs.map(({ group }) => group).filter((group) => group !== null)).toEqual([1, 1, 1, 2, 2])
})

test('the text of a list, a table, media and a break is its plain reading', async () => {
  const texts = paragraphsOf(await whole()).map(({ type, text }) => [type, text])
  expect(texts).toContainEqual(['list', 'The third\nAn inner item\nAnother\nThe fourth'])
  expect(texts).toContainEqual([
    'list',
    'Rubric: the desk of a newspaper\nLede: what stands before the first heading',
  ])
  expect(texts).toContainEqual(['table', 'Name\tKilometres\tSea\nNile\t6,650\tMediterranean\nRhine\t1,230\t'])
  expect(texts).toContainEqual(['code', 'npm ci\n\tnpm test\n\n# done'])
  expect(texts).toContainEqual(['media', 'Filmed in May'])
  expect(texts).toContainEqual(['media', ''])
  expect(texts).toContainEqual(['break', ''])
})

test('code is read from the left in an article from right to left', async () => {
  const { ask } = await serve(await libraryOf([{ ...kitchenSink, language: 'ar' }]))
  const article = (await ask('/articles/kitchen-sink')).json() as ArticleAnswer
  expect(paragraphsOf(article).find(({ type }) => type === 'code')?.direction).toBe('ltr')
})

test('struck text, code and references to notes are not counted as words', async () => {
  const words = (file: object) => toArticle(ArticleFile.parse(file), 'x').wordCount
  const base = { title: 'T', outlet: 'O', language: 'en' }
  const text = (marked: object) => ({ ...base, sections: [{ paragraphs: [marked] }] })
  expect(words(text({ text: 'one two', marks: [{ type: 'strike', start: 4, end: 7 }] }))).toBe(1)
  expect(words(text({ type: 'code', text: 'one two' }))).toBe(0)
  const note = { type: 'note', start: 3, end: 6, note: 'n1' }
  const noted = {
    ...text({ text: 'one[1]', marks: [note] }),
    notes: [{ id: 'n1', text: 'three words here' }],
  }
  expect(words(noted)).toBe(4)
  expect(words(text({ type: 'table', header: ['a b'], rows: [['c', '']] }))).toBe(3)
})

test('a note has an address, and says where it is first referred to', async () => {
  const { ask } = await served()
  const answer = await ask('/articles/kitchen-sink/notes/n1')
  expect(answer.json()).toMatchObject({
    id: 'n1',
    label: '1',
    text: 'What the note says, with a link.',
    article: { id: 'kitchen-sink' },
    links: {
      self: '/articles/kitchen-sink/notes/n1',
      paragraph: '/articles/kitchen-sink/paragraphs/lede-1',
      previous: null,
      next: '/articles/kitchen-sink/notes/star',
    },
  })
  expect((await ask('/articles/kitchen-sink/notes/star')).json()).toMatchObject({
    links: { paragraph: null },
  })
  const missing = await ask('/articles/kitchen-sink/notes/n9')
  expect([missing.status, missing.json()]).toMatchObject([
    404,
    { didYouMean: 'n1', available: ['n1', 'star'] },
  ])
  expect((await ask('/articles/kitchen-sink/notes/n1.txt')).text).toMatch(/^\[1\] What the note says/)
  const page = await ask('/articles/kitchen-sink/notes/n1.html')
  expect(page.text).toContain('<p class="paragraph content" id="n1"')
})

test.each([
  ['', false],
  ['?include=html', true],
])('GET /articles/kitchen-sink%s: html is there: %s', async (query, isThere) => {
  const article = await whole(query)
  for (const part of [...paragraphsOf(article), ...article.notes]) expect('html' in part).toBe(isThere)
})

test('the html of a paragraph is a safe fragment that says its language and direction', async () => {
  const { ask } = await serve(
    await libraryOf([
      {
        id: 'a',
        title: 'T',
        outlet: 'O',
        language: 'ar',
        sections: [{ paragraphs: [{ text: 'نص <ق>', marks: [{ type: 'strike', start: 0, end: 2 }] }] }],
      },
    ]),
  )
  for (const path of ['/articles/a/paragraphs/lede-1', '/articles/a/sections/lede', '/articles']) {
    const { text } = await ask(`${path}?include=${path === '/articles' ? 'sections,html' : 'html'}`)
    expect(text).toContain(JSON.stringify('<p lang="ar" dir="rtl"><del>نص</del> &lt;ق&gt;</p>'))
  }
})

test('GET /articles?include=sections has the bodies, at most 20 on a page', async () => {
  const { ask } = await served()
  const { items } = (await ask('/articles?include=sections')).json() as { items: ArticleAnswer[] }
  const article = await whole()
  expect(items[0]?.sections).toEqual(article.sections)
  expect(items[0]?.notes).toEqual(article.notes)
  expect((await ask('/articles?include=sections&limit=20')).status).toBe(200)
  expect((await ask('/articles?include=sections&limit=21')).json()).toMatchObject({
    status: 400,
    detail: 'limit must be at most 20 with include=sections.',
  })
  expect((await ask('/articles?include=bodies')).status).toBe(400)
  expect((await ask('/articles?include=html,sections&page=1')).text).toContain('include=sections%2Chtml')
})

test.each([
  ['mediterranean', 'paragraphs', 'Mediterranean'],
  ['opening', 'paragraphs', undefined],
  ['"note says"', 'notes', 'note'],
  ['rubric', 'paragraphs', 'Rubric'],
])('a search for %s finds it in %s', async (q, place, highlighted) => {
  const { ask } = await served()
  type Found = { excerpt: string; highlights: { start: number; end: number }[] }
  const { items } = (await ask(`/search?q=${encodeURIComponent(q)}`)).json() as {
    items: Record<string, Found[]>[]
  }
  const [found] = items[0]?.[place] ?? []
  const [span] = found?.highlights ?? []
  expect(span && found?.excerpt.slice(span.start, span.end)).toBe(highlighted)
})

test('plain text says what is struck out, and ends with the notes', async () => {
  const { ask } = await served()
  const { text } = await ask('/articles/kitchen-sink.txt')
  expect(text).toContain('code and [deleted: deleted] words')
  expect(text).toContain('Nile\t6,650\tMediterranean')
  expect(text).toMatch(/\[1\] What the note says, with a link\.\n\n\[\*\] A note/)
  expect((await ask('/articles/kitchen-sink/paragraphs/lede-1.txt')).text).toContain('[1] What the note says')
})

test('the kitchen-sink article reads as itself from its Markdown', () => {
  const article = toArticle(kitchenSink, 'kitchen-sink')
  const printed = printMarkdown({ kind: 'article', article })
  expect(markdown.read(printed, 'a', strictly('other'))).toEqual({
    article,
    givenId: article.id,
    warnings: [],
    assumed: [],
  })
})

const faulty = (paragraph: object, more: object = {}) =>
  ArticleFile.safeParse({
    title: 'T',
    outlet: 'O',
    language: 'en',
    sections: [{ paragraphs: [paragraph] }],
    ...more,
  }).error?.issues.map(({ message }) => message.split('\n')[0])

test.each([
  [{ text: 'a', marks: [{ type: 'note', start: 0, end: 1, note: 'n1' }] }, ['there is no note "n1"']],
  [{ text: 'a', marks: [{ type: 'note', start: 0, end: 1 }] }, ['is a note without note']],
  [{ text: 'a', marks: [{ type: 'strike', start: 0, end: 1, href: '/a' }] }, ['is strike with an href']],
  [{ text: 'a', label: 'Note' }, ['is a label of no callout']],
  [{ type: 'table', rows: [['', '']] }, ['has no text in its cells']],
  [{ type: 'code', text: ' \n ' }, ['is blank']],
])('%j is refused', (paragraph, messages) => {
  expect(faulty(paragraph)).toEqual(messages)
})

test('a table is CSV too: quotes where a field needs them, struck text marked, lines that end as RFC 4180 says', async () => {
  const { ask } = await serve(
    await libraryOf([
      {
        ...kitchenSink,
        sections: [
          {
            paragraphs: [
              {
                type: 'table',
                header: ['Name', { text: 'Length, km' }],
                rows: [
                  ['النيل "الكبير"', { text: '6650 7000', marks: [{ type: 'strike', start: 5, end: 9 }] }],
                  ['a', { text: 'one\ntwo' }],
                  ['', ''],
                ],
              },
              'Text.',
            ],
          },
        ],
        notes: [],
      },
    ]),
  )
  const answer = await ask('/articles/kitchen-sink/paragraphs/lede-1.csv')
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.text).toBe(
    'Name,"Length, km"\r\n"النيل ""الكبير""",6650 [deleted: 7000]\r\na,"one\ntwo"\r\n,\r\n',
  )
  const { links } = (await ask('/articles/kitchen-sink/paragraphs/lede-1')).json() as {
    links: { alternates: unknown[] }
  }
  expect(links.alternates).toContainEqual({
    type: 'text/csv',
    href: '/articles/kitchen-sink/paragraphs/lede-1.csv',
  })
  const text = await ask('/articles/kitchen-sink/paragraphs/lede-2.csv')
  expect(text.status).toBe(404)
  expect(text.json()).toMatchObject({
    detail: 'This paragraph has no form .csv.',
    available: ['.json', '.html', '.md', '.txt'],
  })
  expect((await ask('/articles/kitchen-sink/paragraphs/lede-2')).text).not.toContain('.csv')
})
