import { expect, test } from 'vitest'
import { libraryOf, serve } from './support/app.ts'
import { fixture, importing, importingText } from './support/importing.ts'
import { kitchenSink } from './support/word-sink.ts'

test.each([
  ['page-ar.html', []],
  ['page-en.html', []],
  ['page-he.html', []],
  ['page-zh.html', []],
  ['report-en.txt', ['--language', 'en']],
  ['report-he.txt', []],
])('%s imported, sent as Markdown and imported again is the same article', async (name, options) => {
  const { article } = await importing(fixture(name), ...options)
  const { ask } = await serve(await libraryOf([article]))
  const markdown = await ask(`/articles/${article.id}.md`)
  expect([markdown.status, markdown.headers['content-type']]).toEqual([200, 'text/markdown; charset=utf-8'])
  expect((await importingText('again.md', markdown.text)).article).toEqual(article)
})

test('so is a Word document', async () => {
  const given = ['--outlet', 'O', '--language', 'en']
  const { article } = await importingText('a.docx', await kitchenSink(), ...given)
  const { ask } = await serve(await libraryOf([article]))
  const markdown = await ask(`/articles/${article.id}.md`)
  expect((await importingText('again.md', markdown.text)).article).toEqual(article)
})
