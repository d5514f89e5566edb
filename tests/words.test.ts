import { expect, test } from 'vitest'
import { speechIn } from '../src/formats/html/words.ts'
import words from '../src/formats/html/words.json' with { type: 'json' }

const languages = Object.keys(words)

test('the pages speak these languages', () => {
  expect(languages.toSorted()).toEqual([
    'ar',
    'ckb',
    'de',
    'en',
    'es',
    'fa',
    'fr',
    'he',
    'ja',
    'ru',
    'tr',
    'ur',
    'zh',
  ])
})

test.each(Object.entries(words))('%s has every word', (_language, own) => {
  expect(Object.keys(own)).toEqual(Object.keys(words.en))
  for (const word of Object.values(own)) expect(word.trim()).not.toBe('')
})

test.each([
  ['ur', 'rtl'],
  ['ckb', 'rtl'],
  ['ar-EG', 'rtl'],
  ['de-AT', 'ltr'],
  ['ja', 'ltr'],
])('a page in %s speaks it, %s', (language, direction) => {
  const own = (words as Record<string, unknown>)[language.split('-')[0] ?? '']
  expect(speechIn(language)).toEqual({ language, direction, words: own })
})

test('a page in any other language speaks English', () => {
  expect(speechIn('nl')).toEqual({ language: 'en', direction: 'ltr', words: words.en })
})
