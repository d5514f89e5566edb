/** The time from a write of an article's file to its being served. */
import { renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './ask.ts'
import { assertRunning } from './children.ts'
import { fileOf, markOf, pathOf, textOf } from './corpus.ts'
import { median } from './figures.ts'
import { type Place, type Running, startOn, stopGently } from './folder-starts.ts'

/** The longest that a write is waited for. */
const patience = 60_000

const ways = {
  plain: (file: string, text: string) => writeFileSync(file, text),
  rename(file: string, text: string) {
    const besides = join(dirname(file), `.${basename(file)}.tmp`)
    writeFileSync(besides, text)
    renameSync(besides, file)
  },
}

type Way = keyof typeof ways

/** Milliseconds. */
export type Wait = { middle: number; least: number; most: number }

/** Asks every 5 ms until the answer holds the mark. */
const untilServed = async ({ server, address }: Running, number: number, mark: string): Promise<void> => {
  for (const until = Date.now() + patience; Date.now() < until; await sleep(5)) {
    const { body } = await ask(address + pathOf(number))
    if (body.includes(mark)) return
    assertRunning(server)
  }
  throw new Error(`${pathOf(number)} is not served ${patience} ms after its write`)
}

type Write = { running: Running; folder: string; number: number; edition: number; way: Way }

const timeWrite = async ({ running, folder, number, edition, way }: Write): Promise<number> => {
  const text = textOf(number, edition)
  const before = performance.now()
  ways[way](join(folder, fileOf(number)), text)
  await untilServed(running, number, markOf(edition))
  return performance.now() - before
}

/** Writes articles from all over the folder, each at another moment between two polls of maqal's. */
const timeWrites = async (running: Running, folder: string, count: number, way: Way): Promise<Wait> => {
  const taken: number[] = []
  for (let time = 1; time <= 10; time += 1) {
    await sleep(500 + 97 * time)
    const number = (time * 7919) % count
    const edition = time + (way === 'plain' ? 0 : 10)
    taken.push(await timeWrite({ running, folder, number, edition, way }))
  }
  return { middle: median(taken), least: Math.min(...taken), most: Math.max(...taken) }
}

export type Waits = Record<Way, Wait>

/** Ten writes in each way, in a folder that maqal has served for a second. */
export const measureWrites = async (place: Place, count: number): Promise<Waits> => {
  const running = await startOn(place)
  await sleep(1000)
  const plain = await timeWrites(running, place.folder, count, 'plain')
  const rename = await timeWrites(running, place.folder, count, 'rename')
  await stopGently(place, running)
  return { plain, rename }
}
