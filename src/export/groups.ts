/** Writes files that belong together, and keeps the record of them. */
import { createCompressor } from '../http/compress.ts'
import { isWorthCoding, type Representation } from '../http/representation.ts'
import type { Facts } from './facts.ts'
import { type Group, openRecord } from './record.ts'
import { createTree } from './tree.ts'

type Made = Omit<Group, 'facts'> & { facts: Facts }

/** Opens the folder of an export. Throws UnusableFolder. */
export const openGroups = (out: string) => {
  const record = openRecord(out)
  const tree = createTree(out)
  const { compress } = createCompressor()

  const put = (file: string, made: Representation): Promise<void> => {
    const { bytes } = made.identity
    return tree.put(file, {
      bytes,
      ...(isWorthCoding(made) && { code: (coding) => compress(bytes, coding) }),
    })
  }

  /**
   * Records the files of a group before the first is written, so that the next run knows them if this one is killed. Returns
   * those that it had.
   */
  const claim = (group: string, files: readonly string[]): string[] => {
    const before = record.find(group)?.files ?? []
    const known = new Set(before)
    for (const file of files) if (!known.has(file)) tree.assertFree(file)
    record.keep(group, { key: '', files: [...new Set([...before, ...files])], facts: '' })
    return before
  }

  /** All files of the group are written: those that it had before, and has no more, are removed. */
  const settle = (group: string, before: readonly string[], made: Made): void => {
    const now = new Set(made.files)
    for (const file of before) if (!now.has(file)) tree.remove(file)
    record.keep(group, { ...made, facts: JSON.stringify(made.facts) })
  }

  return {
    record,
    tree,
    put,
    claim,
    settle,
    /** Removes the groups that were neither written nor found to be as they were. */
    removeOthers(): void {
      for (let gone = record.untouched(); gone !== undefined; gone = record.untouched()) {
        for (const file of gone.files) tree.remove(file)
        record.forget(gone.name)
      }
    },

    close(): void {
      tree.close()
      record.close()
    },
  }
}

export type Groups = ReturnType<typeof openGroups>
