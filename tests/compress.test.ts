import fastify from 'fastify'
import { availableParallelism } from 'node:os'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createCache } from '../src/http/cache.ts'
import { type Compressed, type Compressor, createCompressor } from '../src/http/compress.ts'
import { makeVariant, representationOf } from '../src/http/representation.ts'
import { createResponder } from '../src/http/respond.ts'

const made = (body: string) =>
  representationOf({
    format: 'text',
    headers: ['vary', 'Accept-Encoding'],
    contentType: 'text/plain',
    body,
    isKept: true,
    isCompressed: false,
    article: null,
  })

/** A work that ends when it is told to, and how many of it run. */
const createWork = () => {
  const running: { bytes: Buffer; end: (result: Buffer | Error) => void }[] = []
  const work = (bytes: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      running.push({ bytes, end: (result) => (result instanceof Error ? reject(result) : resolve(result)) })
    })
  /** Ends the one that began first, when the others have had their turn. */
  const endFirst = async (result: Buffer | Error = Buffer.from('small')): Promise<void> => {
    running.shift()?.end(result)
    await new Promise(setImmediate)
  }
  return { work, running, endFirst }
}

test('as many run at once as were asked for, in order, and a failed one makes room too', async () => {
  const { work, running, endFirst } = createWork()
  const { compress } = createCompressor({ most: 2, work })
  const all = Array.from({ length: 5 }, (_, index) => compress(Buffer.from(`${index}`), 'br'))
  const names = () => running.map(({ bytes }) => bytes.toString())
  const ended = Promise.allSettled(all)
  await new Promise(setImmediate)
  expect(names()).toEqual(['0', '1'])
  await endFirst(new Error('no memory'))
  expect(names()).toEqual(['1', '2'])
  for (let index = 0; index < 4; index += 1) await endFirst()
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', ...Array(4).fill('fulfilled')])
  await new Promise(setImmediate)
  void compress(Buffer.from('after'), 'gzip')
  await new Promise(setImmediate)
  expect(names()).toEqual(['after'])
})

test('it runs as many as there are cores', async () => {
  const { work, running } = createWork()
  const { compress } = createCompressor({ work })
  for (let index = 0; index < 100; index += 1) void compress(Buffer.from('x'), 'gzip')
  await new Promise(setImmediate)
  expect(running.length).toBe(availableParallelism())
})

test('it is busy while much waits', async () => {
  const { work, endFirst } = createWork()
  const { compress, isBusy } = createCompressor({ most: 1, work })
  for (let index = 0; index < 4; index += 1) void compress(Buffer.alloc(400_000), 'br')
  expect(isBusy()).toBe(true)
  await endFirst()
  await endFirst()
  expect(isBusy()).toBe(false)
})

test.each<[Compressed, number]>(
  (['br', 'gzip'] as const).flatMap((coding) =>
    [1024, 1025, 16_122, 16_123, 65_536, 3_000_000].map((length): [Compressed, number] => [coding, length]),
  ),
)('%s of %i bytes is the same bytes', async (coding, length) => {
  const bytes = Buffer.from('مقال كتاب '.repeat(length)).subarray(0, length)
  const coded = await createCompressor().compress(bytes, coding)
  expect(coding === 'br' ? brotliDecompressSync(coded) : gunzipSync(coded)).toEqual(bytes)
})

test('a variant is made once for all who wait for it', async () => {
  let count = 0
  const compress: Compressor['compress'] = async () => Buffer.from(`coded ${(count += 1)}`)
  const representation = made('x')
  const compressor = { compress, isBusy: () => false }
  const variants = await Promise.all([1, 2, 3].map(() => makeVariant(representation, 'br', compressor)))
  expect([new Set(variants).size, count]).toEqual([1, 1])
  expect(representation.coded.br).toBe(variants[0])
})

test('a coding that failed is made again', async () => {
  let count = 0
  const compress: Compressor['compress'] = async () => {
    count += 1
    if (count === 1) throw new Error('no memory')
    return Buffer.from('coded')
  }
  const representation = made('x')
  const compressor = { compress, isBusy: () => false }
  const first = [1, 2].map(() => makeVariant(representation, 'gzip', compressor))
  expect((await Promise.allSettled(first)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect((await makeVariant(representation, 'gzip', compressor)).bytes.toString()).toBe('coded')
})

/** A server of one representation, which answers with what the compressor makes. */
const serveWith = async (compressor: Compressor) => {
  const app = fastify()
  const { respond } = createResponder({ cache: createCache(1_000_000), compressor, origins: ['*'] })
  const representation = made('text '.repeat(1000))
  const answer = { made: representation, headers: [], vary: 'Accept-Encoding', kept: undefined }
  app.get('/', (request, reply) => respond(request, reply, answer))
  onTestFinished(() => app.close())
  const ask = async (headers: Record<string, string>) => {
    const response = await app.inject({ url: '/', headers })
    const { 'content-encoding': coding = 'identity', etag, vary } = response.headers
    return { status: response.statusCode, coding, etag: String(etag), vary }
  }
  return { ask, tag: representation.identity.etag }
}

const codedTag = (tag: string, coding: Compressed): string => `${tag.slice(0, -1)}-${coding}"`

test('while too much waits, the identity is sent to those who accept it; the others wait', async () => {
  const { compress } = createCompressor()
  let isBusy = true
  const { ask, tag } = await serveWith({ compress, isBusy: () => isBusy })
  const plain = { status: 200, coding: 'identity', etag: tag, vary: 'Accept-Encoding' }
  expect(await ask({ 'accept-encoding': 'gzip, br' })).toEqual(plain)
  expect(await ask({ 'accept-encoding': 'br', 'if-none-match': tag })).toMatchObject({
    status: 304,
    etag: tag,
  })
  const coded = { status: 200, coding: 'br', etag: codedTag(tag, 'br') }
  expect(await ask({ 'accept-encoding': 'br, identity;q=0' })).toMatchObject(coded)
  expect(await ask({ 'accept-encoding': 'br, *;q=0' })).toMatchObject(coded)
  expect(await ask({ 'accept-encoding': 'br' })).toMatchObject(coded)
  expect(await ask({ 'accept-encoding': 'gzip' })).toEqual(plain)
  isBusy = false
  expect(await ask({ 'accept-encoding': 'gzip' })).toMatchObject({
    coding: 'gzip',
    etag: codedTag(tag, 'gzip'),
  })
})

test('a coding that fails is sent as the identity, or refused to those who refuse that', async () => {
  const { ask, tag } = await serveWith({
    compress: () => Promise.reject(new Error('no memory')),
    isBusy: () => false,
  })
  expect(await ask({ 'accept-encoding': 'br' })).toMatchObject({ status: 200, coding: 'identity', etag: tag })
  expect(await ask({ 'accept-encoding': 'br, identity;q=0' })).toMatchObject({ status: 500 })
})

test('nothing is compressed for a 304', async () => {
  const { ask, tag } = await serveWith({
    compress: () => Promise.reject(new Error('not asked for')),
    isBusy: () => false,
  })
  for (const coding of ['br', 'gzip'] as const) {
    const etag = codedTag(tag, coding)
    const answer = await ask({ 'accept-encoding': `${coding}, identity;q=0`, 'if-none-match': etag })
    expect(answer).toMatchObject({ status: 304, etag, vary: 'Accept-Encoding' })
  }
})
