import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** What a program prints; throws what it prints where it fails. `path` is looked in first. */
export const run = (program: string, argv: string[], cwd: string, path = ''): string => {
  const env = { ...process.env, PATH: `${path}:${process.env['PATH'] ?? ''}` }
  const { status, stdout, stderr } = spawnSync(program, argv, { cwd, encoding: 'utf8', env })
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')}: ${status}\n${stdout}${stderr}`)
  return stdout
}

/** The folder of the tools of others, which are installed where they are not yet as the lock file says. */
export const installTools = (): string => {
  const tools = resolve('tests/long/tools')
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map(
    (file) => `${tools}/${file}`,
  )
  const isInstalled =
    existsSync(installed ?? '') && statSync(installed ?? '').mtimeMs >= statSync(wanted ?? '').mtimeMs
  if (!isInstalled) run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], tools)
  return tools
}

/** Runs one of the tools under this Node. */
export const runTool = (tools: string, name: string, argv: string[], cwd: string): string =>
  run(`${tools}/node_modules/.bin/${name}`, argv, cwd, dirname(process.execPath))
