import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '../src/article/fold.ts'
import { foldWord } from '../src/search/fold-word.ts'
import { libraryOf, serve, written } from './support/app.ts'

test.each([
  ['Straße', 'STRASSE'],
  ['İstanbul', 'istanbul'],
  ['Iran', 'IRAN'],
  ['Café  au\u00A0lait', 'cafe\u0301 au lait'],
  ['مُحَمَّد', 'محمد'],
  ['زيــارة', 'زيارة'],
  ['أحمد إلى آخر', 'احمد الي اخر'],
  ['مسئول', 'مسؤول'],
  ['کتاب', 'كتاب'],
  ['شָלוֹם', 'شלום'],
  ['שלום', 'שלומ'],
  ['١٩٨٤', '1984'],
  ['۱۹۸۴', '1984'],
  ['ﬁn ｆｕｌｌ', 'fin full'],
  ['ёлка', 'елка'],
  ['за́мок', 'замок'],
  ['Ὀδυσσεύς', 'οδυσσευσ'],
  ['a\u200Bb\u200Fc', 'abc'],
])('%s and %s are one', (one, other) => {
  expect(fold(one)).toBe(fold(other))
  expect(foldWord(one.replaceAll(/\s/gu, ''))).toBe(foldWord(other.replaceAll(/\s/gu, '')))
})

test.each([
  ['ハハ', 'パパ'],
  ['ハハ', 'ババ'],
  ['かき', 'がき'],
  ['мои', 'мой'],
  ['мука', 'мўка'],
  ['і', 'ї'],
  ['कल', 'काल'],
  ['कि', 'की'],
  ['ดี', 'ดู'],
  ['ကာ', 'ကို'],
  ['가', '나'],
  ['ខំ', 'ខ'],
  ['a = b', 'a ≠ b'],
  ['C', 'C++'],
  ['مدرسة', 'مدرس'],
])('%s and %s are two', (one, other) => {
  expect(fold(one)).not.toBe(fold(other))
})

/** Letters, signs and marks of several combining classes, which Unicode orders anew when one between them goes. */
const marked = fc.constantFrom(
  ...Array.from(
    'жеигк=aあか١ ءيو\u0301\u0304\u0306\u0307\u0308\u0338\u0327\u0488\u064E\u0654\u3099\u200B\u0640\u0921\u093C\u{1D1B9}\u{1D165}\u{1D185}',
  ),
)

test.each([
  ['any text', fc.string({ unit: 'grapheme' })],
  ['marks in any order', fc.array(marked, { maxLength: 8 }).map((characters) => characters.join(''))],
])('what is folded folds to itself: %s', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(fold(fold(text))).toBe(fold(text))
      expect(foldWord(foldWord(text))).toBe(foldWord(text))
    }),
    { numRuns: 2000, examples: [['Ӂ\u{1D1B9}\u{1D165}']] },
  )
})

test('a mark meets its letter where what stood between is left out of a word', () => {
  expect(foldWord('か\u0020\u3099')).toBe('が')
})

const kana = ['ハハ', 'パパ', 'ババ'].map((name, index) =>
  written(`k${index}`, {
    title: name,
    outlet: name,
    tags: [name],
    authors: [{ name, url: null }],
    sections: ['ハハ', 'パパ', 'ババ'].map((heading) => ({ heading, paragraphs: [heading] })),
  }),
)

test('kana with and without their marks are names of their own', async () => {
  const { ask } = await serve(await libraryOf(kana))
  for (const path of ['/tags', '/outlets']) {
    const { items } = (await ask(path)).json() as { items: { name: string; articleCount: number }[] }
    expect(items.map(({ name, articleCount }) => `${name} ${articleCount}`).toSorted()).toEqual([
      'ハハ 1',
      'ババ 1',
      'パパ 1',
    ])
  }
  for (const parameter of ['tag', 'outlet', 'author'])
    expect((await ask(`/articles?${parameter}=${encodeURIComponent('パパ')}`)).json()).toMatchObject({
      total: 1,
      items: [{ id: 'k1' }],
    })
  expect((await ask(`/articles/k0/sections/${encodeURIComponent('パパ')}`)).json()).toMatchObject({
    heading: 'パパ',
  })
})

test('a heading is found as it is written before it is found folded', async () => {
  const headings = ['Résumé', 'Resume', 'RESUME']
  const sections = headings.map((heading) => ({ heading, paragraphs: [heading] }))
  const { ask } = await serve(await libraryOf([written('a', { sections })]))
  for (const heading of [...headings, 'Re\u0301sume\u0301']) {
    const found = await ask(`/articles/a/sections/${encodeURIComponent(heading)}`)
    expect(found.json()).toMatchObject({ heading: heading.normalize('NFC') })
  }
  expect((await ask('/articles/a/sections/reSUme')).json()).toMatchObject({ heading: 'Résumé' })
})

test.each([
  ['th', 'วันนี้ฉันกินข้าวที่บ้านดีมาก', ['ที่', 'ดี', 'กิน', 'ข้าว']],
  ['lo', 'ນີ້ແມ່ນບ້ານຂອງຂ້ອຍ', ['ນີ້', 'ບ້ານ']],
  ['km', 'ខ្ញុំទៅផ្សារ', ['ទៅ']],
  ['my', 'ငါသည်ကျောင်းသို့သွားသည်', ['သို့']],
  ['ko', '나는 한국에서 왔다', ['한국'.normalize('NFD'), '왔다'.normalize('NFD')]],
  ['zh', '葛\u{E0100}城在那里', ['葛', '葛\u{E0100}', '城']],
])('a short word of %s is found in a sentence', async (language, text, words) => {
  const { ask } = await serve(
    await libraryOf([written('a', { language, sections: [{ paragraphs: [text] }] })]),
  )
  for (const word of words)
    expect([word, (await ask(`/search?q=${encodeURIComponent(word)}`)).json()]).toMatchObject([
      word,
      { total: 1 },
    ])
})
