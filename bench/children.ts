/** The processes this run started. They end with it, however it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** `cwd` is the repository's root where it is not given. */
export type Command = { argv: string[]; env?: Record<string, string>; cwd?: string }

export type Server = { pid: number; process: ChildProcess; errors: () => string }

export type Children = { start: (command: Command) => Server; end: (server: Server) => Promise<void> }

const isEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

/** A server is started as the leader of a group, so that its workers end with it. */
const endGroup = (server: Server): void => {
  try {
    process.kill(-server.pid, 'SIGKILL')
  } catch {
    // The group has ended by itself.
  }
}

const spawnServer = ([program = '', ...argv]: string[], env: Record<string, string>, cwd: string): Server => {
  const child = spawn(program, argv, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (child.pid === undefined) throw new Error(`${program} could not be started`)
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString()}`.slice(-2000)
  })
  return { pid: child.pid, process: child, errors: () => errors }
}

/** Starts servers in `root`, with `prefix` before every command line. */
export const keepChildren = (prefix: string[], root: string): Children => {
  const running = new Set<Server>()
  process.on('exit', () => running.forEach(endGroup))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
  return {
    start({ argv, env = {}, cwd = root }) {
      const server = spawnServer([...prefix, ...argv], env, cwd)
      running.add(server)
      return server
    },
    async end(server) {
      const ended = new Promise((resolve) => server.process.once('exit', resolve))
      const wasRunning = !isEnded(server.process)
      endGroup(server)
      running.delete(server)
      if (wasRunning) await ended
    },
  }
}

/** Throws, with what it wrote last, where the server has ended. */
export const assertRunning = ({ process: child, errors }: Server): void => {
  if (isEnded(child))
    throw new Error(
      `${child.spawnargs.join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${errors()}`,
    )
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
    .filter((child) => child.trim() !== '')
    .map(Number)

/**
 * proc(5): fields 14 and 15 are the time in user and kernel mode, in hundredths of a second, 16 and 17 those of children that have
 * ended; 2 may hold spaces.
 */
const cpuOf = (pid: number): { own: number; ended: number } => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .map(Number)
  const sum = (from: number) => ((fields[from] ?? 0) + (fields[from + 1] ?? 0)) * 10_000
  return { own: sum(11), ended: sum(13) }
}

/** Microseconds of CPU that a process and all below it have used; undefined where there is no /proc. */
export const cpuMicroseconds = (pid: number): number | undefined => {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined
  const { own, ended } = cpuOf(pid)
  return childrenOf(pid).reduce((sum, child) => sum + (cpuMicroseconds(child) ?? 0), own + ended)
}

/** The same of the processes that this one has started and that have ended; NaN where there is no /proc. */
export const endedMicroseconds = (): number =>
  existsSync('/proc/self/stat') ? cpuOf(process.pid).ended : NaN
