import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../bench/ask.ts'
import { load } from '../support/load.ts'
import { boxOf, residentOf } from '../support/memory.ts'
import { folderOf, maqalServe } from '../support/process.ts'

// How much memory a server takes: real processes, real sockets, a container where this machine lets us make one.

const megabyte = 1024 * 1024

/** Memory of a small container, in megabytes. */
const container = 256

/** Megabytes that a process may have at most where no container holds it: nothing presses it to give memory back. */
const uncontained = 320

const sample = JSON.parse(readFileSync('data/qatar-irgc-normalisation.json', 'utf8')) as {
  sections: { heading?: string }[]
}

const count = 1000

const articles = () =>
  folderOf(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `m${index}.json`,
        JSON.stringify({ ...sample, id: `m${index}` }),
      ]),
    ),
  )

const requestOf = (path: string, coding = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: h\r\n${coding === '' ? '' : `Accept-Encoding: ${coding}\r\n`}\r\n`

/** The first so many of something, one by one. */
const firstOf = <Item>(most: number, make: (index: number) => Item) => {
  let index = 0
  return (): Item | undefined => (index < most ? make(index++) : undefined)
}

const fields = [
  'id',
  'title',
  'outlet',
  'rubric',
  'language',
  'direction',
  'summary',
  'authors',
  'tags',
  'url',
  'links',
]

/** Some of the fields: those whose bits are set, in this order or the other. */
const someFields = (bits: number): string => {
  const chosen = fields.filter((_, bit) => ((bits >> bit) & 1) === 1)
  return (bits >> fields.length) % 2 === 0 ? chosen.join(',') : chosen.toReversed().join(',')
}

/** A name with the characters percent-encoded whose bits are set. */
const spelled = (name: string, bits: number): string =>
  Array.from(name, (character, bit) =>
    ((bits >> bit) & 1) === 1 ? `%${character.charCodeAt(0).toString(16)}` : character,
  ).join('')

const heading = encodeURIComponent(sample.sections[1]?.heading ?? '')
const tatweel = '%D9%80'

/** Addresses of every kind of which there is no end, up to 8,000 characters long; all are 200. */
const kinds: ((index: number) => string)[] = [
  (index) => `/articles/${spelled(`m${index % count}`, index)}?utm_source=${index}`,
  (index) => `/articles/${spelled(`m${index % count}`, index)}.json`,
  (index) => `/articles/m${index % count}?fields=id,${someFields(index)}`,
  (index) => `/articles/m${index % 10}?fields=${'title,'.repeat(index % 99)}id`,
  (index) => `/articles/m${index % count}/sections/${heading}${tatweel.repeat(index % 1200)}`,
  (index) => `/articles/m${index % count}/sections/${1 + (index % sample.sections.length)}`,
  (index) => `/articles?limit=${1 + (index % 20)}&page=${1 + (index % 40)}&fields=id,${someFields(index)}`,
  (index) => `/search?q=shared%20x${index}`,
  (index) =>
    `/articles?tag=${index}&rubric=${tatweel.repeat(500)}a&author=${tatweel.repeat(490 - (index % 50))}a`,
  (index) =>
    index % 1000 === 0
      ? `/feed.atom?limit=${1 + (index % 100)}`
      : `/articles/m${index % count}.md?ref=${index}`,
]

const codings = ['', 'br', 'gzip', 'gzip, br']

const distinct = (index: number): string => {
  const kind = kinds[index % kinds.length] ?? kinds[0]
  return requestOf(kind?.(Math.floor(index / kinds.length)) ?? '/', codings[index % codings.length])
}

test.each(['br', 'gzip'])(
  'in 256 MB: 1,000 connections that each ask another article for the first time in %s, then 200,000 addresses',
  async (coding) => {
    const box = boxOf(container * megabyte)
    const server = await maqalServe([articles()], {
      ...(box !== undefined && { box }),
      env: { LOG_LEVEL: 'info' },
    })
    const say = (event: string) =>
      console.info(
        `${event}: ${JSON.stringify(residentOf(server.pid))} MB${box === undefined ? ', no container' : ''}`,
      )
    const { port } = server
    say('start')
    const burst = await load({
      port,
      connections: 1000,
      next: firstOf(count, (index) => requestOf(`/articles/m${index}`, coding)),
    })
    say(`1,000 first requests in ${coding}`)
    expect(burst).toEqual({ statuses: { 200: count }, lost: 0 })
    const most = coding === 'br' ? 200_000 : 20_000
    const flood = await load({ port, connections: 32, next: firstOf(most, distinct) })
    say(`${most} addresses`)
    expect(flood).toEqual({ statuses: { 200: most }, lost: 0 })
    if (box === undefined) expect(residentOf(server.pid)?.most ?? 0).toBeLessThan(uncontained)
  },
)

/** A bare server that sends the bytes and headers of an answer: its process, and its port. */
const bareServer = async (url: string) => {
  const answer = await fetch(url)
  const body = Buffer.from(await answer.arrayBuffer())
  const headers = [...answer.headers].filter(([name]) => !['connection', 'date', 'keep-alive'].includes(name))
  const folder = folderOf({ body, 'headers.json': JSON.stringify(headers.flat()) })
  const port = await freePort()
  const child = spawn(process.execPath, [
    'bench/servers/raw.ts',
    String(port),
    join(folder, 'headers.json'),
    join(folder, 'body'),
  ])
  onTestFinished(() => void child.kill('SIGKILL'))
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true)
  return { pid: child.pid ?? 0, port }
}

test('800,000 requests of one article take at most 150 MB', async () => {
  const path = '/articles/qatar-irgc-normalisation'
  const server = await maqalServe(['data'])
  const bare = await bareServer(`http://127.0.0.1:${server.port}${path}`)
  for (const [name, { pid, port }] of Object.entries({ maqal: server, 'node:http': bare })) {
    for (const connections of [32, 1000]) {
      const most = 400_000
      const { statuses, lost } = await load({ port, connections, next: firstOf(most, () => requestOf(path)) })
      console.info(
        `${name}, ${most} requests on ${connections} connections: ${JSON.stringify(residentOf(pid))} MB`,
      )
      expect([statuses, lost]).toEqual([{ 200: most }, 0])
    }
  }
  expect(residentOf(server.pid)?.now ?? 0).toBeLessThanOrEqual(150)
})
