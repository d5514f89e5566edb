import { expect, test } from 'vitest'
import { toArticle } from '../src/article/derive.ts'
import { ArticleFile } from '../src/article/file.ts'
import { fold } from '../src/article/fold.ts'
import { slug } from '../src/article/slug.ts'
import { directionOf } from '../src/article/text.ts'
import { written } from './support/app.ts'

const article = (rest: object) => toArticle(ArticleFile.parse({ ...written('a'), ...rest }), 'fallback')

test.each([
  ['Hello, World!', 'hello-world'],
  ['زيارة سرية', 'زيارة-سرية'],
  ['北京', '北京'],
  ["Qatar's help", 'qatars-help'],
  ['—', ''],
  ['a'.repeat(300), 'a'.repeat(80)],
])('slug(%j) is %j', (text, expected) => {
  expect(slug(text)).toBe(expected)
})

test.each([
  ['ar', 'rtl'],
  ['he', 'rtl'],
  ['fa-IR', 'rtl'],
  ['az-Arab', 'rtl'],
  ['ar-Latn', 'ltr'],
  ['en', 'ltr'],
  ['zh-Hant', 'ltr'],
])('the direction of %s is %s', (language, expected) => {
  expect(directionOf(language)).toBe(expected)
})

test.each([
  ['  Two   Words ', 'two words'],
  ['زِيَارَة', 'زيارة'],
  ['زيـــارة', 'زيارة'],
  ['ÉTÉ', 'ete'],
])('fold(%j) is %j', (text, expected) => {
  expect(fold(text)).toBe(expected)
  expect(fold(fold(text))).toBe(fold(text))
})

test('ids that a file does not give are made, and are unique among sections and paragraphs', () => {
  const { sections } = article({
    sections: [
      { paragraphs: ['x'] },
      { heading: 'Lede', paragraphs: [] },
      { heading: 'Lede 1', paragraphs: ['x', { id: 'lede-2', text: 'y' }] },
      { heading: '2015', paragraphs: ['x'] },
      { heading: '؟!', paragraphs: ['x'] },
    ],
  })
  expect(sections.map(({ id }) => id)).toEqual(['lede', 'lede-3', 'lede-1-2', 'section-2015', 'section-5'])
  expect(sections.flatMap(({ paragraphs }) => paragraphs.map(({ id }) => id))).toEqual([
    'lede-1',
    'lede-1-2-1',
    'lede-2',
    'section-2015-1',
    'section-5-1',
  ])
})

test('text is brought to NFC and its lines are trimmed', () => {
  const { title, sections } = article({
    title: '\u00A0 Cafe\u0301 ',
    sections: [{ paragraphs: ['one \r\n two\u00A0'] }],
  })
  expect(title).toBe('Café')
  expect(sections[0]?.paragraphs[0]?.text).toBe('one\ntwo')
})

test('joiners and direction marks stay, word for word', () => {
  const text = 'می\u200Cخواهم \u200FABC\u200E 1\u061C'
  expect(article({ sections: [{ paragraphs: [text] }] }).sections[0]?.paragraphs[0]?.text).toBe(text)
})

test('a paragraph in another language has its own direction', () => {
  const { sections } = article({
    language: 'ar',
    sections: [{ paragraphs: ['نص', { text: 'text', language: 'en' }] }],
  })
  expect(sections[0]?.paragraphs.map(({ language, direction }) => [language, direction])).toEqual([
    ['ar', 'rtl'],
    ['en', 'ltr'],
  ])
})

test.each([
  ['one two three', 3],
  ['زيارة سرية، في 2015م.', 4],
  ['我爱北京', 4],
  ['東京 Tower', 3],
])('the words of %j are %i', (text, expected) => {
  expect(article({ sections: [{ paragraphs: [text] }] }).wordCount).toBe(expected)
})

const counted: [string, number, object[]][] = [
  ['the items of a list, not their numbers', 3, [{ type: 'list', ordered: true, items: ['a', 'b', 'c'] }]],
  ['the caption of an image, not its address', 2, [{ type: 'image', url: '/a/b.jpg', caption: 'Two words' }]],
  ['no image alone', 0, [{ type: 'image', url: 'https://img.example.org/1.jpg' }]],
  ['not what describes an image', 0, [{ type: 'image', url: '/1.jpg', alt: 'What it shows' }]],
  ['the words of a quote', 2, [{ type: 'quote', text: 'Said so.', attribution: 'Some Body' }]],
  ['no addresses', 3, [{ text: 'See https://a.example/b-c?d=e or a.b@c.example.org, www.x.example today.' }]],
  ['letters after an address', 3, [{ text: '看https://a.example/b。好的' }]],
]

test.each(counted)('wordCount counts %s: %i', (_, count, paragraphs) => {
  expect(article({ sections: [{ paragraphs }] }).wordCount).toBe(count)
})

test.each([
  [{ type: 'list', ordered: true, items: ['a', 'b'] }, 'a\nb'],
  [{ type: 'list', items: ['a', 'b'] }, 'a\nb'],
  [{ type: 'image', url: '/1.jpg', alt: 'Alt', caption: 'Caption' }, 'Caption'],
  [{ type: 'image', url: '/1.jpg', alt: 'Alt' }, 'Alt'],
  [{ type: 'image', url: '/1.jpg' }, ''],
])('the text of %j is %j', (paragraph, text) => {
  expect(article({ sections: [{ paragraphs: [paragraph] }] }).sections[0]?.paragraphs[0]?.text).toBe(text)
})

test('readingMinutes is whole minutes at 200 words, rounded up', () => {
  expect(article({ sections: [{ paragraphs: ['w '.repeat(201)] }] }).readingMinutes).toBe(2)
  expect(article({ sections: [] }).readingMinutes).toBe(0)
})
