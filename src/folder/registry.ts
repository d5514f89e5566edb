import type { Fault } from '../sources/fault.ts'
import type { Changes, FileRecord } from '../library/library.ts'
import { readAgain } from './settle.ts'

type Refused = { stamp: string; faults: Fault[]; isConflict: boolean }

/** Whether a file is in a folder or below it; '' is the root. */
export const isInFolder = (file: string, folder: string): boolean =>
  folder === '' || file.startsWith(`${folder}/`)

/** The files that were read: those whose articles the library holds, and those that were refused. A file may be both. */
export const createRegistry = (files: readonly FileRecord[]) => {
  const records = new Map(files.map((record) => [record.file, record]))
  const owners = new Map(files.map(({ file, article }) => [article, file]))
  const refused = new Map<string, Refused>()

  const forget = (file: string): void => {
    const record = records.get(file)
    if (record !== undefined && owners.get(record.article) === file) owners.delete(record.article)
    records.delete(file)
  }

  return {
    files: (): string[] => [...new Set([...records.keys(), ...refused.keys()])],
    isKnown: (file: string): boolean => records.has(file) || refused.has(file),
    /** The stamp at which a file was last read. */
    stampOf: (file: string): string | undefined => refused.get(file)?.stamp ?? records.get(file)?.stamp,
    digestOf: (file: string): string | undefined => records.get(file)?.digest,
    /** The id of the article that is served of a file. */
    idOf: (file: string): string | undefined => records.get(file)?.article,
    /** The file whose article has an id. */
    ownerOf: (id: string): string | undefined => owners.get(id),
    faults: (): Fault[] => [...refused.values()].flatMap(({ faults }) => faults),
    /** Whether an article of any file of a folder is served. */
    hasBelow: (folder: string): boolean => [...records.keys()].some((file) => isInFolder(file, folder)),
    refuse: (file: string, refusal: Refused): void => void refused.set(file, refusal),
    accept: (file: string): void => void refused.delete(file),
    /** Keeps step with what the library applied. */
    apply({ put, touch, remove }: Changes): void {
      for (const file of remove) forget(file)
      for (const { file } of put) forget(file)
      for (const { file, stamp, digest, article } of put) {
        records.set(file, { file, stamp, digest, article: article.id })
        owners.set(article.id, file)
      }
      for (const { file, stamp } of touch) {
        const record = records.get(file)
        if (record !== undefined) records.set(file, { ...record, stamp })
      }
    },
    /** Files refused for their ids, which may be free now: they are to be read again. Returns their names. */
    retryConflicts(): string[] {
      const conflicts = [...refused].filter(([, { isConflict }]) => isConflict)
      for (const [file, refusal] of conflicts) refused.set(file, { ...refusal, stamp: readAgain })
      return conflicts.map(([file]) => file)
    },
  }
}

export type Registry = ReturnType<typeof createRegistry>
