import { readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFolder } from '../src/library/folder.ts'
import { openSqliteLibrary } from '../src/library/sqlite.ts'
import { sources } from '../src/sources/sources.ts'
import { articleText, save } from './support/folder.ts'
import { folderOf, maqal, maqalServe } from './support/process.ts'

/** Opens the index, looks at the folder, and tells what was read, what was rebuilt and what is held. */
const start = async (folder: string, file: string) => {
  const rebuilt: string[] = []
  const read: string[] = []
  const counting = sources.map(({ extensions, load }) => ({
    extensions,
    async load() {
      const source = await load()
      return {
        ...source,
        read: (text: string, name: string, id: string) => (read.push(name), source.read(text, name, id)),
      }
    },
  }))
  const library = openSqliteLibrary({ index: { file, folder }, onRebuild: (why) => rebuilt.push(why) })
  const opened = await openFolder({ folder, sources: counting, library })
  await opened.look()
  const titles = (await library.articles({ page: 1, limit: 100 })).items.map(({ title }) => title)
  await library.close()
  return { rebuilt, read, titles }
}

const twoFiles = () => folderOf({ 'a.json': articleText('one'), 'b.json': articleText('two') })
const place = () => join(folderOf({}), 'index.db')

test('a restart reads only what changed', async () => {
  const [folder, file] = [twoFiles(), place()]
  expect((await start(folder, file)).read).toEqual(['a.json', 'b.json'])
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: [], titles: ['one', 'two'] })
  save(folder, 'b.json', articleText('changed'))
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: ['b.json'], titles: ['one', 'changed'] })
  unlinkSync(join(folder, 'a.json'))
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: [], titles: ['changed'] })
})

test.each([
  [
    'text in its place',
    (file: string) =>
      writeFileSync(file, 'this is no database, and it is long enough to be read as one'.repeat(40)),
  ],
  ['its half', (file: string) => truncateSync(file, readFileSync(file).length / 2)],
  [
    'zeros in its midst',
    (file: string) => {
      const bytes = readFileSync(file)
      writeFileSync(file, bytes.fill(0, 4096, bytes.length - 4096))
    },
  ],
])('an index of which there is %s is built anew', async (_, damage) => {
  const [folder, file] = [twoFiles(), place()]
  await start(folder, file)
  damage(file)
  expect(await start(folder, file)).toEqual({
    rebuilt: ['damaged'],
    read: ['a.json', 'b.json'],
    titles: ['one', 'two'],
  })
})

test('an index of another folder is built anew', async () => {
  const [folder, file] = [twoFiles(), place()]
  await start(twoFiles(), file)
  expect((await start(folder, file)).rebuilt).toEqual(['of another version or folder'])
})

test('maqal serve keeps its index between two starts, and says when it builds it anew', async () => {
  const [folder, file] = [twoFiles(), place()]
  const env = { INDEX_FILE: file }
  const first = await maqalServe([folder], { env })
  first.kill('SIGTERM')
  expect(await first.exited).toBe(0)
  writeFileSync(file, 'damaged'.repeat(1000))
  const second = await maqalServe([folder], { env })
  expect(second.out()).toContain(`${file} is damaged: it is built anew`)
  expect((await fetch(`${second.url}/articles/a`)).status).toBe(200)
})

test('a second process on the same index stops with exit 1', async () => {
  const [folder, file] = [twoFiles(), place()]
  const env = { INDEX_FILE: file, PORT: '0' }
  await maqalServe([folder], { env })
  const { code, err } = await maqal(['serve', folder], { env })
  expect([code, err]).toEqual([1, `${file} is in use by another process: set another INDEX_FILE\n`])
})

test('an index killed in the midst of its life is served as it was', async () => {
  const [folder, file] = [twoFiles(), place()]
  const first = await maqalServe([folder], { env: { INDEX_FILE: file } })
  first.kill('SIGKILL')
  await first.exited
  expect(await start(folder, file)).toEqual({ rebuilt: [], read: [], titles: ['one', 'two'] })
})
