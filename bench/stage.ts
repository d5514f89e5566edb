/** What the contenders serve, in files: maqal's answer, taken from its wire. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Answer } from './ask.ts'

export type Stage = { folder: string; article: Answer; headers: string; body: string; database: string }

/** What a server says of itself at the moment of sending: each contender sends its own. */
const ofTheMoment = new Set(['date', 'connection', 'keep-alive'])

const pairsOf = ({ headers }: Answer): [string, string][] =>
  Array.from({ length: headers.length / 2 }, (_, index): [string, string] => [
    headers[2 * index] ?? '',
    headers[2 * index + 1] ?? '',
  ]).filter(([name]) => !ofTheMoment.has(name.toLowerCase()))

const write = (file: string, content: string | Buffer): string => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** Writes the files to `folder`; `path` is the article's, and its address at every contender. */
export const setStage = (folder: string, path: string, article: Answer): Stage => {
  const collection = JSON.stringify(path.split('/')[1])
  mkdirSync(join(folder, 'public')) // json-server 1 does not start in production without it.
  return {
    folder,
    article,
    headers: write(join(folder, 'headers.json'), JSON.stringify(pairsOf(article).flat())),
    body: write(join(folder, path), article.body),
    database: write(join(folder, 'db.json'), `{${collection}:[${article.body.toString()}]}`),
  }
}

/** nginx writes these two itself; everything else is added. */
const ofNginx = new Set(['content-length', 'content-type'])

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`

/** nginx at its best: one worker, no log, the file kept open, never a connection closed for its age. */
const nginxConf = (port: number, { folder, article }: Stage): string => {
  const pairs = pairsOf(article)
  const type = pairs.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'text/plain'
  const added = pairs.filter(([name]) => !ofNginx.has(name.toLowerCase()))
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr crit;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_requests 1000000000;
  server_tokens off; etag off; max_ranges 0; types { } default_type ${quoted(type)};
  server {
    listen 127.0.0.1:${port}; root ${folder};
    ${added.map(([name, value]) => `add_header ${name} ${quoted(value)};`).join('\n    ')}
  }
}
`
}

/** Writes nginx's configuration, and returns its path. */
export const writeNginxConf = (port: number, stage: Stage): string =>
  write(join(stage.folder, 'nginx.conf'), nginxConf(port, stage))
