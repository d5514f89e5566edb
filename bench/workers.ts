/** Measures two processes beside one, and nginx in front of an export: `npm run bench:workers -- --help`. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ask, firstAnswer, freePort, header } from './ask.ts'
import { type Children, type Command, keepChildren, type Server } from './children.ts'
import { articlePath, maqal } from './contenders.ts'
import { describeMachine, installed } from './machine.ts'
import { number, table } from './report.ts'
import { say } from './rounds.ts'
import { askAll, type Sequence } from './sequence.ts'
import { runMain } from './main.ts'

const help = `npm run bench:workers -- [--rounds N] [--requests N] [--nginx PROGRAM]

  --rounds    how often each is asked (7)
  --requests  how many requests a round has (20000)
  --nginx     the nginx to put in front of an export; it needs its module gzip_static

Writes bench/workers.md with the default rounds and requests, else it only prints.
`

const root = join(import.meta.dirname, '..')

const withWorkers = (workers: number) => (port: number) => {
  const command = maqal(port)
  return { ...command, env: { ...command.env, WORKERS: String(workers) } }
}

/** nginx with so many workers, and what an export says to it. */
const nginxBefore =
  (program: string, home: string) =>
  (port: number): Command => {
    const site = join(home, 'site')
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    const config = join(home, 'nginx.conf')
    writeFileSync(
      config,
      `daemon off; worker_processes 1; pid ${home}/pid; error_log stderr crit; user root;
      events { worker_connections 1024; }
      http {
        ${temporary.map((name) => `${name}_temp_path ${home}/${name};`).join(' ')}
        access_log off; sendfile on; tcp_nopush on; open_file_cache max=1000; keepalive_requests 1000000000;
        include ${site}/.nginx/maps.conf;
        server { listen 127.0.0.1:${port}; root ${site}; include ${site}/.nginx/server.conf; }
      }`,
    )
    return { argv: [program, '-p', home, '-c', config, '-e', 'stderr'] }
  }

type Row = { title: string; coding: string; server: Server; port: number; samples: Sequence[] }

const start = async (
  children: Children,
  title: string,
  { command, coding }: { command: (port: number) => Command; coding: string },
): Promise<Row> => {
  const port = await freePort()
  const server = children.start(command(port))
  const url = `http://127.0.0.1:${port}${articlePath}`
  await firstAnswer(server, url)
  const given = header(await ask(url, { 'accept-encoding': coding }), 'content-encoding') ?? 'identity'
  if (given !== coding) throw new Error(`${title} answers in the coding ${given}, not ${coding}`)
  return { title, coding, server, port, samples: [] }
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

const measure = async (rounds: number, requests: number, program: string | undefined) => {
  const home = mkdtempSync(join(tmpdir(), 'maqal-bench-'))
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  const children = keepChildren([], root)
  const rows: Row[] = []
  for (const workers of [1, 2])
    for (const coding of ['identity', 'gzip'])
      rows.push(
        await start(children, `maqal, WORKERS=${workers}, ${coding}`, {
          command: withWorkers(workers),
          coding,
        }),
      )
  if (program !== undefined) {
    execFileSync(process.execPath, ['src/start.js', 'export', '--out', join(home, 'site')], { cwd: root })
    for (const coding of ['identity', 'gzip'])
      rows.push(
        await start(children, `nginx, an export, ${coding}`, { command: nginxBefore(program, home), coding }),
      )
  }
  const paths = Array.from({ length: requests }, () => articlePath)
  for (let round = -1; round < rounds; round += 1)
    for (const { port, server, coding, samples } of round % 2 === 0 ? rows : rows.toReversed()) {
      const taken = await askAll({ port, pid: server.pid, paths, coding })
      if (taken.failures > 0) throw new Error(`${taken.failures} requests failed`)
      // In the first round code is compiled.
      if (round >= 0) samples.push(taken)
    }
  for (const { server } of rows) await children.end(server)
  return rows
}

const main = async () => {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      requests: { type: 'string', default: '20000' },
      nginx: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return say(help)
  const [rounds, requests] = [Number(values.rounds), Number(values.requests)]
  const rows = await measure(rounds, requests, values.nginx ?? installed('nginx'))
  const about = `${new Date().toISOString().slice(0, 10)}, ${describeMachine()}, load ${loadavg()[0]?.toFixed(1)}. The sample article ${requests} times from 32 connections, ${rounds} rounds in turn, medians, in brackets the ratio to one process in the same coding. The load runs on the same cores, so CPU for each request says more than requests per second.`
  const lines = rows.map(({ title, coding, samples }) => {
    const base = rows.find((row) => row.coding === coding)?.samples ?? []
    const figure = (key: 'rate' | 'p50' | 'p99' | 'cpu') => {
      const ratios = samples.map((sample, index) => sample[key] / (base[index]?.[key] ?? Number.NaN))
      return `${number(median(samples.map((sample) => sample[key])))} (${median(ratios).toFixed(2)})`
    }
    return [title, figure('rate'), figure('p50'), figure('p99'), figure('cpu')]
  })
  const text = `${about}\n\n${table([['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request'], ...lines]).join('\n')}\n`
  say(`\n${text}`)
  const isUsual = values.rounds === '7' && values.requests === '20000' && rows.length > 4
  if (isUsual) writeFileSync(join(import.meta.dirname, 'workers.md'), text)
}

await runMain(main)
