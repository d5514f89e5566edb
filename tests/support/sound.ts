import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { ProblemAnswer } from '../../src/article/answers.ts'
import { readConfig } from '../../src/config.ts'
import type { Library } from '../../src/library/library.ts'
import { knownHeaders } from './contract.ts'
import type { RawAnswer } from './raw.ts'

/** An app over a library, listening on a port of its own. */
export const listen = async (library: Library, settings: Record<string, string> = {}) => {
  const app = await buildApp({ library, config: readConfig(settings) })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { port, close: () => app.close() }
}

/** What an error could let out of the inside: a path, a stack, a name or version of what it runs on. */
const inside = /node_modules|node:|fastify|llhttp|HPE_|ERR_|FST_|\.[jt]s\b|\bat \w+ \(|\/work\/|\/src\//i

/** The body without its coding. */
export const decoded = ({ headers, body }: RawAnswer): Buffer => {
  const coding = headers['content-encoding']
  if (coding === 'br') return brotliDecompressSync(body)
  if (coding === 'gzip') return gunzipSync(body)
  expect(coding).toBeUndefined()
  return body
}

/** What the contract knows, and what is of CORS's own protocol. */
const documented = new Set([
  ...knownHeaders,
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
])

/** RFC 9110 §6.6.1, §8.6, §15.3.5. */
const expectSoundHead = ({ status, rawHeaders, headers }: RawAnswer): void => {
  expect(Math.abs(Date.parse(headers['date'] ?? '') - Date.now())).toBeLessThan(60_000)
  expect(headers).not.toHaveProperty('last-modified')
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['server']))
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-powered-by']))
  const unknown = Object.keys(headers).filter((name) => !documented.has(name))
  expect(unknown, 'headers that are not in the contract').toEqual([])
  expect(rawHeaders.map(([name]) => name.toLowerCase()).sort()).toEqual(Object.keys(headers).sort())
  if (status === 204 || status === 304) expect(headers).not.toHaveProperty('content-length')
  if (status !== 200 && status !== 304) expect(headers).not.toHaveProperty('etag')
  expect(headers['access-control-allow-origin']).toBe('*')
}

/** Every error is a problem of RFC 9457 that says nothing about the inside. */
export const expectProblem = (
  answer: RawAnswer,
  status: number | number[] = answer.status,
): ProblemAnswer => {
  expect([status].flat()).toContain(answer.status)
  expectSoundHead(answer)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': String(answer.body.length),
  })
  const problem = ProblemAnswer.strict().parse(JSON.parse(answer.body.toString()))
  expect(problem.status).toBe(answer.status)
  const { instance: _, ...said } = problem
  expect(JSON.stringify(said)).not.toMatch(inside)
  return problem
}

/** What every redirect is: one to another path of the same service, which no browser takes for another host. */
export const expectRedirect = (answer: RawAnswer): void => {
  expect(answer.status).toBe(308)
  expectSoundHead(answer)
  expect(answer.headers['location']).toMatch(
    /^\/(?:[\w\-.~!$&'()*+,;=:@?]|%[\da-f]{2})(?:[\w\-.~!$&'()*+,;=:@/?]|%[\da-f]{2})*$/i,
  )
  expect(answer.headers['content-length']).toBe('0')
  expect(answer.body).toHaveLength(0)
}

const readerTypes = ['text/html; charset=utf-8', 'text/markdown; charset=utf-8']

/** What an error to a reader is: the same problem in a form for people. */
export const expectReaderError = (answer: RawAnswer, status = answer.status): string => {
  expect(answer.status).toBe(status)
  expectSoundHead(answer)
  expect(readerTypes).toContain(answer.headers['content-type'])
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': String(answer.body.length),
  })
  const text = answer.body.toString()
  expect(text).toContain(String(status))
  expect(text).toContain('/search')
  expect(text).not.toMatch(/node_modules|llhttp|HPE_|ERR_|FST_|\bat \w+ \(/)
  return text
}

/** What every answer is: a 200 that can be read, a 204 or 304 with nothing, a redirect or a problem. */
export const expectSound = (answer: RawAnswer, isHead = false): void => {
  if (answer.status >= 400 && !isHead) {
    if (readerTypes.includes(answer.headers['content-type'] ?? '')) expectReaderError(answer)
    else expectProblem(answer)
    return
  }
  if (answer.status === 308) {
    expectRedirect(answer)
    return
  }
  expectSoundHead(answer)
  if (isHead || answer.status === 204 || answer.status === 304) {
    expect(answer.body).toHaveLength(0)
    return
  }
  expect(answer.status).toBe(200)
  const text = decoded(answer).toString()
  if (answer.headers['content-type']?.startsWith('application/json') === true) JSON.parse(text)
}

/** Headers that say when and over what an answer came, not what it is. */
const ofTheConnection = new Set(['date', 'connection', 'keep-alive'])

/** The headers that say what an answer is, less those named. */
export const headersOf = ({ headers }: RawAnswer, less: string[] = []): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !ofTheConnection.has(name) && !less.includes(name)),
  )

/** RFC 9110 §15.4.5: a 304 has these headers of the 200 no more, and all others. */
export const lostIn304 = ['content-length', 'content-type', 'content-encoding']
