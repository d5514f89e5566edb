import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { written } from '../support/app.ts'
import { startPooler } from '../support/pooler.ts'
import { newDatabase } from '../support/postgres.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

const docs = readFileSync('docs/postgresql.md', 'utf8')
const documented = /ignore_startup_parameters = ([\w, ]+)/.exec(docs)?.[1]?.split(', ') ?? []

const article = (id: string, title: string): string => JSON.stringify(written(id, { title }))

const publish = (folder: string, url: string) => maqal(['publish', folder, '--database-url', url])

const poolerBefore = (url: string, ignored: string[]) => {
  const { port, username, pathname } = new URL(url)
  return startPooler({ port: Number(port), user: username, database: pathname.slice(1) }, ignored)
}

test('a pooler of transactions in between: the same answers, and one publish at a time', async () => {
  const url = await newDatabase()
  const pooler = await poolerBefore(url, documented)
  const folder = folderOf({ 'a.json': article('a', 'One'), 'b.json': article('b', 'Two') })
  expect(await publish(folder, pooler.url)).toMatchObject({ code: 0 })
  const [through, direct] = await Promise.all(
    [pooler.url, url].map((DATABASE_URL) =>
      maqalServe([], { env: { DATABASE_URL, DATABASE_TIMEOUT: '60' } }),
    ),
  )
  const ask = async (path: string) => {
    const answers = await Promise.all([through, direct].map((replica) => fetch(`${replica?.url}${path}`)))
    return Promise.all(answers.map(async (answer) => ({ status: answer.status, text: await answer.text() })))
  }
  const paths = Array.from({ length: 40 }, (_, turn) => [
    `/articles?limit=${turn + 1}`,
    `/articles?limit=${turn + 1}&outlet=The+Outlet`,
    `/search?q=paragraf+-x${turn}`,
    `/search?q=none${turn}+one`,
    `/tags?limit=${turn + 1}`,
  ])
  const answers = await Promise.all(paths.flat().map(async (path) => ({ path, both: await ask(path) })))
  for (const { path, both } of answers)
    expect({ path, ...both[0] }).toEqual({ path, status: 200, text: both[1]?.text })

  writeFileSync(join(folder, 'a.json'), article('a', 'Another'))
  const done = await Promise.all([publish(folder, pooler.url), publish(folder, pooler.url)])
  expect(done.map(({ code }) => code)).toContain(0)
  for (const { code } of done) expect([0, 3]).toContain(code)
  await vi.waitFor(async () => expect((await ask('/articles/a'))[0]?.text).toContain('Another'), 3000)
  writeFileSync(join(folder, 'b.json'), article('b', 'Others'))
  expect(await publish(folder, url)).toMatchObject({ code: 0 })
})

test('a pooler that refuses what maqal sets is named, and asked without it', async () => {
  const url = await newDatabase()
  const pooler = await poolerBefore(url, [])
  expect(await publish(folderOf({ 'a.json': article('a', 'One') }), pooler.url)).toMatchObject({ code: 0 })
  const refused = await maqalServe([], { env: { DATABASE_URL: pooler.url } })
  expect((await fetch(`${refused.url}/health/ready`)).status).toBe(503)
  expect(refused.out()).toContain('a pooler refuses what maqal sets')
  const DATABASE_URL = `${pooler.url}?${documented.map((name) => `${name}=`).join('&')}`
  const served = await maqalServe([], { env: { DATABASE_URL } })
  expect((await fetch(`${served.url}/articles/a`)).status).toBe(200)
})
