/** The time from starting a process to its first 200. */
import { firstAnswer, freePort } from './ask.ts'
import type { Children, Command } from './children.ts'
import { maqal } from './contenders.ts'
import { median } from './figures.ts'

type Starter = { title: string; command: (port: number) => Command }

const starters: readonly Starter[] = [
  {
    title: 'Fastify’s hello world',
    command: (port) => ({
      argv: [process.execPath, 'bench/servers/hello.js'],
      env: { PORT: String(port) },
    }),
  },
  { title: 'maqal', command: maqal },
  {
    title: 'maqal, as packed',
    command: (port) => ({ ...maqal(port), argv: [process.execPath, 'dist/command/start.js', 'serve'] }),
  },
  {
    title: 'maqal, nothing kept compiled',
    command: (port) => ({
      ...maqal(port),
      env: { ...maqal(port).env, NODE_DISABLE_COMPILE_CACHE: '1' },
    }),
  },
]

/** Median milliseconds of a starter, and how many times those of the first. */
export type Start = { title: string; milliseconds: number; ratio: number }

const timeStart = async (children: Children, { command }: Starter): Promise<number> => {
  const port = await freePort()
  const before = performance.now()
  const server = children.start(command(port))
  await firstAnswer(server, `http://127.0.0.1:${port}/`)
  const milliseconds = performance.now() - before
  await children.end(server)
  return milliseconds
}

/** Each is started `times` times in turn, after one start that does not count. */
export const measureStarts = async (children: Children, times: number): Promise<Start[]> => {
  const taken = starters.map((): number[] => [])
  for (let round = 0; round <= times; round += 1) {
    for (const [index, starter] of starters.entries()) {
      const milliseconds = await timeStart(children, starter)
      if (round > 0) taken[index]?.push(milliseconds)
    }
  }
  const yardstick = median(taken[0] ?? [])
  return starters.map(({ title }, index) => {
    const milliseconds = median(taken[index] ?? [])
    return { title, milliseconds, ratio: milliseconds / yardstick }
  })
}
