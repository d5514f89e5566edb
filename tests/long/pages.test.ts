import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import type { ArticleFile } from '../../src/article/file.ts'
import { libraryOf } from '../support/app.ts'
import { arabic, axe, english, htmlFaults, languages, openPage, widthOf } from '../support/page.ts'
import { listen } from '../support/sound.ts'

const kitchenSink = JSON.parse(readFileSync('tests/fixtures/kitchen-sink.json', 'utf8')) as ArticleFile

const kitchenSinks = [
  kitchenSink,
  { ...kitchenSink, id: 'kitchen-sink-ar', language: 'ar', title: 'كل ما يمكن أن يكون' },
]

test.each(
  ['he', 'ur', 'ja', 'ps', 'long', 'kitchen-sink', 'kitchen-sink-ar'].flatMap((id) => [
    `/articles/${id}`,
    `/articles/${id}/sections/2`,
    `/articles/${id}/paragraphs/lede-1`,
    `/articles?language=${id}`,
  ]),
)('%s has no fault that axe or html-validate finds, light on a desk and dark on a phone', async (path) => {
  const { port, close } = await listen(await libraryOf([...languages, english, arabic, ...kitchenSinks]))
  onTestFinished(close)
  const at = path.replace('long/paragraphs/lede-1', 'long/paragraphs/h-0-1')
  const { page, wrong, url } = await openPage(`http://127.0.0.1:${port}`, at)
  const text = await (await fetch(url + at, { headers: { accept: 'text/html' } })).text()
  expect(await htmlFaults(text)).toEqual([])
  for (const [width, colorScheme] of [
    [1100, 'light'],
    [320, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect(await axe(page)).toEqual([])
    expect(await widthOf(page)).toBe(width)
  }
  expect(wrong).toEqual([])
})
