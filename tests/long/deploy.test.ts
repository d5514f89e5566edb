import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { written } from '../support/app.ts'
import { png } from '../support/files.ts'
import { askAt, findNginx, type Nginx, startNginx } from '../support/nginx.ts'
import { newDatabase } from '../support/postgres.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

// compose.yaml without containers: the same roles, commands and configuration of nginx.

const files = {
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `a${index}.json`,
      JSON.stringify(written(`a${index}`, { sections: [{ paragraphs: ['word '.repeat(500)] }] })),
    ]),
  ),
  'زيارة.md': '---\ntitle: زيارة\noutlet: O\nlanguage: ar\n---\n\n![a](a.png)\n\nنص\n',
  'a.png': png(),
}

/** deploy/reader.sql as psql reads it. The role is of the whole server, so its name is another. */
const readerSql = (role: string): string =>
  readFileSync('deploy/reader.sql', 'utf8')
    .replace(/^\\getenv .+$/m, '')
    .replaceAll(":'password'", "'secret'")
    .replaceAll(/\breader\b/g, role)

/** deploy/nginx.conf, with ports and paths of this machine in place of Docker's. */
const nginxConf = (replicas: readonly number[], listen: number): string =>
  readFileSync('deploy/nginx.conf', 'utf8')
    .replace('/var/cache/nginx/maqal', join(folderOf({}), 'cache'))
    .replace(/^ *resolver .+\n/m, '')
    .replace(
      'server maqal:3000 resolve max_fails=0;',
      replicas.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join(' '),
    )
    .replace('listen 80;', `listen ${listen};`)

const openReader = async (): Promise<{ writer: string; reader: string }> => {
  const writer = await newDatabase()
  const role = `r${Math.trunc(performance.now() * 1000)}`
  const sql = postgres(writer, { max: 1, onnotice: () => {} })
  await sql.unsafe(readerSql(role))
  onTestFinished(async () => {
    await sql.unsafe(`DROP OWNED BY ${role}`)
    await sql.unsafe(`DROP ROLE ${role}`)
    await sql.end()
  })
  const url = new URL(writer)
  Object.assign(url, { username: role, password: 'secret' })
  return { writer, reader: url.href }
}

const deploy = async (nginx: Nginx) => {
  const { writer, reader } = await openReader()
  const folder = folderOf(files)
  const publish = () => maqal(['publish', folder, '--prune'], { env: { DATABASE_URL: writer } })
  expect(await publish()).toMatchObject({ code: 0 })
  const env = {
    DATABASE_URL: reader,
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost:8080',
    CACHE_CONTROL: 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400',
    PREVIEW_TOKEN: 'token',
  }
  const start = (port = '0') => maqalServe([], { env: { ...env, PORT: port } })
  const replicas = await Promise.all([start(), start()])
  const ports = replicas.map(({ port }) => port)
  const port = await startNginx(nginx, (own) => nginxConf(ports, own))
  return { folder, publish, start, replicas, ports, port }
}

const nginx = findNginx()
if (nginx === undefined) console.info('there is no nginx here: replicas behind it are not tested')

const accepts = ['*/*', 'text/html,*/*;q=0.8', 'application/json', 'text/markdown', 'image/png']
const codings = ['identity', 'gzip', 'br', 'br;q=0, gzip']
const targets = [
  '/',
  '/articles',
  'HEAD /articles/a1',
  '/articles/a1',
  '/articles/زيارة',
  '/articles/a1/sections/1',
  '/search?q=word',
  '/articles/A1',
  '/none',
  '/articles?limt=1',
  '/feed.rss',
]

test.runIf(nginx !== undefined)(
  'two replicas that may only read, behind nginx with a cache: the same answers, also from the cache',
  async () => {
    const { port, ports } = await deploy(nginx as Nginx)
    const [first = 0] = ports
    let hits = 0
    for (const given of targets) {
      const target = encodeURI(given).replace('%20', ' ')
      for (const accept of accepts)
        for (const coding of codings) {
          const headers = { accept, 'accept-encoding': coding }
          const own = await askAt(first, target, headers)
          for (let turn = 0; turn < 2; turn += 1) {
            const { status, headers: seen, body } = await askAt(port, target, headers)
            const facts = (from: typeof seen) =>
              ['etag', 'vary', 'content-type', 'content-encoding', 'location', 'link', 'cache-control'].map(
                (name) => from[name],
              )
            expect([target, accept, coding, status, facts(seen)]).toEqual([
              target,
              accept,
              coding,
              own.status,
              facts(own.headers),
            ])
            expect(body.equals(own.body), `${target} ${accept} ${coding}`).toBe(true)
            if (seen['x-cache'] === 'HIT') hits += 1
          }
        }
    }
    expect(hits).toBeGreaterThan(100)
    const preview = await askAt(port, '/articles/a1', { authorization: 'Bearer token' })
    expect([preview.status, preview.headers['x-cache'], preview.headers['cache-control']]).toEqual([
      200,
      'BYPASS',
      'private, no-store',
    ])
  },
)

test.runIf(nginx !== undefined)(
  'a rolling restart of the replicas loses no request, and what is kept outlives both',
  async () => {
    const { port, ports, replicas, start } = await deploy(nginx as Nginx)
    const state = { isOver: false, asked: 0 }
    const statuses = new Map<number | undefined, number>()
    const busy = Array.from({ length: 8 }, async (_, client) => {
      while (!state.isOver) {
        state.asked += 1
        // Half of them are never in the cache.
        const path =
          state.asked % 2 === 0
            ? `/articles/a${state.asked % 30}`
            : `/articles?limit=${1 + (state.asked % 90)}&fields=id,c${client}`
        const { status } = await askAt(
          port,
          path.replace(/,c\d+$/, ''),
          client % 2 === 0 ? { authorization: 'Bearer token' } : {},
        )
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    })
    const running = [...replicas]
    for (const [index, replica] of replicas.entries()) {
      const before = state.asked
      replica.kill('SIGTERM')
      expect(await replica.exited).toBe(0)
      running[index] = await start(String(ports[index]))
      await expect.poll(() => state.asked - before, { timeout: 60_000 }).toBeGreaterThan(200)
    }
    state.isOver = true
    await Promise.all(busy)
    expect([...statuses.keys()]).toEqual([200])
    console.info({ rolling: state.asked })

    expect((await askAt(port, '/articles/a1')).status).toBe(200)
    for (const replica of running) {
      replica.kill('SIGKILL')
      await replica.exited
    }
    expect((await askAt(port, '/articles/a1')).status).toBe(200)
    expect((await askAt(port, '/articles?limit=99')).status).toBe(502)
  },
)
