import { once } from 'node:events'
import { createServer } from 'node:net'
import type { PeerCertificate } from 'node:tls'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { Unavailable } from '../src/library/library.ts'
import { wayTo } from '../src/library/postgres/address.ts'
import { type AskDatabase, openDatabase } from '../src/library/postgres/database.ts'
import { mostDatabaseConnections } from '../src/library/postgres/limits.ts'
import { openPublishing } from '../src/library/postgres/publishing.ts'
import { databaseUrl, newSchema } from './support/postgres.ts'

test('questions that are given up leave their connections to others', async () => {
  const database = openDatabase({ url: await databaseUrl(), timeout: 20_000 })
  onTestFinished(() => database.close())
  for (let round = 0; round < 4; round += 1) {
    const stop = new AbortController()
    const given = Array.from({ length: 8 }, () =>
      database.read(async (ask) => {
        await ask('SELECT 1')
        setImmediate(() => stop.abort(new Error('given up')))
        await Promise.all([ask('SELECT pg_sleep(1)'), ask('SELECT 2'), ask('SELECT 3')])
      }, stop.signal),
    )
    for (const { status } of await Promise.allSettled(given)) expect(status).toBe('rejected')
    const numbers = Array.from({ length: 64 }, (_, number) => number)
    const answers = numbers.map((number) => database.ask(`SELECT ${number} AS answer`, []))
    expect((await Promise.all(answers)).map(([row]) => row?.['answer'])).toEqual(numbers)
  }
})

test('where all connections are taken for long a question fails, and the database is not lost', async () => {
  const database = openDatabase({ url: await databaseUrl(), timeout: 3000 })
  onTestFinished(() => database.close())
  const lost: unknown[] = []
  database.onLost((error) => lost.push(error))
  const gate = Promise.withResolvers<undefined>()
  const pids = new Set<unknown>()
  const readPid = async (ask: AskDatabase): Promise<void> => {
    const [row] = await ask('SELECT pg_backend_pid() AS pid')
    pids.add(row?.['pid'])
  }
  const taken = Array.from({ length: mostDatabaseConnections }, () =>
    database.read(async (ask) => {
      await readPid(ask)
      await gate.promise
    }),
  )
  for (const { status } of await Promise.allSettled(taken)) expect(status).toBe('rejected')
  const connected = [...pids]
  gate.resolve(undefined)
  await Promise.all(taken.map(() => database.read(readPid)))
  expect([[...pids], lost]).toEqual([connected, []])
})

test('publish: once its lock is lost it changes nothing more', async () => {
  const { url, schema } = await newSchema()
  const publishing = await openPublishing({ url, schema })
  onTestFinished(() => publishing.close())
  const sql = postgres(url, { max: 1 })
  onTestFinished(() => sql.end())
  await expect(openPublishing({ url, schema })).rejects.toThrow('Another process publishes')
  await sql`SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND objid = hashtext(${schema})::oid`
  const other = await openPublishing({ url, schema })
  await expect(publishing.files()).rejects.toThrow('publish again')
  expect(await other.files()).toEqual([])
  await other.close()
})

test.each([
  ['postgres://u:p@h/d', { url: 'postgres://u:p@localhost/d?', host: ['h'], port: [5432] }],
  ['postgres://h:1,i/d?port=2,3', { host: ['h', 'i'], port: [1, 3] }],
  ['postgres://u@[::1]:5433/d', { host: ['::1'], port: [5433] }],
  ['postgres://u@[::1],h:6/d', { host: ['::1', 'h'], port: [5432, 6] }],
  ['postgres://%2Frun%2Fp:6/d', { path: '/run/p/.s.PGSQL.6' }],
  ['postgres:///d?host=/run/p&jit=', { url: 'postgres://localhost/d?jit=', path: '/run/p/.s.PGSQL.5432' }],
  ['postgres:///d', { url: 'postgres://localhost/d?' }],
  ['postgres://h/d?sslmode=verify-full&sslrootcert=LICENSE', { ssl: { ca: expect.any(Buffer) } }],
  [
    'postgres://h/d?sslmode=verify-ca&sslrootcert=LICENSE',
    { ssl: { ca: expect.any(Buffer), checkServerIdentity: expect.any(Function) } },
  ],
  ['postgres://h/d?sslmode=verify-full', { ssl: { checkServerIdentity: expect.any(Function) } }],
  [
    'postgres://h/d?sslmode=require&sslrootcert=system',
    { ssl: { checkServerIdentity: expect.any(Function) } },
  ],
])('%s is where', (address, way) => {
  expect(wayTo(address)).toMatchObject(way)
})

test.each([
  ['localhost', '127.0.0.1', undefined],
  ['h', 'h', 'does not contain a DNS name'],
  ['localhost', 'localhost', 'does not contain a DNS name'],
])('Node asks for %s of the certificate of %s', (name, host, fault) => {
  const { ssl } = wayTo(`postgres://${host}/d?sslmode=verify-full`)
  const certificate = { subject: {}, subjectaltname: 'IP Address:127.0.0.1' } as PeerCertificate
  const said = ssl?.checkServerIdentity?.(name, certificate)?.message
  if (fault === undefined) expect(said).toBeUndefined()
  else expect(said).toContain(fault)
})

/** A port where nothing listens, and one where a pooler is that does not say what it stands before, and loses each connection. */
const deadPort = 1
const portOfPooler = async (): Promise<number> => {
  const pooler = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1'))
      socket.once('data', () => socket.destroy())
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void pooler.close())
  await once(pooler, 'listening')
  const address = pooler.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const ends: [hosts: string, wanted: string, answer: string][] = [
  ['dead,living', 'any', '1'],
  ['dead,living', 'primary', '1'],
  ['dead,living', 'read-write', '1'],
  ['dead,living', 'prefer-standby', '1'],
  ['living', 'prefer-standby', '1'],
  ['living,living', 'standby', 'No host of the database is what its address wants: standby'],
  ['living', 'read-only', 'No host of the database is what its address wants: read-only'],
  ['dead,dead', 'any', 'ECONNREFUSED'],
  ['dead,living', 'standby', 'ECONNREFUSED'],
  ['pooler', 'primary', 'CONNECTION_CLOSED'],
  ['pooler,living', 'primary', '1'],
]

test.each(ends)('of the hosts %s one that is %s', async (names, wanted, expected) => {
  const url = new URL(await databaseUrl())
  const ports: Record<string, number> = {
    dead: deadPort,
    living: Number(url.port),
    pooler: await portOfPooler(),
  }
  const hosts = names.split(',').map((name) => `127.0.0.1:${ports[name]}`)
  const database = openDatabase({
    url: `postgres://${url.username}@${hosts.join(',')}${url.pathname}?target_session_attrs=${wanted}`,
    timeout: 20_000,
  })
  onTestFinished(() => database.close())
  const said = await database.ask('SELECT 1 AS one').then(
    ([row]) => String(row?.['one']),
    (error: unknown) => (error instanceof Unavailable ? error.message : error),
  )
  expect(said).toContain(expected)
})

test('a database that is not there, or refuses the connection, may answer later', async () => {
  const url = (await databaseUrl()).replace(/[^/]*$/, 'nowhere')
  const database = openDatabase({ url, timeout: 20_000 })
  onTestFinished(() => database.close())
  await expect(database.ask('SELECT 1')).rejects.toThrow(Unavailable)
})

test('an address that wants of its hosts what there is not is refused', () => {
  expect(() => wayTo('postgres://h/d?target_session_attrs=best')).toThrow('target_session_attrs is one of')
})

test('arrays are read and written as they are, without asking for their types', async () => {
  const database = openDatabase({ url: await databaseUrl(), timeout: 20_000 })
  onTestFinished(() => database.close())
  const texts = ['', 'a,b', '{"x": "y\\z"}', 'NULL', '"', '\n', 'مقال', null]
  const numbers = [0, -1.5, 1e21, Infinity, -Infinity]
  const [row] = await database.ask(
    'SELECT $1::text[] AS texts, $2::float8[] AS numbers, $3::bigint[] AS bigints, ARRAY[true, false, NULL] AS booleans',
    [texts, numbers, [1, 2 ** 53 - 1]],
  )
  expect(row).toEqual({ texts, numbers, bigints: [1, 2 ** 53 - 1], booleans: [true, false, null] })
  expect(await database.ask('SELECT $1::integer[] AS none', [[]])).toEqual([{ none: [] }])
})
