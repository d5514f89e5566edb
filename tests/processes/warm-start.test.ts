/** A folder whose index is as it was left is answered from before it was looked at. */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { assertGood, openGood } from '../../src/commands/folder.ts'
import { readConfig } from '../../src/config.ts'
import { articleText, save } from '../support/folder.ts'
import { folderOf } from '../support/process.ts'

/** More files than are read without a thread. */
const many = Array.from({ length: 120 }, (_, number) => [
  `in/a${number}.json`,
  articleText(`Title ${number}`),
])

/** A folder that is served as one whose first look takes long. */
const place = () => {
  const home = folderOf({
    ...Object.fromEntries(many),
    'in/deep/b.md': '# B\n\n![A map](map.svg)\n',
    'in/deep/map.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
  })
  const folder = join(home, 'in')
  const config = readConfig({
    DATA_DIR: folder,
    INDEX_FILE: join(home, 'index.db'),
    OUTLET: 'O',
    ARTICLE_LANGUAGE: 'en',
  })
  const open = async () => {
    const content = await openGood(config, { serveAfter: 0 })
    const app = await buildApp({ ...content, config })
    let ended: Promise<void> | undefined
    const close = (): Promise<void> => (ended ??= app.close().then(content.close))
    onTestFinished(close)
    const get = async (path: string) => {
      const { statusCode, body } = await app.inject(path)
      return { status: statusCode, body }
    }
    return { content, get, close, isEarly: content.isLooking() }
  }
  return { home, folder, config, open }
}

/** Opens it once, so that there is an index as it was left. */
const leave = async () => {
  const at = place()
  const first = await at.open()
  expect(first.isEarly).toBe(false)
  await first.close()
  return at
}

test('what the index held is served at once, and is not ready before the folder was looked at', async () => {
  const { folder, open } = await leave()
  save(folder, 'a7.json', articleText('Another title'))
  save(folder, 'new.json', articleText('New'))
  rmSync(join(folder, 'a8.json'))
  const { content, get, isEarly } = await open()
  expect(isEarly).toBe(true)
  const before = await Promise.all(
    ['/articles/a7', '/articles/a8', '/articles/new', '/health/ready', '/search?q=another'].map(get),
  )
  expect(content.isLooking()).toBe(true)
  expect(before.map(({ status }) => status)).toEqual([200, 200, 404, 503, 200])
  expect(before[0]?.body).toContain('"Title 7"')
  expect(before[3]?.body).toContain('The folder is being read')
  expect(JSON.parse(before[4]?.body ?? '')).toMatchObject({ total: 0 })
  await content.looked
  const after = await Promise.all(
    ['/articles/a7', '/articles/a8', '/articles/new', '/health/ready', '/search?q=another'].map(get),
  )
  expect(after.map(({ status }) => status)).toEqual([200, 410, 200, 200, 200])
  expect(after[0]?.body).toContain('"Another title"')
  expect(JSON.parse(after[4]?.body ?? '')).toMatchObject({ total: 1 })
})

test('what changes after the first look is served too', async () => {
  const { folder, open } = await leave()
  const { content, get } = await open()
  content.watch({ onReport: () => undefined, onError: (error) => expect.fail(String(error)) })
  await content.looked
  save(folder, 'a7.json', articleText('Later title'))
  await expect
    .poll(async () => (await get('/articles/a7')).body, { timeout: 10_000 })
    .toContain('Later title')
})

test('a file beside an article waits until the folder is known', async () => {
  const { open } = await leave()
  const { content, get, isEarly } = await open()
  expect(isEarly).toBe(true)
  const { body } = await get('/articles/b')
  const path = /\/files\/[^"]+/.exec(body)?.[0] ?? ''
  const { status, body: drawing } = await get(path)
  expect([status, content.isLooking()]).toEqual([200, false])
  expect(drawing).toContain('<svg')
})

test.each(['was not closed', 'is of another folder'])(
  'an index that %s is not answered from before the folder was looked at',
  async (which) => {
    const { home, folder, config, open } = await leave()
    if (which === 'was not closed') rmSync(`${config.INDEX_FILE}-closed`)
    else renameSync(folder, (config.DATA_DIR = join(home, 'other')))
    const { isEarly, get } = await open()
    expect(isEarly).toBe(false)
    expect((await get('/articles/a7')).status).toBe(200)
  },
)

test('what is found not to be served ends it', async () => {
  const { folder, config, open } = await leave()
  writeFileSync(join(folder, 'maqal.yaml'), 'exclude: [')
  const { content, isEarly } = await open()
  expect(isEarly).toBe(true)
  await expect(assertGood(content, config)).rejects.toThrow('is not served: mend the above and start again')
})

test('a stop while the folder is being looked at leaves an index that is good', async () => {
  const { folder, open } = await leave()
  save(folder, 'a7.json', articleText('Another title'))
  const { close, isEarly } = await open()
  expect(isEarly).toBe(true)
  await close()
  const next = await open()
  await next.content.looked
  expect((await next.get('/articles/a7')).body).toContain('Another title')
  expect(next.content.faults()).toEqual([])
})
