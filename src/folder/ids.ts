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

/** The ids that a file may have among those of its folder, each with the folder before it. */
const idsInFolder = ({ file, given, isFixed }: Named, { ids, parents, language }: FileName): Candidates => {
  const localised = language === undefined ? [] : [`${given}-${language.toLowerCase()}`]
  const own = given === null ? ids : [given, ...(isFixed ? [] : [...localised, ...ids.slice(-1)])]
  const folder = parents.join('/')
  return { file, ids: own.map((id) => `${folder}\0${id}`) }
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

/** Remembers what the paths of files say, which takes longer to find than all else here. */
export const createIds = () => {
  const names = new Map<string, FileName>()
  const nameOf = (file: string): FileName => {
    const name = names.get(file) ?? readFileName(file)
    names.set(file, name)
    return name
  }

  return {
    /** Whether the id of an article may have been made of the name of its file. */
    isMade(file: string, id: string): boolean {
      const { ids, parents } = nameOf(file)
      return ids.some((own) => withParents(own, parents).includes(id))
    },
    /** The ids of all files. */
    assign(files: readonly Named[]): Map<string, string> {
      const local = separate(files.map((named) => idsInFolder(named, nameOf(named.file))))
      return separate(
        files.map(({ file, isFixed }) => {
          const [, id = ''] = (local.get(file) ?? '').split('\0')
          return { file, ids: isFixed ? [id] : withParents(id, nameOf(file).parents) }
        }),
      )
    },
    /** Forgets files that are gone. */
    forget: (file: string): void => void names.delete(file),
  }
}
