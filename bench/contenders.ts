/** What is measured. A row here is a row of the table and a bar of the chart. */
import { join } from 'node:path'
import { type Answer, header } from './ask.ts'
import type { Command } from './children.ts'
import { installed } from './machine.ts'
import { type Stage, writeNginxConf } from './stage.ts'

export type Contender = {
  /** For `--only`. */
  name: string
  title: string
  /** Undefined where this machine does not have the program. */
  command: (port: number, stage: Stage) => Command | undefined
  path: string
  /** What is asked with, made from maqal's answer to a plain GET of the article. */
  headers?: (article: Answer) => Record<string, string>
  /** What must come back, or the row is left out. */
  expect: { status: number; coding?: string; type?: string }
}

export const articlePath = '/articles/qatar-irgc-normalisation'

const ok = { status: 200 }

export const maqal = (port: number): Command => ({
  argv: [process.execPath, 'src/start.js', 'serve'],
  env: { HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn' },
})

export const raw = (port: number, { headers, body }: Stage): Command => ({
  argv: [process.execPath, 'bench/servers/raw.ts', String(port), headers, body],
})

const fastify = (port: number, { article, body }: Stage): Command => ({
  argv: [
    process.execPath,
    'bench/servers/fastify.ts',
    String(port),
    articlePath,
    header(article, 'content-type') ?? '',
    body,
  ],
})

/** The article is given to both as maqal answers it; neither logs, and neither looks for files at each request. */
const jsonServer =
  (bin: string, ...options: string[]) =>
  (port: number, { folder, database }: Stage): Command => ({
    argv: [
      process.execPath,
      join(import.meta.dirname, 'node_modules', bin),
      database,
      `--port=${port}`,
      ...options,
    ],
    env: { NODE_ENV: 'production' },
    cwd: folder,
  })

const jsonServer0 = jsonServer('json-server-0/lib/cli/bin.js', '--host=127.0.0.1', '--quiet')

const jsonServer1 = jsonServer('json-server-1/lib/bin.js')

const nginx = (port: number, stage: Stage): Command | undefined => {
  const program = installed('nginx')
  if (program === undefined) return undefined
  return { argv: [program, '-p', stage.folder, '-c', writeNginxConf(port, stage), '-e', 'stderr'] }
}

const ifNoneMatch = (article: Answer) => ({ 'if-none-match': header(article, 'etag') ?? '"none"' })

// oxfmt-ignore
export const contenders: readonly Contender[] = [
  { name: 'raw', title: 'node:http, the same bytes and headers', command: raw, path: articlePath, expect: ok },
  { name: 'fastify', title: 'Fastify alone, a constant Buffer', command: fastify, path: articlePath, expect: ok },
  { name: 'maqal', title: 'maqal, an article', command: maqal, path: articlePath, expect: ok },
  { name: 'section', title: 'maqal, a section', command: maqal, path: `${articlePath}/sections/secret-visit`, expect: ok },
  { name: '304', title: 'maqal, an article not modified (304)', command: maqal, path: articlePath, headers: ifNoneMatch, expect: { status: 304 } },
  { name: 'br', title: 'maqal, an article in Brotli', command: maqal, path: articlePath, headers: () => ({ 'accept-encoding': 'br' }), expect: { status: 200, coding: 'br' } },
  { name: 'html', title: 'maqal, an article as a page', command: maqal, path: articlePath, headers: () => ({ accept: 'text/html' }), expect: { status: 200, type: 'text/html' } },
  { name: 'json-server-0', title: 'json-server 0.17.4', command: jsonServer0, path: articlePath, expect: ok },
  { name: 'json-server-1', title: 'json-server 1.0.0-beta.15', command: jsonServer1, path: articlePath, expect: ok },
  { name: 'nginx', title: 'nginx, the same bytes as a file', command: nginx, path: articlePath, expect: ok },
]
