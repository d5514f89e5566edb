import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { check } from '../../src/commands/check.ts'
import { type Command, UserError } from '../../src/commands/command.ts'
import { exportCommand } from '../../src/commands/export.ts'
import { importCommand } from '../../src/commands/import.ts'
import { openapi } from '../../src/commands/openapi.ts'

const main = resolve('src/start.js')

/** A temporary folder with these files in it. */
export const folderOf = (files: Record<string, string | Buffer>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'maqal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

type Run = {
  cwd?: string
  env?: Record<string, string>
  /** Called with the process when it writes to standard error. */
  onError?: (child: ChildProcess) => void
}

const start = (argv: string[], { cwd = process.cwd(), env = {} }: Run) => {
  const { PATH = '', HOME = '' } = process.env
  return spawn(process.execPath, [main, ...argv], { cwd, env: { PATH, HOME, ...env } })
}

/** Runs `maqal` to its end. */
export const maqal = (
  argv: string[],
  run: Run = {},
): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((done) => {
    const child = start(argv, run)
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    child.stderr.on('data', (chunk) => (err += String(chunk)))
    child.on('close', (code) => done({ code, out, err }))
  })

/** Runs a command to its end in this process, which saves the start of one. */
const runHere = async (
  command: Command,
  argv: string[],
  { cwd = process.cwd(), env = {} }: Pick<Run, 'cwd' | 'env'> = {},
): Promise<{ code: number; out: string; err: string }> => {
  const back = process.cwd()
  let out = ''
  let err = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  const writeError = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text)
    return true
  })
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  process.chdir(cwd)
  try {
    const code = await command.run(argv)
    return { code, out, err }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { code: 1, out, err: `${err}${error.message}\n` }
  } finally {
    process.chdir(back)
    vi.unstubAllEnvs()
    write.mockRestore()
    writeError.mockRestore()
  }
}

/** Runs `maqal import` in this process: for tables of documents. */
export const maqalImport = (argv: string[], run: Pick<Run, 'cwd'> = {}) => runHere(importCommand, argv, run)

/** Runs `maqal check` in this process. */
export const maqalCheck = (argv: string[], run: Pick<Run, 'cwd'> = {}) => runHere(check, argv, run)

/** Runs `maqal openapi` in this process. */
export const maqalOpenapi = (argv: string[], run: Pick<Run, 'env'> = {}) => runHere(openapi, argv, run)

const withoutUrl = /^Absolute links begin .+ set PUBLIC_URL .+\n/

/** Runs `maqal export` in this process; `err` is without the note that there is no PUBLIC_URL. */
export const maqalExport = async (argv: string[], run: Pick<Run, 'cwd'> = {}) => {
  const { err, ...rest } = await runHere(exportCommand, argv, run)
  return { ...rest, err: err.replace(withoutUrl, '') }
}

/** Starts `maqal` in a terminal, as `script` makes one; `close` closes the terminal. */
export const maqalInTerminal = (argv: string[], { env = {} }: Run = {}) => {
  const command = [process.execPath, main, ...argv]
  const words =
    process.platform === 'linux'
      ? ['-qec', command.map((word) => `'${word}'`).join(' '), '/dev/null']
      : ['-q', '/dev/null', ...command]
  const child = spawn('script', words, { env: { ...process.env, ...env } })
  let out = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  onTestFinished(() => void child.kill('SIGKILL'))
  return { out: () => out, close: () => child.kill('SIGKILL') }
}

/** Starts `maqal serve`, or another command that serves, on a free port and resolves when it listens. */
export const maqalServe = (argv: string[] = [], run: Run = {}, command = 'serve') =>
  new Promise<{
    url: string
    port: number
    kill: (signal: NodeJS.Signals) => void
    exited: Promise<number | null>
    out: () => string
  }>((done, failed) => {
    const child = start([command, ...argv], { ...run, env: { PORT: '0', ...run.env } })
    let out = ''
    const exited = new Promise<number | null>((ended) => child.on('close', ended))
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await exited
    })
    child.stderr.on('data', (chunk) => {
      out += String(chunk)
      run.onError?.(child)
    })
    child.stdout.on('data', (chunk) => {
      out += String(chunk)
      const url = /"url":"(http[^"]+)"/.exec(out)?.[1]
      if (url === undefined) return
      done({
        url,
        port: Number(new URL(url).port),
        kill: (signal) => child.kill(signal),
        exited,
        out: () => out,
      })
    })
    void exited.then(() => failed(new Error(`maqal serve ended: ${out}`)))
  })
