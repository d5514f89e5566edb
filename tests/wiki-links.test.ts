import { expect, test } from 'vitest'
import { png, serveFiles, text } from './support/files.ts'

const others = {
  'notes/deep/Other Note.md': text('## A Heading\n\ntext', 'id: other\n'),
  'notes/other.md': text('text', 'id: plain\n'),
  'files/Pasted image.png': png(),
  'files/clip.webm': Buffer.from('1a45dfa3', 'hex'),
}

const read = async (body: string) => {
  const { article, links, images, first } = await serveFiles({ 'a.md': text(body), ...others })
  const { sections } = await article('a')
  return {
    texts: sections.flatMap(({ paragraphs }) => paragraphs.map((paragraph) => paragraph.text)),
    types: sections.flatMap(({ paragraphs }) => paragraphs.map(({ type }) => type)),
    links: await links('a'),
    images: (await images('a')).map((url) => url.replace(/[\da-f]{16}/, 'HASH')),
    problems: first.warnings.map(({ line, problem }) => `${line} ${problem}`),
  }
}

test.each([
  ['a name', 'See [[Other Note]].', 'See Other Note.', '/articles/other'],
  ['a text of its own', 'See [[Other Note|that]].', 'See that.', '/articles/other'],
  ['a heading', '[[Other Note#A Heading]]', 'Other Note#A Heading', '/articles/other#a-heading'],
  ['a path', '[[notes/other]]', 'notes/other', '/articles/plain'],
  ['an extension', '[[other.md|o]]', 'o', '/articles/plain'],
  ['other capitals', '[[other note]]', 'other note', '/articles/other'],
  ['in strong text', '**[[other]]**', 'other', '/articles/plain'],
  ['Hugo', 'A [text]({{< ref "other.md" >}}) here', 'A text here', '/articles/plain'],
  ['Hugo, relative, with a fragment', '[t]({{% relref "notes/other" %}}#x)', 't', '/articles/plain#x'],
  ['Jekyll', '[t]({% link notes/other.md %})', 't', '/articles/plain'],
])('a link to another note by %s', async (_, body, shown, href) => {
  const { texts, links, problems } = await read(body)
  expect([texts, links, problems]).toEqual([[shown], [href], []])
})

test.each([
  ['an image', '![[Pasted image.png]]', '/files/HASH/Pasted%20image.png'],
  ['an image with a size', '![[Pasted image.png|300]]', '/files/HASH/Pasted%20image.png'],
  ['an image with a way to show it', '![[Pasted image.png#outline]]', '/files/HASH/Pasted%20image.png'],
  ['an image by its path', '![[files/Pasted image.png|Alt]]', '/files/HASH/Pasted%20image.png'],
])('%s', async (_, body, url) => {
  const { images, types } = await read(body)
  expect([images, types]).toEqual([[url], ['image']])
})

test.each([
  ['code', '`[[other]]`', '[[other]]'],
  ['escaped', '\\[\\[other]]', '[[other]]'],
  ['escaped before both', 'a \\[[other]] b', 'a [[other]] b'],
  ['an image, escaped', '!\\[[other.png]] b', '![[other.png]] b'],
  ['a link of its own', '[[1]](https://e.example)', '[1]'],
  ['a reference', '[[1]]\n\n[1]: https://e.example', '[1]'],
])('what is no link to a note stays as it is: %s', async (_, body, shown) => {
  const { texts, links } = await read(body)
  expect(texts).toEqual([shown])
  expect(links.filter((href) => href?.startsWith('/'))).toEqual([])
})

test('a name that leads nowhere is text, with a warning', async () => {
  const { texts, links, images, problems } = await read('See [[Nobody|them]].\n\n![[none.png]]')
  expect([texts, links, images]).toEqual([['See them.', ''], [], ['none.png']])
  expect(problems.filter((problem) => !problem.includes('alt'))).toEqual([
    '7 leads to "Nobody", and the folder has no such article or file',
    '9 is "none.png", and the folder has no such file',
  ])
})

test('text in double brackets reads back as text from its Markdown', async () => {
  const said = 'See [[other]], ![[other.png]] and [[other|that]].'
  const json = JSON.stringify({ title: 'T', outlet: 'O', language: 'en', sections: [{ paragraphs: [said] }] })
  const { app } = await serveFiles({ 'b.json': json, ...others })
  const printed = (await app.inject('/articles/b.md')).body.replace(/^---[^]*?---\n/, '')
  const { texts, links } = await read(printed)
  expect([texts, links]).toEqual([[said], []])
})
