/** Decides what a reading of files changes in the library. Knows no disk. */
import type { Fault } from '../sources/fault.ts'
import type { Changes, Stored } from '../library/library.ts'
import { faultOf } from './report.ts'

/** What was read, by file; `gone` are files that are missing for good, `missing` also those missing for a moment. */
export type FilesRead = {
  articles: ReadonlyMap<string, Stored>
  gone: readonly string[]
  missing: readonly string[]
}

/** What the library holds: the file of an id, and the id and digest of a file. */
export type Owners = {
  ownerOf: (id: string) => string | undefined
  idOf: (file: string) => string | undefined
  digestOf: (file: string) => string | undefined
}

const conflictOf = (file: string, id: string, other: string): Fault =>
  faultOf(file, `has the id "${id}", as has ${other}`, 'give each article its own id')

/**
 * Takes out of `candidates` those whose id another file has, and returns their faults. A file that is refused keeps the id it
 * had, which another candidate may have been given: that one is refused as well. Of two that want one id, its owner has it, or
 * the first by name.
 */
const takeConflicts = (
  candidates: Map<string, Stored>,
  leaving: ReadonlySet<string>,
  { ownerOf, idOf }: Owners,
): Map<string, Fault> => {
  const conflicts = new Map<string, Fault>()
  const given = new Map<string, string>()

  const refuse = (file: string, id: string, other: string): void => {
    for (let next: [string, string, string] | undefined = [file, id, other]; next !== undefined;) {
      const [refused, wanted, holder]: [string, string, string] = next
      conflicts.set(refused, conflictOf(refused, wanted, holder))
      candidates.delete(refused)
      const kept = idOf(refused)
      const rival = kept === undefined ? undefined : given.get(kept)
      if (kept !== undefined) given.set(kept, refused)
      next =
        kept === undefined || rival === undefined || rival === refused ? undefined : [rival, kept, refused]
    }
  }

  const isOwner = ({ file, article }: Stored) => ownerOf(article.id) === file
  const inOrder = [...candidates.values()].toSorted(
    (one, other) => Number(isOwner(other)) - Number(isOwner(one)) || (one.file < other.file ? -1 : 1),
  )
  for (const { file, article } of inOrder) {
    const owner = ownerOf(article.id)
    const isHeld = owner !== undefined && !candidates.has(owner) && !leaving.has(owner)
    const other = isHeld ? owner : given.get(article.id)
    if (other === undefined || other === file) given.set(article.id, file)
    else refuse(file, article.id, other)
  }
  return conflicts
}

/**
 * The changes of a reading, and the faults of files whose id another has. A file whose bytes are as they were is only touched.
 * A file that is missing for a moment is removed where another has its id now.
 */
export const plan = (
  { articles, gone, missing }: FilesRead,
  owners: Owners,
): { changes: Changes; conflicts: Map<string, Fault> } => {
  const isTouched = ({ file, digest }: Stored) => digest === owners.digestOf(file)
  const read = [...articles.values()]
  const candidates = new Map(read.filter((one) => !isTouched(one)).map((one) => [one.file, one]))
  const conflicts = takeConflicts(candidates, new Set([...gone, ...missing]), owners)
  const put = [...candidates.values()]
  const touch = read.filter(isTouched).map(({ file, stamp }) => ({ file, stamp }))
  const ids = new Set(put.map(({ article }) => article.id))
  const replaced = missing.filter((file) => ids.has(owners.idOf(file) ?? ''))
  const left = gone.filter((file) => owners.idOf(file) !== undefined)
  return { changes: { put, touch, remove: [...new Set([...left, ...replaced])] }, conflicts }
}
