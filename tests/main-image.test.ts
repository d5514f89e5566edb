import { expect, test } from 'vitest'
import type { Article, ArticleSummary } from '../src/client/client.ts'
import { libraryOf, serve, written } from './support/app.ts'

const given = {
  url: 'https://e.example/cover.jpg',
  alt: 'A bridge',
  caption: 'The bridge',
  credit: 'Someone',
  width: 1200,
  height: 800,
}

const first = 'https://e.example/first.jpg'

const files = [
  written('given', { image: given, sections: [{ paragraphs: ['Text.', { type: 'image', url: first }] }] }),
  written('address', { image: given.url }),
  written('first', { sections: [{ paragraphs: ['Text.', { type: 'image', url: first, alt: 'F' }] }] }),
  written('path', { image: '/cover.jpg', url: 'https://outlet.example/story' }),
  written('none'),
]

const serving = async () => serve(await libraryOf(files), { SITE_NAME: 'S' })

test.each([
  ['given', given],
  ['address', { url: given.url, alt: null }],
  ['first', { url: first, alt: 'F', type: null, bytes: null }],
  ['none', null],
])('the image of the article "%s", in the article and in lists', async (id, image) => {
  const { ask } = await serving()
  const article = (await ask(`/articles/${id}`)).json() as Article
  const list = (await ask('/articles')).json() as { items: ArticleSummary[] }
  if (image === null) expect(article.image).toBe(null)
  else expect(article.image).toMatchObject(image)
  expect(list.items.find((item) => item.id === id)?.image).toEqual(article.image)
})

test.each([
  ['/articles/given.html', `<meta property="og:image" content="${given.url}" />`],
  ['/articles/given.html', '<meta property="og:image:width" content="1200" />'],
  ['/articles/given.html', '<meta property="og:image:alt" content="A bridge" />'],
  ['/articles/given.html', `<figure class="head-image"><img src="${given.url}" alt="A bridge" width="1200"`],
  ['/articles/path.html', '<meta property="og:image" content="https://outlet.example/cover.jpg" />'],
  [
    '/articles.html',
    `<div class="thumbnail"><img src="${given.url}" alt="" width="1200" height="800" loading`,
  ],
  ['/articles/given.jsonld', `"image":[{"@type":"ImageObject","url":"${given.url}"`],
  ['/articles/given.ninjs', `"uri":"${given.url}"`],
  ['/feed.json', `"image":"${given.url}"`],
  ['/feed.atom', `<link rel="enclosure" href="${given.url}"/>`],
  ['/feed.rss', `<media:content url="${given.url}" medium="image"/>`],
  ['/articles/given.md', 'image:\n  url: "https://e.example/cover.jpg"\n  alt: "A bridge"'],
  ['/articles/address.md', 'image: "https://e.example/cover.jpg"\n'],
])('%s shows the image: %s', async (address, expected) => {
  const { ask } = await serving()
  expect((await ask(address)).text).toContain(expected)
})

test('an image of the text is not shown again above it, nor written as a key', async () => {
  const { ask } = await serving()
  expect((await ask('/articles/first.html')).text).not.toContain('head-image')
  expect((await ask('/articles/first.md')).text).not.toContain('image:')
})

test('the revision is that of the article in lists, and changes with what is said', async () => {
  const revisionOf = async (rest: object) => {
    const { ask } = await serve(await libraryOf([written('a', rest)]))
    const { revision } = (await ask('/articles/a')).json() as Article
    const [item] = ((await ask('/articles')).json() as { items: ArticleSummary[] }).items
    expect(item?.revision).toBe(revision)
    return revision
  }
  const usual = await revisionOf({})
  expect(await revisionOf({})).toBe(usual)
  expect(await revisionOf({ direction: 'ltr' })).toBe(usual)
  const others = [{ tags: ['x'] }, { image: first }, { sections: [{ paragraphs: ['Other.'] }] }]
  const revisions = [usual, ...(await Promise.all(others.map(revisionOf)))]
  expect(new Set(revisions).size).toBe(revisions.length)
})
