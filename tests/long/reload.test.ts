import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { articleText, save, serveFolder, until } from '../support/folder.ts'
import { folderOf } from '../support/process.ts'

const files = 1000
const rounds = 12

test('50 writers change 1,000 files while 50 readers read: no mixed state, no failure, nothing older than what was seen', async () => {
  const name = (number: number) => `a${number}.json`
  const folder = folderOf(
    Object.fromEntries(
      Array.from({ length: files }, (_, number) => [name(number), articleText(`${number} 0`)]),
    ),
  )
  const { app, get } = await serveFolder(folder)
  const writing = { isOn: true }
  const seen = new Map<string, number>()
  const read = async (reader: number): Promise<number> => {
    let count = 0
    for (let number = reader; writing.isOn; number = (number * 7 + 13 + reader) % files) {
      const article = await get(`a${number}`)
      const said = article?.sections.flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text)) ?? []
      expect([...new Set([...said, article?.title])]).toHaveLength(1)
      const version = Number(article?.title.split(' ')[1])
      const key = `${reader} ${number}`
      expect(version).toBeGreaterThanOrEqual(seen.get(key) ?? 0)
      seen.set(key, version)
      count += 1
      if (count % 20 === 0) await new Promise((later) => setTimeout(later, 1))
    }
    return count
  }
  const write = async (writer: number): Promise<void> => {
    for (let round = 1; round <= rounds; round += 1) {
      for (let number = writer; number < files; number += 50) {
        const text = articleText(`${number} ${round}`)
        if (number % 2 === 0) save(folder, name(number), text)
        else writeFileSync(join(folder, name(number)), text)
      }
      await new Promise((later) => setTimeout(later, 20))
    }
  }
  const readers = Array.from({ length: 50 }, (_, reader) => read(reader))
  await Promise.all(Array.from({ length: 50 }, (_, writer) => write(writer)))
  const isLastOn = async (page: number): Promise<boolean> => {
    const answer = await app.inject(`/articles?limit=100&page=${page}&fields=id,title`)
    const { items } = answer.json<{ items: { id: string; title: string }[] }>()
    return items.length === 100 && items.every(({ id, title }) => title === `${id.slice(1)} ${rounds}`)
  }
  await until(async () => {
    for (let page = 1; page <= files / 100; page += 1) if (!(await isLastOn(page))) return false
    return true
  }, 120_000)
  writing.isOn = false
  const counts = await Promise.all(readers)
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(1000)
}, 240_000)
