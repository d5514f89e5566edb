import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, importingText } from './support/importing.ts'
import { kitchenSink } from './support/word-sink.ts'

test('a document with a part of each kind that the library docx writes', async () => {
  const given = ['--outlet', 'O', '--language', 'en']
  const { article, notes } = await importingText('a.docx', await kitchenSink(), ...given)
  expect(article).toEqual(JSON.parse(readFileSync(fixture('kitchen-sink-docx.json'), 'utf8')))
  expect(notes).toEqual([
    'an equation became text: “a/(bc)”',
    'a text box became paragraphs after the one that it is fixed to: “In a box”',
    expect.stringMatching(
      /^left out the date of the file, [\d-]+: it does not say when the article was published$/,
    ),
    'took the author from the properties of the file: Jane Doe',
    'left out 1 comment',
    'left out the headers and footers of the pages',
    'the list of “a letter” is numbered otherwise in Word: it begins with “a)”',
    'took the changes that Word tracks as accepted: kept 1 insertion, left out 1 deletion (“forty”)',
    'left out an image “A red dot” that is held in the document itself: put it on the web and add its address',
  ])
})
