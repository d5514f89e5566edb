import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A control group that limits the memory of the processes in it. */
export type Box = { procs: string }

/** The files of control groups of version 2, and of version 1: where, and what limits memory and swap. */
const versions = [
  { root: '/sys/fs/cgroup', memory: 'memory.max', swap: 'memory.swap.max', swapOf: () => 0 },
  {
    root: '/sys/fs/cgroup/memory',
    memory: 'memory.limit_in_bytes',
    swap: 'memory.memsw.limit_in_bytes',
    swapOf: (bytes: number) => bytes,
  },
]

/** Makes a control group of so many bytes, without swap; undefined where this process may make none. */
export const boxOf = (bytes: number): Box | undefined => {
  for (const { root, memory, swap, swapOf } of versions) {
    const folder = join(root, `maqal-${process.pid}-${Date.now()}`)
    try {
      mkdirSync(folder)
      onTestFinished(() => rmdirSync(folder))
      writeFileSync(join(folder, memory), String(bytes))
      if (existsSync(join(folder, swap))) writeFileSync(join(folder, swap), String(swapOf(bytes)))
      return { procs: join(folder, 'cgroup.procs') }
    } catch {
      // Not of this version, or not this user's to make.
    }
  }
  return undefined
}

/** A command that runs in a control group from its first moment on. */
export const commandIn = ({ procs }: Box, command: readonly string[]): string[] => [
  'sh',
  '-c',
  'echo $$ > "$0" && exec "$@"',
  procs,
  ...command,
]

const megabyte = 1024 * 1024

/** Megabytes of memory that a process has now and had at most; undefined where there is no /proc. */
export const residentOf = (pid: number): { now: number; most: number } | undefined => {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return undefined
  const status = readFileSync(file, 'utf8')
  const read = (name: string): number =>
    Math.round(
      (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024) / megabyte,
    )
  return { now: read('VmRSS'), most: read('VmHWM') }
}
