import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { asciiSlug, bytesOf, isId, slug } from '../src/article/slug.ts'
import { createIds } from '../src/folder/ids.ts'
import { serveFiles, text } from './support/files.ts'
import { libraryOf, serve, written } from './support/app.ts'

test.each([
  ['زيارة سرية', 'زيارة-سرية', 'zyrh-sryh'],
  ['زِيَـارَة «سِرّيّة»', 'زيارة-سرية', 'zyrh-sryh'],
  ['می\u200Cخواهم', 'می-خواهم', 'my-khwhm'],
  ['מה מוכרים?', 'מה-מוכרים', 'mh-mvkhrym'],
  ['हिन्दी में', 'हिन्दी-में', 'hindi-mem'],
  ['क्\u200Dष', 'क्ष', 'ks'],
  ['Über Uns', 'über-uns', 'uber-uns'],
  ['İstanbul', 'istanbul', 'istanbul'],
  ['ΟΔΟΣ', 'οδος', 'odos'],
  ['cafe\u0301', 'café', 'cafe'],
  ['Ｆｕｌｌ ﬁ x²', 'full-fi-x2', 'full-fi-x2'],
  ['日本語', '日本語', 'ribenyu'],
  ['a\u202Eb\u200Bc', 'abc', 'abc'],
  ['it’s', 'its', 'its'],
  ['\u0301\u0302a', 'a', 'a'],
  ['a \u0301 b', 'a-b', 'a-b'],
  ['🎉', 'tada', 'tada'],
  ['—!?', '', ''],
  ['../..%00/a\0b', '00-a-b', '00-a-b'],
])('the id of %j is %j, in ASCII %j', (from, id, ascii) => {
  expect([slug(from), asciiSlug(id)]).toEqual([id, ascii])
})

test('what is made of any text is an id or nothing, of at most 180 bytes, and stays so', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('ع', 'يا', 'क्ष', '語', '😀', 'e\u0301', 'ß', 'İ', '\u200C', ' ', '-'), {
        maxLength: 300,
      })
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(any, (from) => {
      const id = slug(from)
      expect(id === '' || isId(id)).toBe(true)
      expect(bytesOf(id)).toBeLessThanOrEqual(180)
      expect(slug(id)).toBe(id)
    }),
    { numRuns: 300 },
  )
})

test.each([
  '',
  'A',
  'É',
  'cafe\u0301',
  'a--b',
  '-a',
  'a-',
  'a b',
  'a/b',
  'a_b',
  '\u0301a',
  'a\u200Cb',
  'a\u202Eb',
  '😀',
  '\uD800',
])('%j is no id', (id) => {
  expect(isId(id)).toBe(false)
})

const encoded = encodeURIComponent('زيارة-سرية')
const heading = encodeURIComponent('العنوان-الأول')

/** A folder whose names, headings and notes are in Arabic. */
const serveArabic = () =>
  serveFiles({
    'أخبار/زيارة سرّية.md': text(
      'نص[^هامش].\n\n## العنوان الأوّل\n\nثان.\n\n## العنوان الأول\n\nثالث.\n\n[^هامش]: نص.',
    ),
    'رابط.md': text('[إلى](أخبار/زيارة%20سرّية.md)'),
  })

test('an article, its sections, paragraphs and notes are found by ids in Arabic, and their links lead there', async () => {
  const { article, ask, links } = await serveArabic()
  const found = await article(encoded)
  expect(found.id).toBe('زيارة-سرية')
  expect(found.sections.map(({ id }) => id)).toEqual(['lede', 'العنوان-الأول', 'العنوان-الأول-2'])
  expect(await links(encodeURIComponent('رابط'))).toEqual([`/articles/${encoded}`])
  const all = [
    found.links.self,
    ...found.links.alternates.map(({ href }) => href),
    ...found.sections.flatMap((section) => [
      section.links.self,
      ...section.paragraphs.map((paragraph) => paragraph.links.self),
    ]),
    ...found.notes.map((note) => note.links.self),
  ]
  for (const link of all) {
    expect(link).toMatch(/^[\x21-\x7E]+$/)
    expect((await ask(link)).status, link).toBe(200)
  }
})

test.each([
  [`/articles/zyrh-sryh`, `/articles/${encoded}`],
  [`/articles/zyrh-sryh.md?x=1`, `/articles/${encoded}.md?x=1`],
  [`/articles/${encoded}/`, `/articles/${encoded}`],
  [`/articles/${encoded}/sections/lnwn-lwl.html`, `/articles/${encoded}/sections/${heading}.html`],
  [`/articles/${encoded}/paragraphs/lnwn-lwl-1`, `/articles/${encoded}/paragraphs/${heading}-1`],
  [`/articles/${encoded}/notes/hmsh`, `/articles/${encoded}/notes/${encodeURIComponent('هامش')}`],
  [`/articles/zyrh-sryh/sections/lnwn-lwl-2`, `/articles/${encoded}/sections/${heading}-2`],
])('%s is a 308 to %s', async (asked, location) => {
  const { ask } = await serveArabic()
  const { status, headers } = await ask(asked)
  expect([status, headers['location']]).toEqual([308, location])
})

test.each([
  ['NFD and capitals', '/articles/CAFE%CC%81', 308],
  ['lower-case hexadecimal', '/articles/caf%c3%a9', 200],
  ['other letters encoded', '/articles/%63af%C3%A9', 200],
  ['half of a letter', '/articles/caf%C3', 400],
  ['an overlong slash', '/articles/%C0%AF', 400],
  ['a surrogate', '/articles/%ED%A0%80', 400],
  ['NUL', '/articles/caf%C3%A9%00', 400],
  ['an encoded slash', '/articles/caf%C3%A9%2F..', 404],
  ['a joiner', '/articles/caf%E2%80%8D%C3%A9', 404],
])('an address with %s', async (_, asked, expected) => {
  const { ask } = await serve(await libraryOf([written('café')]))
  const { status, headers } = await ask(asked)
  expect(status).toBe(expected)
  expect(headers['location']).toBe(expected === 308 ? '/articles/caf%C3%A9' : undefined)
})

test('of two articles with one ASCII spelling the first by id answers to it, and one that has it as its id before both', async () => {
  const asked = async (ids: string[]) => {
    const { ask } = await serve(await libraryOf(ids.map((id) => written(id))))
    const { status, headers } = await ask('/articles/sl')
    return headers['location'] ?? status
  }
  expect(await asked(['صل', 'سل'])).toBe(`/articles/${encodeURIComponent('سل')}`)
  expect(await asked(['سل', 'صل'])).toBe(`/articles/${encodeURIComponent('سل')}`)
  expect(await asked(['سل', 'sl'])).toBe(200)
})

test('an id of 200 bytes is served, one of 201 is a fault', async () => {
  const long = 'ع'.repeat(100)
  const { ask } = await serve(await libraryOf([written(long)]))
  expect((await ask(`/articles/${encodeURIComponent(long)}`)).status).toBe(200)
  const { first } = await serveFiles({
    'a.json': JSON.stringify(written('a')),
    'b.json': JSON.stringify({ ...written('b'), id: `${long}a` }),
  })
  expect(first.refused.map(({ problem }) => problem)).toEqual(['is too long'])
})

test('an id depends on which files there are and not on their order, nor on files of other names', () => {
  const name = fc.constantFrom(
    'a.md',
    'a.ar.md',
    'a.en.md',
    '01-a.md',
    'b.md',
    'index.md',
    'a/a.md',
    'b/a.md',
    'b/index.md',
    'x/b/a.md',
  )
  const files = fc.uniqueArray(name, { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(files, fc.integer({ min: 0, max: 50 }), (names, others) => {
      const named = names.map((file) => ({ file, given: null, isFixed: false }))
      const more = Array.from({ length: others }, (_, number) => ({
        file: `other/${number}-other-${number}.md`,
        given: null,
        isFixed: false,
      }))
      const idOf = createIds().assign(named)
      const again = createIds().assign([...more, ...named.toReversed()])
      expect(named.map(again)).toEqual(named.map(idOf))
      expect(new Set(named.map(idOf)).size).toBe(names.length)
    }),
    { numRuns: 300 },
  )
})
