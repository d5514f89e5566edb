import { realpathSync } from 'node:fs'
import { basename, extname, relative } from 'node:path'
import type { Fault } from '../sources/fault.ts'
import type { SourceEntry } from '../sources/sources.ts'
import { conflictOf, type FileReading, readArticle } from './file.ts'
import type { Changes, FileRecord, Library, Stored } from './library.ts'
import { createPace, scan, scanOnly, type Scan } from './scan.ts'

/** Milliseconds for which a file must stay as it is, or stay away, before it is believed: editors save in several steps. */
const settling = 100

/** A file that never rests is read all the same after this many milliseconds. */
const patience = 1000

/** How many files are read between two transactions at the start, when nobody is served yet. */
const batch = 1000

/** What a look at the folder has changed. */
export type Report = { changed: number; refused: Fault[]; mended: string[]; warnings: Fault[] }

type Refused = { stamp: string; faults: Fault[]; isConflict: boolean }

type Candidate = Stored & { warnings: Fault[] }

/** A folder kept in step with a library. */
export type Folder = {
  /** Looks at the folder and applies what changed, all or nothing. Looks never overlap: a second waits for the first. */
  look: () => Promise<Report>
  /** The same, but only at the files that were seen in the midst of a change. */
  lookAtUnsettled: () => Promise<Report>
  /** Counts a file among those that may be in the midst of a change; false where its name is not that of an article. */
  expect: (file: string) => boolean
  /** Every fault of every file that is refused now, in order. */
  faults: () => Fault[]
  /** Whether a file was seen that may be in the midst of a change. */
  isUnsettled: () => boolean
  /** The folder and those below it, with their inodes, as last seen. */
  folders: () => ReadonlyMap<string, bigint>
  path: string
}

const isBelow = (file: string, folder: string): boolean => folder === '' || file.startsWith(`${folder}/`)

const byName = ({ file: one }: { file: string }, { file: other }: { file: string }): number =>
  one < other ? -1 : Number(one > other)

type Parts = { folder: string; sources: readonly SourceEntry[]; library: Library }

/**
 * Opens a folder; nothing is read before the first `look`, which reads all that the library does not hold yet.
 * A file that is refused, torn, away for a moment or in a folder that cannot be listed keeps its last good version.
 */
export const openFolder = async ({ folder, sources, library }: Parts): Promise<Folder> => {
  const path = realpathSync(folder)
  const bySuffix = new Map(sources.flatMap((source) => source.extensions.map((suffix) => [suffix, source])))
  const records = new Map<string, FileRecord>((await library.files()).map((record) => [record.file, record]))
  const owners = new Map([...records.values()].map(({ file, article }) => [article, file]))
  const refused = new Map<string, Refused>()
  let odd: Fault[] = []
  const restless = new Map<string, { stamp: string; since: number; first: number }>()
  /** Files said to have changed since the last look began. */
  const expected = new Set<string>()
  let unread = new Map<string, Fault>()
  let folders: ReadonlyMap<string, bigint> = new Map()
  let isFirst = true
  let mustLookAgain = false

  /** Whether a file has stayed as it is for long enough; a file written long ago has. */
  const isSettled = (file: string, stamp: string, modified: number, now: number): boolean => {
    if (isFirst || now - modified > 2 * settling) return true
    const known = restless.get(file)
    if (known?.stamp !== stamp) restless.set(file, { stamp, since: now, first: known?.first ?? now })
    const { since, first } = restless.get(file) ?? { since: now, first: now }
    return now - since >= settling || now - first >= patience
  }

  const changedFiles = ({ files }: Scan, now: number): string[] => {
    const changed: string[] = []
    for (const [file, { stamp, modified }] of files) {
      const known = refused.get(file)?.stamp ?? records.get(file)?.stamp
      if (known === stamp) restless.delete(file)
      else if (isSettled(file, stamp, modified, now)) changed.push(file)
    }
    return changed.toSorted()
  }

  /** Files that are gone for good, not merely away while something else is put in their place. */
  const goneFiles = (
    { files, unread: unlisted }: Scan,
    now: number,
  ): { gone: string[]; away: Set<string> } => {
    const away = [...records.keys()].filter(
      (file) => !files.has(file) && ![...unlisted.keys()].some((below) => isBelow(file, below)),
    )
    const gone = away.filter((file) => isSettled(file, 'gone', now, now))
    return { gone, away: new Set(away) }
  }

  const read = async (file: string): Promise<FileReading> => {
    const entry = bySuffix.get(extname(file).toLowerCase())
    return entry === undefined ? { kind: 'torn' } : readArticle(path, file, await entry.load())
  }

  /** Those of the candidates whose id another file has, until none is left: a refused one keeps the id it had. */
  const findConflicts = (candidates: Map<string, Candidate>, leaving: Set<string>): Map<string, Fault> => {
    const conflicts = new Map<string, Fault>()
    for (let found = true; found;) {
      found = false
      const taken = new Map<string, string>()
      for (const { file, article } of [...candidates.values()].toSorted(byName)) {
        const owner = owners.get(article.id)
        const isHeld = owner !== undefined && !candidates.has(owner) && !leaving.has(owner)
        const other = isHeld ? owner : taken.get(article.id)
        taken.set(article.id, file)
        if (other === undefined || other === file) continue
        conflicts.set(file, conflictOf(file, article.id, other))
        candidates.delete(file)
        found = true
        break
      }
    }
    return conflicts
  }

  const remember = (changes: Changes): void => {
    for (const file of [...changes.remove, ...changes.put.map((stored) => stored.file)]) {
      const record = records.get(file)
      if (record !== undefined && owners.get(record.article) === file) owners.delete(record.article)
      records.delete(file)
      restless.delete(file)
    }
    for (const { file, stamp, digest, article } of changes.put) {
      records.set(file, { file, stamp, digest, article: article.id })
      owners.set(article.id, file)
    }
    for (const { file, stamp } of changes.touch) {
      const record = records.get(file)
      if (record !== undefined) records.set(file, { ...record, stamp })
    }
  }

  const refuse = (file: string, stamp: string, faults: Fault[], isConflict: boolean): void => {
    refused.set(file, { stamp, faults, isConflict })
    restless.delete(file)
  }

  /** Reads files, refuses what is wrong, and applies the rest with what is gone. Tells how many articles changed. */
  const take = async (
    files: readonly string[],
    seen: Scan,
    gone: string[],
    away: Set<string>,
  ): Promise<number> => {
    const candidates = new Map<string, Candidate>()
    const touch: Changes['touch'] = []
    const pace = createPace()
    for (const file of files) {
      await pace()
      const stamp = seen.files.get(file)?.stamp ?? ''
      const reading = await read(file)
      if (reading.kind === 'torn') mustLookAgain = true
      else if (reading.kind === 'refused') refuse(file, reading.isPassing ? '' : stamp, reading.faults, false)
      else if (reading.digest === records.get(file)?.digest) touch.push({ file, stamp })
      else candidates.set(file, { file, stamp, ...reading })
      if (reading.kind === 'article') refused.delete(file)
    }
    const leaving = new Set([...gone, ...away])
    for (const [file, fault] of findConflicts(candidates, leaving)) {
      refuse(file, seen.files.get(file)?.stamp ?? '', [fault], true)
    }
    const put = [...candidates.values()]
    const ids = new Set(put.map(({ article }) => article.id))
    const replaced = [...away].filter((file) => ids.has(records.get(file)?.article ?? ''))
    const changes = { put, touch, remove: [...new Set([...gone, ...replaced])] }
    if (put.length + touch.length + changes.remove.length === 0) return 0
    const touched = await library.apply(changes)
    remember(changes)
    odd.push(...put.flatMap(({ warnings }) => warnings))
    if (touched.length > 0) retryConflicts()
    return touched.length
  }

  /** An id may have become free: files refused for theirs are read again at the next look. */
  const retryConflicts = (): void => {
    for (const [file, { isConflict }] of refused) {
      if (!isConflict) continue
      refused.delete(file)
      mustLookAgain = true
    }
  }

  const lookAtRestless = (): Promise<number> => {
    const now = Date.now()
    const names = [...new Set([...restless.keys(), ...expected])]
    expected.clear()
    const seen = scanOnly(path, names)
    const away = names.filter((file) => records.has(file) && !seen.files.has(file))
    const gone = away.filter((file) => isSettled(file, 'gone', now, now))
    for (const file of names) if (!records.has(file) && !seen.files.has(file)) restless.delete(file)
    return take(changedFiles(seen, now), seen, gone, new Set(away))
  }

  const lookOnce = async (): Promise<number> => {
    const now = Date.now()
    mustLookAgain = false
    expected.clear()
    const seen = await scan(path, new Set(bySuffix.keys()))
    unread = seen.unread
    if (seen.unread.has('')) return 0
    folders = seen.folders
    for (const file of refused.keys()) if (!seen.files.has(file)) refused.delete(file)
    const { gone, away } = goneFiles(seen, now)
    const changed = changedFiles(seen, now)
    const size = isFirst ? batch : Math.max(changed.length, 1)
    let touched = 0
    for (let start = 0; start === 0 || start < changed.length; start += size) {
      touched += await take(changed.slice(start, start + size), seen, start === 0 ? gone : [], away)
    }
    return touched
  }

  const allFaults = (): Fault[] =>
    [...unread.values(), ...[...refused.values()].flatMap(({ faults }) => faults)].toSorted(byName)

  let told = new Set<string>()

  const report = (changed: number): Report => {
    const faults = allFaults()
    const spelled = new Map(faults.map((fault) => [JSON.stringify(fault), fault]))
    const news = [...spelled].filter(([key]) => !told.has(key)).map(([, fault]) => fault)
    const files = new Set(faults.map(({ file }) => file))
    const before = [...told].map((key) => (JSON.parse(key) as Fault).file)
    told = new Set(spelled.keys())
    const warnings = odd
    odd = []
    return {
      changed,
      refused: news,
      warnings,
      mended: [...new Set(before)].filter((file) => !files.has(file)),
    }
  }

  let looking: Promise<unknown> = Promise.resolve()

  const look = async (): Promise<Report> => {
    let changed = await lookOnce()
    if (isFirst && mustLookAgain) changed += await lookOnce()
    isFirst = false
    return report(changed)
  }

  const afterOthers = (work: () => Promise<Report>): Promise<Report> => {
    const mine = looking.then(work)
    looking = mine.catch(() => undefined)
    return mine
  }

  return {
    path,
    look: () => afterOthers(look),
    lookAtUnsettled: () => afterOthers(mustLookAgain ? look : async () => report(await lookAtRestless())),
    expect(file) {
      if (basename(file).startsWith('.') || !bySuffix.has(extname(file).toLowerCase())) return false
      expected.add(file)
      return true
    },
    faults: allFaults,
    isUnsettled: () => mustLookAgain || restless.size + expected.size > 0,
    folders: () => folders,
  }
}

/** A path for people: relative to where they stand, if it is below. */
export const spellFolder = (folder: string): string => {
  const short = relative(process.cwd(), folder)
  return short === '' ? '.' : short.startsWith('..') ? folder : short
}
