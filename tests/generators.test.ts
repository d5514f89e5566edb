import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Article } from '../src/client/client.ts'
import { formatFault } from '../src/sources/fault.ts'
import folders from './fixtures/folders.json' with { type: 'json' }
import { once, serveFolder } from './support/folder.ts'

/** Folders as site generators and people keep them, and what is served of them without an edit. */
test.each(Object.entries(folders))('a folder of %s is served as it is', async (name, expected) => {
  const { app, first } = await serveFolder(join('tests/fixtures/folders', name), once)
  const list = (await app.inject('/articles?limit=20&include=sections')).json<{ items: Article[] }>()
  const found = JSON.stringify(list).matchAll(/"(\/files\/[^"]+)"/g)
  const files = [...new Set([...found].map(([, address = '']) => address))]
  for (const file of files) expect((await app.inject(file)).statusCode, file).toBe(200)
  expect(first.refused).toEqual([])
  expect({
    ids: list.items.map(({ id }) => id).toSorted(),
    images: files.length,
    warnings: first.warnings.map(formatFault),
  }).toEqual(expected)
})
