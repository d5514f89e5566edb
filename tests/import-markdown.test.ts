import { expect, test } from 'vitest'
import { importingText, refused } from './support/importing.ts'

test('front matter says it all', async () => {
  const written =
    '---\noutlet: O\nlanguage: ar\nid: here\n---\n# عنوان\n\nجملة [هنا](https://x.example/).\n\n## قسم {#part}\n\n- واحد\n'
  const { article, notes } = await importingText('a.md', written)
  expect(article).toEqual({
    id: 'here',
    title: 'عنوان',
    outlet: 'O',
    language: 'ar',
    sections: [
      {
        paragraphs: [
          { text: 'جملة هنا.', marks: [{ type: 'link', start: 5, end: 8, href: 'https://x.example/' }] },
        ],
      },
      { id: 'part', heading: 'قسم', paragraphs: [{ type: 'list', items: ['واحد'] }] },
    ],
  })
  expect(notes).toEqual([])
})

test('options say what it does not; the levels of its headings stay', async () => {
  const { article } = await importingText(
    'a.md',
    '## One\n\nText *here*.\n\n### Two\n\nMore.\n',
    '--title',
    'T',
    '--outlet',
    'O',
    '--language',
    'en',
  )
  expect(article.sections.map(({ heading, level = 1 }) => [heading, level])).toEqual([
    ['One', 1],
    ['Two', 2],
  ])
  expect(article).toMatchObject({ id: 't', title: 'T', outlet: 'O', language: 'en' })
})

test.each([
  ['One.\n\n# A\n\nTwo.\n\n## B\n\nThree.\n', [1, 1, 2]],
  ['One.\n\n## A\n\nTwo.\n\n### B\n\nThree.\n', [1, 1, 2]],
])('%j without a title: the uppermost heading is level 1', async (written, levels) => {
  const options = ['--title', 'T', '--outlet', 'O', '--language', 'en']
  const { article } = await importingText('a.md', written, ...options)
  expect(article.sections.map(({ level = 1 }) => level)).toEqual(levels)
})

test('a line of a warning is that of the document', async () => {
  const { notes } = await importingText(
    'a.md',
    '## A\n\n[c]: /d\n\nB.\n',
    '--title',
    'T',
    '--outlet',
    'O',
    '--language',
    'en',
  )
  expect(notes).toEqual(['line 3, column 1  defines [c], which nothing uses  left out'])
})

test('what is changed is told, with its line as written; the language is guessed', async () => {
  const { notes } = await importingText(
    'a.md',
    '# כותרת\n\nטקסט.\n\n---\n\n<script>x</script>\n\nעוד טקסט.\n',
    '--outlet',
    'O',
    '--id',
    'a',
  )
  expect(notes.at(-1)).toBe('guessed from its letters that the language is he: say otherwise with --language')
  expect(notes[0]).toMatch(/^line [57], column 1  /)
})

test.each([
  [
    '# T\n\nText.\n',
    'The document does not say its outlet: add --outlet\nThe document does not say its language: add --language\n',
  ],
  [
    '---\noutlat: O\n---\n# T\n\nText.\n',
    'a.md has faults:\nline 2, column 1  outlat  unknown key "outlat"  did you mean "outlet"? the keys here are $schema, id, title, outlet, rubric, language, direction, summary, image, authors, tags, url, aliases, translationOf, translationKey, datePublished, dateModified, draft, expires, meta, sections, notes\n',
  ],
  [' \n', 'a.md is empty\n'],
])('%j is refused', async (written, message) => {
  expect(await refused('a.md', written)).toBe(message)
})
