import type { ChildProcess } from 'node:child_process'
import { symlinkSync, truncateSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Document } from '../support/contract.ts'
import { articleText, save, until } from '../support/folder.ts'
import { folderOf, maqal, maqalInTerminal, maqalServe } from '../support/process.ts'

const article = (id: string) =>
  JSON.stringify({ id, title: 'T', outlet: 'O', language: 'en', sections: [{ paragraphs: ['x'] }] })

test('maqal serve answers, says where it listens, what it holds and what to try', async () => {
  const server = await maqalServe()
  expect((await fetch(`${server.url}/articles`)).status).toBe(200)
  expect(JSON.parse(server.out().split('\n').at(-2) ?? '')).toMatchObject({
    msg: 'listening',
    articles: 1,
    try: [
      `curl ${server.url}/articles`,
      `curl ${server.url}/articles/qatar-irgc-normalisation`,
      `curl ${server.url}/articles/qatar-irgc-normalisation/sections/secret-visit`,
    ],
  })
})

test('the OpenAPI document names the port that a server got, and `maqal openapi` prints the same', async () => {
  const { url, port } = await maqalServe()
  const text = await (await fetch(`${url}/openapi.json`)).text()
  const { servers } = JSON.parse(text) as Document
  expect(servers).toEqual([{ url }])
  expect(await maqal(['openapi'], { env: { PORT: String(port) } })).toMatchObject({ code: 0, out: text })
})

test('maqal serve --strict with a refused file stops with exit 1, every fault named', async () => {
  const files = { 'a.json': '{', 'b.json': article('b'), 'c.json': '{ "title": 1 }' }
  const { code, err } = await maqal(['serve', '.', '--strict'], { cwd: folderOf(files) })
  expect(code).toBe(1)
  expect(err).toMatch(/^a\.json:1:2 {2}is not JSON/m)
  expect(err).toMatch(/^c\.json:1:3 {2}title {2}is number {2}write a string$/m)
  expect(err).toMatch(/is not served: mend the above and start again\n$/)
})

test('.env is read where it lies, and the environment goes before it', async () => {
  const cwd = folderOf({
    '.env': 'DATA_DIR=texts\nCACHE_CONTROL=no-cache\nLOG_LEVEL=info\n',
    'texts/a.json': article('a'),
  })
  const server = await maqalServe([], { cwd, env: { CACHE_CONTROL: 'private' } })
  const answer = await fetch(`${server.url}/articles/a`)
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private'])
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s: a request in flight is finished, exit 0, a keep-alive client connected',
  async (signal) => {
    const server = await maqalServe()
    const socket = connect(server.port, 'localhost')
    let received = ''
    socket.on('data', (chunk) => (received += String(chunk)))
    const answers = () => received.split('HTTP/1.1 200').length - 1
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until(() => answers() === 1)
    socket.write('GET /articles HTTP/1.1\r\nHost: localhost\r\n')
    await (await fetch(server.url)).text()
    server.kill(signal)
    await until(() => server.out().includes(`${signal}: stopping`))
    socket.write('\r\n')
    expect(await server.exited).toBe(0)
    expect(answers()).toBe(2)
    expect(received).toMatch(/connection: close/i)
  },
)

test.each([
  [{ PORT: 'http' }, 'PORT is "http"; allowed is a whole number from 0 to 65535\n'],
  [{ PORT: '70000' }, 'PORT is "70000"; allowed is a whole number from 0 to 65535\n'],
  [{ HOST: 'a b' }, 'HOST is "a b"; allowed is a host name or address\n'],
  [
    { PUBLIC_URL: 'example.org' },
    'PUBLIC_URL is "example.org"; allowed is an http or https address without query, fragment or user\n',
  ],
  [
    { CORS_ORIGINS: 'example.org' },
    'CORS_ORIGINS is "example.org"; allowed is origins such as https://example.org, with commas between, or *\n',
  ],
  [{ CACHE_CONTROL: 'é' }, 'CACHE_CONTROL is "é"; allowed is a Cache-Control value in ASCII\n'],
  [
    { LOG_LEVEL: 'loud', PORT: '-1' },
    'PORT is "-1"; allowed is a whole number from 0 to 65535\nLOG_LEVEL is "loud"; allowed is one of fatal, error, warn, info, debug, trace, silent\n',
  ],
  [
    { DATA_DIR: '/nowhere' },
    'There is no folder /nowhere: name the folder of articles with DATA_DIR or as the argument\n',
  ],
])('maqal serve with %j stops with exit 1 and says so', async (env, message) => {
  expect(await maqal(['serve'], { env })).toEqual({ code: 1, out: '', err: message })
})

test('a port that is taken: one clear line, exit 1', async () => {
  const other = createServer().listen(0, 'localhost')
  await new Promise((listening) => other.on('listening', listening))
  const { port } = other.address() as { port: number }
  const { code, err } = await maqal(['serve'], { env: { PORT: String(port), LOG_LEVEL: 'silent' } })
  other.close()
  expect([code, err]).toEqual([
    1,
    `Port ${port} is taken on localhost: stop what listens there, or set PORT\n`,
  ])
})

test.each([
  [['--help'], 0, /Usage: maqal COMMAND[^]*serve {4}serve a folder/],
  [[], 0, /Usage: maqal COMMAND/],
  [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  [['serve', '--help'], 0, /maqal serve \[FOLDER\][^]*PORT[^]*LOG_LEVEL/],
  [['serv'], 1, /There is no command serv \(did you mean serve\?\)/],
  [['serve', '--prot=1'], 1, /^maqal serve has no option --prot \(did you mean --port\?\): its options are/],
  [['serve', 'a', 'b'], 1, /takes one folder/],
])('maqal %j exits with %i', async (argv, code, message) => {
  const run = await maqal(argv)
  expect(run.code).toBe(code)
  expect(run.out + run.err).toMatch(message)
})

test('SIGHUP while the folder is read does not end the process, and is a look when it is', async () => {
  const names = Array.from({ length: 1500 }, (_, number) => `a${number}.json`)
  const folder = folderOf(Object.fromEntries(names.map((name) => [name, articleText(name)])))
  const index = join(folderOf({}), 'index.db')
  const env = { INDEX_FILE: index, POLL_INTERVAL: '0' }
  const first = await maqalServe([folder], { env })
  first.kill('SIGTERM')
  await first.exited
  truncateSync(index, 5000)
  /** A damaged index is told of when the folder begins to be read. */
  const onError = (child: ChildProcess) => {
    child.kill('SIGHUP')
    save(folder, 'a0.json', articleText('changed'))
  }
  const server = await maqalServe([folder], { env, onError })
  expect(server.out()).toContain('is damaged')
  const title = async () => (await fetch(`${server.url}/articles/a0.json?fields=title`)).text()
  await until(async () => (await title()).includes('changed'))
}, 60_000)

const isListening = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

test('when its terminal is closed the process ends, and its port is free', async () => {
  const terminal = maqalInTerminal(['serve', folderOf({ 'a.json': article('a') })], { env: { PORT: '0' } })
  await until(() => terminal.out().includes('curl http'))
  const url = /curl (http:\S+)/.exec(terminal.out())?.[1] ?? ''
  expect(await isListening(url)).toBe(true)
  terminal.close()
  await until(async () => !(await isListening(url)))
}, 60_000)

test('what is in the folder and not served is told at the start', async () => {
  const files = { 'a.json': article('a'), 'b.png': '', 'c.PNG': '', LICENSE: '', '.d.json': '{' }
  expect((await maqalServe([folderOf(files)])).out()).toContain(
    '"msg":"passed over, as files of other types: 2 .png, 1 without extension"',
  )
  const empty = await maqalServe([folderOf({ '.d.json': '{' })])
  expect(empty.out()).toMatch(
    /"level":40.*"msg":"There is no article in .*: articles are \.json and \.md files/,
  )
})

test('a folder that is a broken link, or a file, is said to be one', async () => {
  const cwd = folderOf({ 'a.txt': '' })
  symlinkSync('r1', join(cwd, 'current'))
  expect((await maqal(['serve', 'current'], { cwd })).err).toBe(
    'current is a link to r1, which does not exist: put it there, or remove the link\n',
  )
  expect((await maqal(['check', 'a.txt'], { cwd })).err).toBe('a.txt is a file, not a folder\n')
})
