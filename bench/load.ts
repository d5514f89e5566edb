/** Load on one address from 32 connections that are kept open, each asking again when it is answered. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { installed } from './machine.ts'

/** Latencies in milliseconds. A failure is an answer of 400 or more, or none. */
export type Load = { requests: number; seconds: number; p50: number; p99: number; failures: number }

export type Target = { url: string; headers: Record<string, string>; seconds: number }

export type Loader = { name: string; load: (target: Target) => Promise<Load> }

const connections = 32

/** Resolves with what the program prints; it is ended if this process ends first. */
const run = async (program: string, argv: string[]): Promise<string> => {
  const running = promisify(execFile)(program, argv, { maxBuffer: 1e7 })
  const end = () => running.child.kill('SIGKILL')
  process.on('exit', end)
  try {
    return (await running).stdout
  } finally {
    process.off('exit', end)
  }
}

const headerArguments = (headers: Record<string, string>, spell: (name: string, value: string) => string) =>
  Object.entries(headers).flatMap(([name, value]) => ['-H', spell(name, value)])

/** It costs the least, so that the load's CPU is not what is measured. */
const wrk: Loader = {
  name: 'wrk',
  async load({ url, headers, seconds }) {
    const fields = headerArguments(headers, (name, value) => `${name}: ${value}`)
    const script = new URL('wrk.lua', import.meta.url).pathname
    const output = await run('wrk', [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '-s',
      script,
      ...fields,
      url,
    ])
    return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Load
  },
}

type AutocannonResult = {
  requests: { total: number }
  latency: { p50: number; p99: number }
  duration: number
  errors: number
  '4xx': number
  '5xx': number
}

const autocannon: Loader = {
  name: 'autocannon',
  async load({ url, headers, seconds }) {
    const fields = headerArguments(headers, (name, value) => `${name}=${value}`)
    const script = new URL('node_modules/autocannon/autocannon.js', import.meta.url).pathname
    const argv = [script, '-j', '-c', String(connections), '-d', String(seconds), ...fields, url]
    const result = JSON.parse(await run(process.execPath, argv)) as AutocannonResult
    const { requests, latency, duration } = result
    const failures = result.errors + result['4xx'] + result['5xx']
    return { requests: requests.total, seconds: duration, p50: latency.p50, p99: latency.p99, failures }
  },
}

/** wrk where it is installed, else autocannon. */
export const chooseLoader = (): Loader => (installed('wrk') === undefined ? autocannon : wrk)
