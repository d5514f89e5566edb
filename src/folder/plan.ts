/** Decides what a reading of files changes in the library. Knows no disk. */
import { type Fault, faultOf } from '../sources/fault.ts'
import type { Changes, FileRecord, Stored } from '../library/library.ts'

/** What was read, by file; `gone` are files that are missing for good, `missing` also those missing for a moment. */
export type FilesRead = {
  articles: ReadonlyMap<string, Stored>
  gone: readonly string[]
  missing: readonly string[]
}

/** What the library holds, by file. */
type Records = ReadonlyMap<string, FileRecord>

const conflictOf = (file: string, id: string, other: string): Fault =>
  faultOf(file, { problem: `has the id "${id}", as has ${other}`, hint: 'give each article its own id' })

/** The files of the ids that these articles have. */
const ownersOf = (articles: Iterable<Stored>, records: Records): Map<string, string> => {
  const ids = new Set([...articles].map(({ article }) => article.id))
  const owners = new Map<string, string>()
  for (const { article, file } of records.values()) if (ids.has(article)) owners.set(article, file)
  return owners
}

/**
 * Takes out of `candidates` those whose id another file has, and returns their faults. A file that is refused keeps the id it
 * had, which another candidate may have been given: that one is refused as well. Of two that want one id, its owner has it, or
 * the first by name.
 */
const takeConflicts = (
  candidates: Map<string, Stored>,
  leaving: ReadonlySet<string>,
  records: Records,
): Map<string, Fault> => {
  const owners = ownersOf(candidates.values(), records)
  const conflicts = new Map<string, Fault>()
  const given = new Map<string, string>()

  const refuse = (file: string, id: string, other: string): void => {
    const refusals = [{ file, id, other }]
    for (const refusal of refusals) {
      conflicts.set(refusal.file, conflictOf(refusal.file, refusal.id, refusal.other))
      candidates.delete(refusal.file)
      const kept = records.get(refusal.file)?.article
      if (kept === undefined) continue
      const rival = given.get(kept)
      given.set(kept, refusal.file)
      if (rival !== undefined && rival !== refusal.file)
        refusals.push({ file: rival, id: kept, other: refusal.file })
    }
  }

  const isOwner = ({ file, article }: Stored) => owners.get(article.id) === file
  const inOrder = [...candidates.values()].toSorted(
    (one, other) => Number(isOwner(other)) - Number(isOwner(one)) || (one.file < other.file ? -1 : 1),
  )
  for (const { file, article } of inOrder) {
    const owner = owners.get(article.id)
    const isHeld = owner !== undefined && !candidates.has(owner) && !leaving.has(owner)
    const other = isHeld ? owner : given.get(article.id)
    if (other === undefined || other === file) given.set(article.id, file)
    else refuse(file, article.id, other)
  }
  return conflicts
}

/**
 * The changes of a reading, and the faults of files whose id another has. A file whose bytes and id are as they were is only touched.
 * A file that is missing for a moment is removed where another has its id now.
 */
export const plan = (
  { articles, gone, missing }: FilesRead,
  records: Records,
): { changes: Changes; conflicts: Map<string, Fault> } => {
  const isTouched = ({ file, digest, article }: Stored) =>
    digest === records.get(file)?.digest && article.id === records.get(file)?.article
  const read = [...articles.values()]
  const candidates = new Map(read.filter((one) => !isTouched(one)).map((one) => [one.file, one]))
  const conflicts = takeConflicts(candidates, new Set([...gone, ...missing]), records)
  const put = [...candidates.values()]
  const touch = read.filter(isTouched).map(({ file, stamp }) => ({ file, stamp }))
  const ids = new Set(put.map(({ article }) => article.id))
  const replaced = missing.filter((file) => ids.has(records.get(file)?.article ?? ''))
  const left = gone.filter((file) => records.has(file))
  return { changes: { put, touch, remove: [...new Set([...left, ...replaced])] }, conflicts }
}
