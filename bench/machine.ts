/** The CPUs: one for the server that is measured, another for the load and this process. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** The command that a server's command line begins with; empty where nothing can be pinned. */
export type Pinning = { prefix: string[]; spelled: string }

const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`))

/** The program's name, or undefined where this machine does not have it. */
export const installed = (program: string): string | undefined =>
  isInstalled(program)
    ? program
    : ['/usr/sbin', '/usr/local/sbin'].map((f) => `${f}/${program}`).find(existsSync)

/** The CPUs this process may use: `0-1,4` is 0, 1 and 4. */
const allowedCpus = (): number[] => {
  if (!existsSync('/proc/self/status')) return []
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

/** Pins this process, and so every load it starts, to the first CPU, and leaves the last to the servers. */
export const pin = (): Pinning => {
  const allowed = allowedCpus()
  const [ours, servers] = [allowed.at(0), allowed.at(-1)]
  if (installed('taskset') === undefined || ours === servers) {
    return { prefix: [], spelled: 'not pinned: there is no taskset or only one CPU' }
  }
  spawnSync('taskset', ['-a', '-c', '-p', String(ours), String(process.pid)])
  return {
    prefix: ['taskset', '-c', String(servers)],
    spelled: `server on CPU ${servers}, load on CPU ${ours}`,
  }
}

export const describeMachine = (): string => {
  const [cpu] = cpus()
  const count = cpus().length
  return `${cpu?.model.trim() ?? 'unknown CPU'}, ${count} ${count === 1 ? 'core' : 'cores'}, Node ${process.version}`
}
