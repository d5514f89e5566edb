/** Asks a list of addresses, from several connections that are kept open, and measures the server. */
import { connect } from 'node:net'
import { cpuMicroseconds } from './children.ts'

/** Milliseconds for p50 and p99; `cpu` is microseconds of the server for each request. */
export type Sequence = { rate: number; p50: number; p99: number; cpu: number; failures: number }

type Asked = { port: number; pid: number; paths: readonly string[]; coding: string; connections?: number }

const headEnd = '\r\n\r\n'

/** The bytes of the first answer; undefined while it is not whole. */
const lengthOf = (received: Buffer): number | undefined => {
  const end = received.indexOf(headEnd)
  if (end < 0) return undefined
  const length = Number(/^content-length: (\d+)/im.exec(received.toString('latin1', 0, end))?.[1] ?? 0)
  const whole = end + headEnd.length + length
  return received.length >= whole ? whole : undefined
}

const askFrom = (port: number, next: () => string | undefined, done: (ms: number, isGood: boolean) => void) =>
  new Promise<void>((ended, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let received = Buffer.alloc(0)
    let started = 0
    const send = (): void => {
      const text = next()
      if (text === undefined) return void socket.end()
      started = performance.now()
      socket.write(text)
    }
    socket.on('connect', send)
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      if (lengthOf(received) === undefined) return
      done(performance.now() - started, received.toString('latin1', 9, 12) === '200')
      received = Buffer.alloc(0)
      send()
    })
    socket.on('error', failed)
    socket.on('close', () => ended())
  })

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** Asks each address once, in order; the connections take turns. */
export const askAll = async ({ port, pid, paths, coding, connections = 32 }: Asked): Promise<Sequence> => {
  const times: number[] = []
  let at = 0
  let failures = 0
  const next = () => {
    const path = paths[at]
    at += 1
    return path && `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${coding}\r\n\r\n`
  }
  const done = (ms: number, isGood: boolean) => {
    times.push(ms)
    if (!isGood) failures += 1
  }
  const before = cpuMicroseconds(pid) ?? Number.NaN
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, () => askFrom(port, next, done)))
  const seconds = (performance.now() - started) / 1000
  const cpu = ((cpuMicroseconds(pid) ?? Number.NaN) - before) / times.length
  const sorted = Float64Array.from(times).sort()
  return {
    rate: times.length / seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    cpu,
    failures,
  }
}
