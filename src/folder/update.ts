/** Reads files that changed, and applies them to the shelf: all of them or none. */
import { extname } from 'node:path'
import type { Shelf, Stored } from '../library/library.ts'
import type { Pace } from '../pace.ts'
import type { Fault } from '../sources/fault.ts'
import type { SourceEntry } from '../sources/sources.ts'
import { incompletePatience } from './limits.ts'
import { plan } from './plan.ts'
import { readArticle, stampAsRead } from './read.ts'
import type { Registry } from './registry.ts'
import { faultOf } from './report.ts'
import { readAgain } from './settle.ts'

/** Files to be read, with their stamps; files that are missing for good, and all that are missing. */
export type Due = {
  due: ReadonlyMap<string, string>
  gone: readonly string[]
  missing: readonly string[]
}

/** How many articles changed; `unread` are files to be read again soon: incomplete ones, and those whose id may be free now. */
type Updated = { changed: number; warnings: Fault[]; unread: ReadonlySet<string> }

export type UpdateParts = {
  sources: readonly SourceEntry[]
  shelf: Shelf
  registry: Registry
  /** Called when a file was read: how many of how many that are due. */
  onRead?: (read: number, due: number) => void
}

export const createUpdate = ({ sources, shelf, registry, onRead = () => {} }: UpdateParts) => {
  const sourceOf = new Map(sources.flatMap((source) => source.extensions.map((suffix) => [suffix, source])))
  /** Since when, in milliseconds, a file could not be read whole. */
  const incompleteSince = new Map<string, number>()

  /** Whether a file is to be read again soon; after a while it is refused, and read again with the next look at the whole. */
  const isReadAgain = (file: string): boolean => {
    const now = performance.now()
    const since = incompleteSince.get(file) ?? now
    incompleteSince.set(file, since)
    if (now - since <= incompletePatience) return true
    const fault = faultOf(file, 'changes each time it is read', 'write it under another name, then rename it')
    registry.refuse(file, { stamp: readAgain, faults: [fault], isConflict: false })
    return false
  }

  /** Resolves with the article of a file where it has a good one, or with 'incomplete'. */
  const read = async (root: string, file: string, listed: string) => {
    const source = await sourceOf.get(extname(file).toLowerCase())?.load()
    const reading = source === undefined ? undefined : readArticle(root, file, source)
    if (reading === undefined || reading.kind === 'incomplete')
      return isReadAgain(file) ? 'incomplete' : undefined
    incompleteSince.delete(file)
    const stamp = reading.stamp === undefined ? listed : stampAsRead(listed, reading.stamp)
    if (reading.kind === 'article') {
      registry.accept(file)
      return { ...reading, file, stamp }
    }
    const refusedAt = reading.isTransient === true ? readAgain : stamp
    registry.refuse(file, { stamp: refusedAt, faults: reading.faults, isConflict: false })
    return undefined
  }

  const readAll = async (root: string, due: Due['due'], pace: Pace) => {
    const articles = new Map<string, Stored & { warnings: Fault[] }>()
    const incomplete: string[] = []
    let count = 0
    for (const [file, listed] of due) {
      await pace()
      const reading = await read(root, file, listed)
      if (reading === 'incomplete') incomplete.push(file)
      else if (reading !== undefined) articles.set(file, reading)
      count += 1
      onRead(count, due.size)
    }
    return { articles, incomplete }
  }

  return async (root: string, { due, gone, missing }: Due, pace: Pace): Promise<Updated> => {
    const { articles, incomplete } = await readAll(root, due, pace)
    const { changes, conflicts } = plan({ articles, gone, missing }, registry)
    for (const [file, fault] of conflicts) {
      const stamp = articles.get(file)?.stamp ?? readAgain
      registry.refuse(file, { stamp, faults: [fault], isConflict: true })
    }
    for (const file of gone) registry.accept(file)
    const { put, touch, remove } = changes
    const ids = put.length + touch.length + remove.length === 0 ? [] : await shelf.apply(changes)
    registry.apply(changes)
    const warnings = put.flatMap(({ file }) => articles.get(file)?.warnings ?? [])
    const retried = ids.length > 0 ? registry.retryConflicts() : []
    return { changed: ids.length, warnings, unread: new Set([...incomplete, ...retried]) }
  }
}
