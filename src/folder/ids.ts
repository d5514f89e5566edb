/** Gives each article its id, by the name of its file and by those of all others. Knows no disk. */
import { type FileName, readFileName } from '../article/file-name.ts'
import { longestId } from '../article/limits.ts'
import { bytesOf } from '../article/slug.ts'

/** A file, and the id that it gives its article. `isFixed` where that may be no other, as in a JSON file. */
export type Named = { file: string; given: string | null; isFixed: boolean }

type Candidates = { file: string; ids: readonly string[] }

/**
 * The first of its ids for each file. Where files have the same, all of them take their next, those that have one; that is
 * done until none do. So an id depends on which files there are, and not on their order.
 */
const separate = (all: readonly Candidates[]): Map<string, string> => {
  const levels = all.map(() => 0)
  const idOf = (index: number) => all[index]?.ids[levels[index] ?? 0] ?? ''
  for (let isChanged = true; isChanged;) {
    isChanged = false
    const groups = Map.groupBy(all.keys(), idOf)
    for (const group of groups.values()) {
      if (group.length === 1) continue
      for (const index of group) {
        const level = (levels[index] ?? 0) + 1
        if (level >= (all[index]?.ids.length ?? 0)) continue
        levels[index] = level
        isChanged = true
      }
    }
  }
  return new Map(all.map(({ file }, index) => [file, idOf(index)]))
}

/** The ids that a file may have among those of its folder. */
const ownIds = ({ given, isFixed }: Named, { ids, language }: FileName): readonly string[] => {
  const localised = language === undefined ? [] : [`${given}-${language.toLowerCase()}`]
  return given === null ? ids : [given, ...(isFixed ? [] : [...localised, ...ids.slice(-1)])]
}

/** An id, and the same with more and more of the folders above in front. */
const withParents = (id: string, parents: readonly string[]): string[] => {
  const ids = [id]
  for (const parent of parents) {
    const longer = `${parent}-${ids.at(-1) ?? ''}`
    if (bytesOf(longer) > longestId) break
    if (parent !== '') ids.push(longer)
  }
  return ids
}

/** All ids that a file may have among all files. */
const possibleIds = (named: Named, name: FileName): string[] =>
  ownIds(named, name).flatMap((id) => (named.isFixed ? [id] : withParents(id, name.parents)))

/** The ids of files among which are all that may have one of the ids that another of them may have. */
const assignAll = (
  files: readonly Named[],
  nameOf: (file: string) => FileName,
): ReadonlyMap<string, string> => {
  const local = separate(
    files.map((named) => {
      const name = nameOf(named.file)
      const folder = name.parents.join('/')
      return { file: named.file, ids: ownIds(named, name).map((id) => `${folder}\0${id}`) }
    }),
  )
  return separate(
    files.map(({ file, isFixed }) => {
      const [, id = ''] = (local.get(file) ?? '').split('\0')
      return { file, ids: isFixed ? [id] : withParents(id, nameOf(file).parents) }
    }),
  )
}

/** Remembers what the names of files say first, which takes longer to find than all else here. */
export const createIds = () => {
  const firsts = new Map<string, string>()
  /** Of files that had to be told apart. */
  const names = new Map<string, FileName>()
  const nameOf = (file: string): FileName => {
    const name = names.get(file) ?? readFileName(file)
    names.set(file, name)
    return name
  }
  const firstOf = (file: string): string => {
    const first = firsts.get(file) ?? readFileName(file).ids[0] ?? ''
    firsts.set(file, first)
    return first
  }
  const wantedBy = ({ file, given }: Named): string => given ?? firstOf(file)

  /** The files that have not the id that they want, since others want it, and all whose ids these may come to have. */
  const contested = (files: readonly Named[]): Named[] => {
    const owners = new Map<string, Named | Named[]>()
    const reached = new Set<Named>()
    for (const named of files) {
      const wanted = wantedBy(named)
      const owner = owners.get(wanted)
      if (owner === undefined) owners.set(wanted, named)
      else {
        const all = Array.isArray(owner) ? owner : [owner]
        all.push(named)
        owners.set(wanted, all)
        for (const each of all) reached.add(each)
      }
    }
    for (const named of reached)
      for (const id of possibleIds(named, nameOf(named.file)))
        for (const other of [owners.get(id) ?? []].flat()) reached.add(other)
    return [...reached]
  }

  return {
    /** Whether the id of an article may have been made of the name of its file. */
    isMade(file: string, id: string): boolean {
      if (firstOf(file) === id) return true
      const { ids, parents } = readFileName(file)
      return ids.some((own) => withParents(own, parents).includes(id))
    },
    /** Makes the function that tells the ids of these files, which are all that there are. */
    assign(files: readonly Named[]): (named: Named) => string {
      const assigned = assignAll(contested(files), nameOf)
      return (named) => assigned.get(named.file) ?? wantedBy(named)
    },
    /** Forgets files that are gone. */
    forget(file: string): void {
      firsts.delete(file)
      names.delete(file)
    },
  }
}
