/** Time, CPU and memory of maqal from its start on a folder to its first 200. */
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, firstAnswer, freePort } from './ask.ts'
import { type Children, cpuMicroseconds, type Server } from './children.ts'
import { maqal } from './contenders.ts'
import { pathOf } from './corpus.ts'
import { median } from './figures.ts'

/** The longest that a start is waited for. */
const patience = 600_000

/** Milliseconds, and megabytes at their peak; NaN where there is no /proc. */
export type Start = { milliseconds: number; cpu: number; peak: number }

export type Running = { server: Server; address: string; start: Start }

/** `index` is undefined where maqal keeps everything in memory. */
export type Place = {
  children: Children
  folder: string
  index?: string
}

/** The most memory that a process ever had, in megabytes. */
const peakOf = (pid: number): number => {
  const file = `/proc/${pid}/status`
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(existsSync(file) ? readFileSync(file, 'utf8') : '') ?? []
  return (Number(kilobytes) * 1024) / 1e6
}

/** Starts maqal on the folder; it goes on running. */
export const startOn = async (
  { children, folder, index = '' }: Place,
  more: Record<string, string> = {},
): Promise<Running> => {
  const port = await freePort()
  const { argv, env } = maqal(port)
  const address = `http://127.0.0.1:${port}`
  const before = performance.now()
  const server = children.start({ argv, env: { ...env, DATA_DIR: folder, INDEX_FILE: index, ...more } })
  await firstAnswer(server, address + pathOf(0), patience)
  const milliseconds = performance.now() - before
  const cpu = (cpuMicroseconds(server.pid) ?? Number.NaN) / 1000
  return { server, address, start: { milliseconds, cpu, peak: peakOf(server.pid) } }
}

/** Stops maqal as a service manager does, so that the index is closed. */
export const stopGently = async ({ children }: Place, { server }: Running): Promise<void> => {
  const ended = once(server.process, 'exit')
  server.process.kill('SIGTERM')
  await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
  await children.end(server)
}

const removeIndex = (index: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(index + suffix, { force: true })
}

/** Throws unless the folder's last article is served as well. */
const assertWhole = async ({ address }: Running, count: number): Promise<void> => {
  const { status } = await ask(address + pathOf(count - 1))
  if (status !== 200) throw new Error(`${pathOf(count - 1)} answers ${status}`)
}

const medians = (starts: Start[]): Start => ({
  milliseconds: median(starts.map(({ milliseconds }) => milliseconds)),
  cpu: median(starts.map(({ cpu }) => cpu)),
  peak: median(starts.map(({ peak }) => peak)),
})

type Rounds = { place: Place; count: number; times: number; isCold: boolean }

/** Medians of several starts; before each cold one the index is removed. */
const measure = async ({ place, count, times, isCold }: Rounds): Promise<Start> => {
  const starts: Start[] = []
  for (let time = 0; time < times; time += 1) {
    if (isCold && place.index !== undefined) removeIndex(place.index)
    const running = await startOn(place)
    await assertWhole(running, count)
    await stopGently(place, running)
    starts.push(running.start)
  }
  return medians(starts)
}

export type Starts = { memory: Start; cold: Start; warm: Start; indexBytes: number }

/** The three ways to start, and the bytes of the index. */
export const measureStarts = async (
  place: Required<Place>,
  count: number,
  times: number,
): Promise<Starts> => {
  const { index: _, ...inMemory } = place
  const memory = await measure({ place: inMemory, count, times, isCold: true })
  const cold = await measure({ place, count, times, isCold: true })
  const warm = await measure({ place, count, times, isCold: false })
  return { memory, cold, warm, indexBytes: statSync(place.index).size }
}
