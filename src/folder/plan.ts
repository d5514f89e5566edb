import type { Article } from '../article/article.ts'
import type { Fault } from '../sources/fault.ts'
import { conflictOf } from './read.ts'

type Candidate = { file: string; article: Article }

/**
 * Takes out of `candidates`, which are by file, those whose id another file has, and returns their faults. `ownerOf`
 * tells the file of an id today, `idOf` the id of a file. A file that is refused keeps the id it had, which another
 * candidate may have been given: that one is refused as well. Of two that want one id, its owner has it, or the first by name.
 */
export const takeConflicts = (
  candidates: Map<string, Candidate>,
  leaving: ReadonlySet<string>,
  {
    ownerOf,
    idOf,
  }: { ownerOf: (id: string) => string | undefined; idOf: (file: string) => string | undefined },
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

  const isOwner = ({ file, article }: Candidate) => ownerOf(article.id) === file
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
