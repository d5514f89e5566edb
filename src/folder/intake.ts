/** Reads files that changed, and applies them to the library: all of them or none. */
import { extname } from 'node:path'
import type { Fault } from '../sources/fault.ts'
import type { SourceEntry } from '../sources/sources.ts'
import { takeConflicts } from './plan.ts'
import { faultOf, type FileReading, readArticle, stampAsRead } from './read.ts'
import type { Changes, Shelf, Stored } from '../library/library.ts'
import type { Pace } from '../pace.ts'
import type { Registry } from './registry.ts'
import { type Due, readAgain } from './settle.ts'

/** Milliseconds after which a file that changes each time it is read is refused. */
const tearPatience = 10_000

/** How many articles changed, and which files are to be read again soon: those torn, and those whose id may be free now. */
export type Taken = { changed: number; warnings: Fault[]; torn: string[]; retried: string[] }

type Candidate = Stored & { warnings: Fault[] }

type Readings = { candidates: Map<string, Candidate>; touch: Changes['touch']; torn: string[] }

type Parts = { sources: readonly SourceEntry[]; library: Shelf; registry: Registry }

export const createIntake = ({ sources, library, registry }: Parts) => {
  const bySuffix = new Map(sources.flatMap((source) => source.extensions.map((suffix) => [suffix, source])))
  /** Since when, in milliseconds, a file could not be read whole. */
  const tornSince = new Map<string, number>()

  const read = async (root: string, file: string): Promise<FileReading> => {
    const entry = bySuffix.get(extname(file).toLowerCase())
    return entry === undefined ? { kind: 'torn' } : readArticle(root, file, await entry.load())
  }

  /** Whether a file was torn for so long that this is told as a fault. */
  const isTornForLong = (file: string): boolean => {
    const since = tornSince.get(file) ?? performance.now()
    tornSince.set(file, since)
    return performance.now() - since > tearPatience
  }

  const addTorn = (file: string, { torn }: Readings): void => {
    if (!isTornForLong(file)) return void torn.push(file)
    const fault = faultOf(file, 'changes each time it is read', 'write it under another name, then rename it')
    registry.refuse(file, { stamp: readAgain, faults: [fault], isConflict: false })
  }

  const add = (file: string, listed: string, reading: FileReading, readings: Readings): void => {
    if (reading.kind === 'torn') return addTorn(file, readings)
    tornSince.delete(file)
    const stamp = reading.stamp === undefined ? listed : stampAsRead(listed, reading.stamp)
    if (reading.kind === 'refused') {
      const refusedAt = reading.isPassing === true ? readAgain : stamp
      return registry.refuse(file, { stamp: refusedAt, faults: reading.faults, isConflict: false })
    }
    registry.accept(file)
    if (reading.digest === registry.digestOf(file)) readings.touch.push({ file, stamp })
    else readings.candidates.set(file, { ...reading, file, stamp })
  }

  const readAll = async (root: string, changed: Due['changed'], pace: Pace): Promise<Readings> => {
    const readings: Readings = { candidates: new Map(), touch: [], torn: [] }
    for (const [file, stamp] of changed) {
      await pace()
      add(file, stamp, await read(root, file), readings)
    }
    return readings
  }

  const changesOf = ({ candidates, touch }: Readings, { gone, away }: Due): Changes => {
    const stamps = new Map([...candidates].map(([file, { stamp }]) => [file, stamp]))
    const conflicts = takeConflicts(candidates, new Set([...gone, ...away]), registry)
    for (const [file, fault] of conflicts) {
      registry.refuse(file, { stamp: stamps.get(file) ?? readAgain, faults: [fault], isConflict: true })
    }
    const put = [...candidates.values()]
    const ids = new Set(put.map(({ article }) => article.id))
    const replaced = away.filter((file) => ids.has(registry.idOf(file) ?? ''))
    const left = gone.filter((file) => registry.idOf(file) !== undefined)
    return { put, touch, remove: [...new Set([...left, ...replaced])] }
  }

  return async (root: string, due: Due, pace: Pace): Promise<Taken> => {
    const readings = await readAll(root, due.changed, pace)
    const changes = changesOf(readings, due)
    for (const file of due.gone) registry.accept(file)
    const isEmpty = changes.put.length + changes.touch.length + changes.remove.length === 0
    const ids = isEmpty ? [] : await library.apply(changes)
    registry.apply(changes)
    const warnings = [...readings.candidates.values()].flatMap((candidate) => candidate.warnings)
    const retried = ids.length > 0 ? registry.retryConflicts() : []
    return { changed: ids.length, warnings, torn: readings.torn, retried }
  }
}
