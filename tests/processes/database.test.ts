import { cpSync, existsSync, globSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { expect, test, vi } from 'vitest'
import { written } from '../support/app.ts'
import { newDatabase } from '../support/postgres.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

const article = (id: string, rest: Parameters<typeof written>[1] = {}): string =>
  JSON.stringify({ $schema: undefined, ...written(id, rest) })

const publish = (folder: string, url: string, ...more: string[]) =>
  maqal(['publish', folder, '--database-url', url, ...more])

/** Absolute links are the same on every port. */
const PUBLIC_URL = 'https://e.example'

const fetched = async (url: string) => {
  const response = await fetch(url)
  const { status, headers } = response
  return { status, etag: headers.get('etag'), text: await response.text() }
}

test('what is published is served as the folder is, byte for byte, with the files of articles', async () => {
  const folder = folderOf({})
  cpSync('data', folder, { recursive: true })
  writeFileSync(
    join(folder, 'drawn.md'),
    '---\ntitle: Drawn\noutlet: O\nlanguage: en\n---\n\n![A dot](dot.svg)\n',
  )
  const dot = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">${' '.repeat(400_000)}</svg>`
  writeFileSync(join(folder, 'dot.svg'), dot)
  const url = await newDatabase()
  const done = await publish(folder, url)
  expect(done).toMatchObject({ code: 0, err: '' })
  expect(done.out).toContain('2 articles written, 0 deleted')
  expect((await publish(folder, url)).out).toContain('0 articles written, 0 deleted')
  const [one, other] = await Promise.all([
    maqalServe([folder], { env: { PUBLIC_URL } }),
    maqalServe([], { env: { PUBLIC_URL, DATABASE_URL: url } }),
  ])
  const sample = '/articles/qatar-irgc-normalisation'
  const [image] = /\/files\/[^"]+\/dot\.svg/.exec((await fetched(`${other.url}/articles/drawn`)).text) ?? ['']
  for (const path of [
    '/',
    '/articles',
    sample,
    `${sample}.html`,
    '/articles/drawn.html',
    '/feed.atom',
    image,
  ])
    expect(await fetched(other.url + path), path).toEqual(await fetched(one.url + path))
  expect((await fetched(other.url + image)).text).toBe(dot)
  const part = await fetch(other.url + image, { headers: { range: 'bytes=262000-262999' } })
  expect([part.status, await part.text()]).toEqual([206, dot.slice(262_000, 263_000)])
})

test('publish: a change is served by every replica soon, what is gone is deleted with --prune alone', async () => {
  const folder = folderOf({
    'a.json': article('a', { title: 'One' }),
    'b.json': article('b'),
    'c.json': article('c', { draft: true }),
  })
  const url = await newDatabase()
  expect((await publish(folder, url, '--dry-run')).out).toContain('3 articles would be written')
  expect((await publish(folder, url)).code).toBe(0)
  const replicas = await Promise.all([1, 2].map(() => maqalServe([], { env: { DATABASE_URL: url } })))
  const answers = (path: string) => Promise.all(replicas.map((replica) => fetched(replica.url + path)))
  const titles = async () => (await answers('/articles/a')).map(({ text }) => JSON.parse(text).title)
  expect(await titles()).toEqual(['One', 'One'])
  expect((await answers('/articles/c')).map(({ status }) => status)).toEqual([404, 404])
  writeFileSync(join(folder, 'a.json'), article('a', { title: 'Two' }))
  rmSync(join(folder, 'b.json'))
  const second = await publish(folder, url)
  expect(second.out).toContain('1 article written, 0 deleted; 1 whose files are gone stay')
  await vi.waitFor(async () => expect(await titles()).toEqual(['Two', 'Two']), { timeout: 1000 })
  expect((await answers('/articles/b')).map(({ status }) => status)).toEqual([200, 200])
  expect((await publish(folder, url, '--prune')).out).toContain('0 articles written, 1 deleted')
  await vi.waitFor(
    async () => expect((await answers('/articles/b')).map(({ status }) => status)).toEqual([410, 410]),
    { timeout: 1000 },
  )
  const [one, other] = await answers('/articles')
  expect(one).toEqual(other)
})

test('a file with a fault is left out, keeps its last version, and the exit code is 2', async () => {
  const folder = folderOf({ 'a.json': article('a', { title: 'One' }), 'b.json': article('b') })
  const url = await newDatabase()
  await publish(folder, url)
  writeFileSync(join(folder, 'a.json'), '{')
  writeFileSync(join(folder, 'b.json'), article('b', { title: 'Other' }))
  const { code, out } = await publish(folder, url)
  expect([code, out]).toEqual([2, expect.stringContaining('1 article written')])
  expect(out).toMatch(/a\.json:1:\d/)
  const replica = await maqalServe([], { env: { DATABASE_URL: url } })
  const title = async (id: string) => JSON.parse((await fetched(`${replica.url}/articles/${id}`)).text).title
  expect([await title('a'), await title('b')]).toEqual(['One', 'Other'])
})

test('one publishes at a time: another says so, changes nothing, and exits with 3', async () => {
  const url = await newDatabase()
  const folder = folderOf({ 'a.json': article('a') })
  const sql = postgres(url, { max: 1 })
  await sql`SELECT pg_advisory_lock(hashtext('maqal publish'), hashtext('maqal'))`
  const { code, err } = await publish(folder, url)
  expect([code, err]).toEqual([3, 'Another maqal publish writes to this database now: nothing was changed\n'])
  await sql.end()
  expect((await publish(folder, url)).code).toBe(0)
})

test('a role that may only read serves; a database without articles is waited for', async () => {
  const url = await newDatabase()
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const role = `reader_${new URL(url).pathname.slice(1)}`
  await sql.unsafe(`CREATE ROLE ${role} LOGIN`)
  const readerUrl = url.replace('postgres@', `${role}@`)
  const replica = await maqalServe([], { env: { DATABASE_URL: readerUrl } })
  const ready = await fetch(`${replica.url}/health/ready`)
  expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, expect.any(String)])
  expect((await fetch(`${replica.url}/health/live`)).status).toBe(200)
  await publish(folderOf({ 'a.json': article('a') }), url)
  await sql.unsafe(
    `GRANT USAGE ON SCHEMA maqal TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA maqal TO ${role}`,
  )
  await vi.waitFor(async () => expect((await fetch(`${replica.url}/health/ready`)).status).toBe(200), 3000)
  for (const path of ['/articles/a', '/articles', '/search?q=paragraph', '/articles/none', '/tags'])
    expect((await fetch(replica.url + path)).status, path).toBe(path.endsWith('none') ? 404 : 200)
  await sql.unsafe(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  await sql.end()
})

test.each([
  [
    ['serve', 'data'],
    { DATABASE_URL: 'postgres://h/d' },
    'maqal publish data brings those of a folder there',
  ],
  [['publish', 'data'], {}, 'name it with --database-url'],
  [['publish', 'none', '--database-url', 'postgres://h/d'], {}, 'There is no folder none'],
  [['publish', '--database-url', 'http://h/d'], {}, '--database-url is "http://h/d"; allowed is'],
  [['publish', 'data', '--database-url', 'postgres://127.0.0.1:1/d'], {}, 'The database cannot be written'],
])('maqal %j with %j is refused', async (argv, env, message) => {
  const { code, err } = await maqal(argv, { env })
  expect([code, err]).toEqual([1, expect.stringContaining(message)])
})

/** The files of an export and their bytes, without the record of what was written. */
const bytesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    globSync('**/*', { cwd: folder })
      .filter((file) => lstatSync(join(folder, file)).isFile() && !file.startsWith('.maqal-export'))
      .toSorted()
      .map((file) => [file, readFileSync(join(folder, file), 'base64')]),
  )

test('export: the files of a database are those of its folder, and only what changed is written again', async () => {
  const folder = folderOf({
    'a.json': article('a', { translationKey: 'k', tags: ['red'] }),
    'b.json': article('b', { translationKey: 'k', language: 'de' }),
    'c.json': article('c', { draft: true }),
    'd.md': '---\ntitle: D\noutlet: O\nlanguage: en\n---\n\n![A dot](dot.svg)\n\n| a |\n|---|\n| 1 |\n',
    'dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>',
  })
  const url = await newDatabase()
  expect((await publish(folder, url)).code).toBe(0)
  const [one, other] = [join(folderOf({}), 'one'), join(folderOf({}), 'other')]
  const env = { PUBLIC_URL, DATABASE_URL: url }
  expect(await maqal(['export', folder, '--out', one], { env: { PUBLIC_URL } })).toMatchObject({ code: 0 })
  const exported = await maqal(['export', '--out', other], { env })
  expect(exported).toMatchObject({ code: 0, err: '' })
  expect(exported.out).toContain('3 articles in')
  expect(bytesIn(other)).toEqual(bytesIn(one))
  expect(Object.keys(bytesIn(other)).filter((file) => file.endsWith('/dot.svg'))).toHaveLength(1)
  const again = await maqal(['export', '--out', one, '--database-url', url], { env: { PUBLIC_URL } })
  expect(again.out).toContain(': 0 files written, 0 deleted')
  rmSync(join(folder, 'b.json'))
  expect((await publish(folder, url, '--prune')).code).toBe(0)
  expect((await maqal(['export', '--out', other], { env })).code).toBe(0)
  expect(existsSync(join(other, 'articles/b.json'))).toBe(false)
})

test.each([
  [['some'], 'postgres://127.0.0.1:1/d', 'maqal export takes none'],
  [['--outlet', 'O'], 'postgres://127.0.0.1:1/d', '--outlet is for a folder'],
  [[], 'postgres://127.0.0.1:1/d', 'ECONNREFUSED'],
  [[], 'postgres://127.0.0.1:1/d?target_session_attrs=best', 'target_session_attrs is one of'],
])('export %j from a database that cannot be exported', async (more, DATABASE_URL, said) => {
  const out = join(folderOf({}), 'out')
  const { code, err } = await maqal(['export', '--out', out, ...more], { env: { DATABASE_URL, PUBLIC_URL } })
  expect([code, err]).toEqual([1, expect.stringContaining(said)])
  expect(err).not.toContain('    at ')
  expect(existsSync(out)).toBe(false)
})
