/**
 * What an article depends on besides its own file: files and other articles, by keys. A key has a state, which is another when
 * what it names has changed. The stamp of an article's file ends with a digest of the states, so that a changed picture is a
 * changed article to all that compares stamps.
 */
import { createHash } from 'node:crypto'
import { basename, extname, join } from 'node:path'
import type { Pace } from '../pace.ts'
import { stampAt } from './attachments.ts'
import { fallbackIdOf } from './read.ts'
import type { Scan } from './scan.ts'
import type { State } from './state.ts'

/** A file at a path, an article in a file, or whatever file has a name, anywhere in the folder. */
export type Key = `file:${string}` | `article:${string}` | `name:${string}`

const nfc = (text: string): string => text.normalize('NFC')

/** The name by which a wiki link finds a file: of an article without its extension. */
const nameOf = (path: string, isArticle: boolean): string =>
  nfc(isArticle ? basename(path, extname(path)) : basename(path)).toLowerCase()

/** The files of a folder by their names; of two the one nearer to the root, then the first in order. */
const indexNames = (seen: Scan): Map<string, string> => {
  const depth = (path: string) => path.split('/').length
  const all = [
    ...[...seen.files.keys()].map((path) => [nameOf(path, true), path] as const),
    ...seen.others.map((path) => [nameOf(path, false), path] as const),
  ].toSorted(([, one], [, other]) => depth(one) - depth(other) || (one < other ? -1 : 1))
  const names = new Map<string, string>()
  for (const [name, path] of all) if (!names.has(name)) names.set(name, path)
  return names
}

/** The id of the article in a file: the one that it is served by or, at the start, that it will most likely have. */
const articleIn = (state: State, seen: Scan, file: string): string => {
  const served = state.records.get(file)?.article
  if (served !== undefined) return served
  const isComing = state.isFirst && seen.files.has(file) && !state.refused.has(file)
  return isComing ? fallbackIdOf(file) : ''
}

/** Makes the function that tells the states of keys as they are now, each asked for once. */
export const createStates = (state: State, seen = state.seen) => {
  const known = new Map<string, string>()
  let names: Map<string, string> | undefined

  const tell = (key: Key): string => {
    const [, kind, name = ''] = /^(\w+):([^]*)$/.exec(key) ?? []
    if (kind === 'file') return stampAt(join(seen.root, name))
    if (kind === 'article') return articleIn(state, seen, name)
    return (names ??= indexNames(seen)).get(nfc(name).toLowerCase()) ?? ''
  }

  return (key: Key): string => {
    const before = known.get(key)
    if (before !== undefined) return before
    const told = tell(key)
    known.set(key, told)
    return told
  }
}

export type States = ReturnType<typeof createStates>

const separator = '|'

/** A digest of states, in the order of the keys. */
export const digestOfStates = (states: readonly string[]): string =>
  createHash('sha256').update(states.join('\n')).digest('base64url').slice(0, 16)

/** The stamp of a file with that of what its article depends on. */
export const stampWith = (stamp: string, states: readonly string[]): string =>
  states.length === 0 ? stamp : `${stamp}${separator}${digestOfStates(states)}`

export const stampWithout = (stamp: string): string => stamp.split(separator, 1)[0] ?? ''

/** The keys of the article that a file is served as; a file that is refused is compared by itself. */
const keysOf = ({ refused, records }: State, file: string): readonly Key[] =>
  refused.has(file) ? [] : ((records.get(file)?.beside ?? []) as readonly Key[])

/** The stamps of files, each with that of what its article depends on now. */
export const addBeside = async (
  state: State,
  files: ReadonlyMap<string, string>,
  { pace, seen = state.seen }: { pace: Pace; seen?: Scan },
): Promise<ReadonlyMap<string, string>> => {
  const stateOf = createStates(state, seen)
  let stamps: Map<string, string> | undefined
  for (const [file, stamp] of files) {
    const keys = keysOf(state, file)
    if (keys.length === 0) continue
    stamps ??= new Map(files)
    stamps.set(file, stampWith(stamp, keys.map(stateOf)))
    await pace()
  }
  return stamps ?? files
}

/** Whether an article links to another that has a new id, or is not served any more. */
export const hasOutdated = (state: State): boolean => {
  const stateOf = createStates(state)
  return [...state.records.values()].some(({ file, stamp }) => {
    const keys = keysOf(state, file)
    if (!keys.some((key) => key.startsWith('article:'))) return false
    return stampWith(stampWithout(stamp), keys.map(stateOf)) !== stamp
  })
}
