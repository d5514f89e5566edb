import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ArticleFile } from '../src/article/file.ts'
import { ArticleAnswer, ParagraphAnswer, SectionAnswer } from '../src/article/answers.ts'
import { serveSample } from './support/app.ts'

const seed = readFileSync('tests/fixtures/article-ar.txt', 'utf8')
  .split('\n')
  .map((line) => line.replaceAll(/^[ \u00A0]+|[ \u00A0\r]+$/g, ''))
  .filter((line) => line !== '')

const file = JSON.parse(readFileSync('data/qatar-irgc-normalisation.json', 'utf8')) as ArticleFile

const linesOf = ({ title, rubric, outlet, sections }: ArticleFile) => [
  title,
  rubric,
  outlet,
  ...sections.flatMap(({ heading, paragraphs }) => [...(heading == null ? [] : [heading]), ...paragraphs]),
]

test('the sample file is the seed, line for line', () => {
  expect(linesOf(file)).toEqual(seed)
})

test('the sample file states nothing that the seed does not', () => {
  expect(Object.keys(file)).toEqual(['id', 'title', 'rubric', 'outlet', 'language', 'sections'])
})

test('GET /articles/qatar-irgc-normalisation', async () => {
  const { ask } = await serveSample()
  const answer = await ask('/articles/qatar-irgc-normalisation')
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  const article = ArticleAnswer.strict().parse(answer.json())
  expect(article.sections.map(({ id }) => id)).toEqual([
    'lede',
    'secret-visit',
    'qatars-help',
    'presidential-visits',
    'joint-military-drills',
    'qatari-iranian-deals',
  ])
  expect(article.sections.map(({ paragraphs }) => paragraphs.length)).toEqual([1, 3, 3, 1, 1, 3])
  expect(article).toMatchObject({
    direction: 'rtl',
    language: 'ar',
    datePublished: null,
    authors: [],
    url: null,
  })
  const lines = article.sections.flatMap(({ heading, paragraphs }) => [
    ...(heading === null ? [] : [heading]),
    ...paragraphs.map(({ text }) => text),
  ])
  expect([article.title, article.rubric, article.outlet, ...lines]).toEqual(seed)
})

test('each section by its id, its position and its heading answers the same bytes', async () => {
  const { ask } = await serveSample()
  for (const [index, section] of file.sections.entries()) {
    const path = `/articles/qatar-irgc-normalisation/sections/${section.id}`
    const byId = await ask(path)
    expect(SectionAnswer.strict().parse(byId.json())).toMatchObject({ id: section.id, position: index + 1 })
    expect(byId.headers).not.toHaveProperty('content-location')
    const others = [
      String(index + 1),
      ...(section.heading == null ? [] : [section.heading, `  ${section.heading} `]),
    ]
    for (const key of others) {
      const answer = await ask(`/articles/qatar-irgc-normalisation/sections/${encodeURIComponent(key)}`)
      expect(answer.text).toBe(byId.text)
      expect(answer.headers).toMatchObject({ 'content-location': path, link: `<${path}>; rel="canonical"` })
    }
  }
})

test('each of the 12 paragraphs by its own URL', async () => {
  const { ask } = await serveSample()
  const article = ArticleAnswer.parse((await ask('/articles/qatar-irgc-normalisation')).json())
  const paragraphs = article.sections.flatMap((section) =>
    section.paragraphs.map((paragraph) => ({ section, paragraph })),
  )
  expect(paragraphs).toHaveLength(12)
  for (const { section, paragraph } of paragraphs) {
    const answer = await ask(paragraph.links.self)
    const alone = ParagraphAnswer.parse(answer.json())
    expect(alone).toMatchObject({ id: paragraph.id, text: paragraph.text, section: { id: section.id } })
  }
})

test('previous and next lead through all sections and paragraphs', async () => {
  const { ask } = await serveSample()
  for (const first of ['/sections/lede', '/paragraphs/lede-1']) {
    const seen: string[] = []
    let at: string | null = `/articles/qatar-irgc-normalisation${first}`
    while (at !== null) {
      seen.push(at)
      const { links } = (await ask(at)).json() as { links: { next: string | null; previous: string | null } }
      expect(links.previous).toBe(seen.at(-2) ?? null)
      at = links.next
    }
    expect(seen).toHaveLength(first.startsWith('/sections') ? 6 : 12)
  }
})
