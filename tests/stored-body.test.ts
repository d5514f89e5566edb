import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { bodySteps, isLongBody, printBody, readBody, viewBody } from '../src/library/sqlite/body.ts'
import { written } from './support/app.ts'
import { wholeOf } from './support/parts.ts'

const articleOf = (paragraphs: string[]) =>
  toArticle(
    ArticleFile.parse(
      written('a', {
        sections: [
          { paragraphs: ['A first one, "quoted" and {braced}, with a note.'] },
          { heading: 'Second\\', paragraphs },
          { heading: 'نص', paragraphs: ['نص عربي، ثم [أقواس].'] },
        ],
        notes: [{ id: 'n', text: 'What a note says.' }],
      }),
    ),
    'a',
  )

/** Runs all steps, and counts them. */
const inSteps = (body: Uint8Array) => {
  const steps = bodySteps(body)
  let count = 0
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return { article: step.value, count }
    count += 1
  }
}

test.each([
  ['a short one', ['one', 'two'], false],
  ['a long one', Array.from({ length: 2000 }, (_, index) => `${index} ${'word '.repeat(20)}`.trim()), true],
  ['a paragraph longer than a step', ['x'.repeat(200_000)], true],
])('%s is the same however its row is read: at once, in steps, in parts', (_, paragraphs, isLong) => {
  const article = articleOf(paragraphs)
  const body = printBody(article)
  expect(isLongBody(body)).toBe(isLong)
  expect(JSON.stringify(readBody(body))).toBe(JSON.stringify(article))
  const { article: stepped, count } = inSteps(body)
  expect(JSON.stringify(stepped)).toBe(JSON.stringify(article))
  expect(count > 0).toBe(isLong)
  expect(JSON.stringify(wholeOf(viewBody(body)))).toBe(JSON.stringify(article))
  expect(viewBody(body).notes.at(1)).toBeUndefined()
  expect(viewBody(body).sections[0]?.paragraphs.at(1)).toBeUndefined()
})
