import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../support/folder.ts'
import { folderOf, maqal, maqalServe } from '../support/process.ts'

const refused = async (argv: string[], env: Record<string, string> = {}) => {
  const { code, out, err } = await maqal(argv, { env })
  expect([code, out]).toEqual([1, ''])
  return err
}

test.each<[argv: string[], message: string]>([
  [
    ['serve', '--prot=1'],
    'maqal serve has no option --prot (did you mean --port?): its options are --port, --host, --outlet, --language, --strict, --help\n',
  ],
  [
    ['dev', '-p', '1'],
    'maqal dev has no option -p (did you mean --port?): its options are --port, --host, --outlet, --language, --strict, --help\n',
  ],
  [
    ['serve', '--constructor'],
    'maqal serve has no option --constructor: its options are --port, --host, --outlet, --language, --strict, --help\n',
  ],
  [
    ['check', '--jsn'],
    'maqal check has no option --jsn (did you mean --json?): its options are --json, --outlet, --language, --strict, --help\n',
  ],
  [['check', '--json=yes'], '--json takes no value\n'],
  [
    ['import', 'a.txt', '--oulet', 'O'],
    'maqal import has no option --oulet (did you mean --outlet?): its options are --outlet, --rubric, --title, --language, --id, --out, --format, --force, --dry-run, --help\n',
  ],
  [['import', 'a.txt', '--title'], '--title needs a value, as in --title=VALUE\n'],
  [['import', 'a.txt', '--title', '--force'], '--title needs a value, as in --title=VALUE\n'],
  [['import'], 'maqal import takes files, folders, or - for standard input\n'],
  [['openapi', '--json'], 'maqal openapi has no option --json: its only option is --help\n'],
  [['schema', '--json'], 'maqal schema has no option --json: its only option is --help\n'],
  [['schema', 'x'], 'maqal schema takes no arguments\n'],
  [['dev', 'a', 'b'], 'maqal dev takes one folder\n'],
  [['serve', '--port'], '--port needs a value, as in --port=VALUE\n'],
  [['serve', '--port='], '--port needs a value, as in --port=VALUE\n'],
  [['serve', '--port', '--host', 'localhost'], '--port needs a value, as in --port=VALUE\n'],
  [['dev', '--port', 'http'], '--port is "http"; allowed is a whole number from 0 to 65535\n'],
  [['serve', '--port', '70000'], '--port is "70000"; allowed is a whole number from 0 to 65535\n'],
  [['serve', '--port', '-1'], '--port is "-1"; allowed is a whole number from 0 to 65535\n'],
  [['serve', '--host', 'a b'], '--host is "a b"; allowed is a host name or address\n'],
])('maqal %j: one line that says what is wrong and what there is', async (argv, message) => {
  expect(await refused(argv)).toBe(message)
})

test('an option and a variable that are both bad are named as they were given', async () => {
  expect(await refused(['serve', '--port', 'x'], { LOG_LEVEL: 'loud', PORT: 'y' })).toMatch(
    /^--port is "x"; .*\nLOG_LEVEL is "loud"; /,
  )
})

test.each(['serve', 'dev'])('maqal %s --port --host go before the environment', async (command) => {
  const env = { PORT: 'taken by the option', HOST: 'no host' }
  const { url, port } = await maqalServe(['--port', '0', '--host=127.0.0.1'], { env }, command)
  expect(port).toBeGreaterThan(0)
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
})

test('a folder without articles: one line says what articles are', async () => {
  const cwd = folderOf({ 'articles/notes.txt': 'x' })
  const line = 'There is no article in articles: articles are .json and .md files'
  const checked = await maqal(['check', 'articles'], { cwd })
  expect(checked).toMatchObject({ code: 0, out: expect.stringContaining(line) as string, err: '' })
  for (const command of ['serve', 'dev']) {
    const { out } = await maqalServe(['articles'], { cwd }, command)
    await until(() => out().includes(line))
  }
})

const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }
const oldest = Number(engines.node.replace('>=', ''))

/** Starts maqal on a Node that says it is of another version. */
const startOn = (version: string, ...argv: string[]) => {
  const disguise = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`
  const preload = `data:text/javascript,${encodeURIComponent(disguise)}`
  return spawnSync(process.execPath, ['--import', preload, resolve('src/start.js'), ...argv], {
    encoding: 'utf8',
  })
}

test.each(['18.20.8', '20.20.2', `${oldest - 1}.11.0`])(
  'Node %s is told that it is too old, in one line',
  (version) => {
    const { status, stdout, stderr } = startOn(version, '--version')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      new RegExp(`^maqal needs Node ${oldest} or newer; this is ${version}\\. [^\\n]+\\n$`),
    )
  },
)

test.each([`${oldest}.0.0`, `${oldest + 2}.1.0`, '100.0.0'])('Node %s is new enough', (version) => {
  expect(startOn(version, '--version')).toMatchObject({ status: 0, stderr: '' })
})

test('start.js is read by any Node: no import is resolved before its version is known', () => {
  const text = readFileSync('src/start.js', 'utf8')
  expect(text).not.toMatch(/^import\b/m)
  const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
    .scripts
  expect(scripts['example:reader']).toBe('node examples/reader/serve.ts')
})
