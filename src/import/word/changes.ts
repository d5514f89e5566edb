/** What the tracked changes of a document keep and leave out, taken as accepted. */
export type TrackedChanges = {
  insert: () => void
  /** Adds a text that is left out; texts that stand beside one another are one deletion. */
  delete: (text: string) => void
  /** Text that is kept ends a deletion. */
  keep: () => void
  list: () => { insertions: number; deletions: string[] }
}

export const createChanges = (): TrackedChanges => {
  const deletions: string[] = []
  let [insertions, open] = [0, false]
  return {
    insert() {
      insertions += 1
    },
    delete(text) {
      if (text === '') return
      if (open) deletions.push(`${deletions.pop() ?? ''}${text}`)
      else deletions.push(text)
      open = true
    },
    keep() {
      open = false
    },
    list: () => ({ insertions, deletions: deletions.filter((text) => text.trim() !== '') }),
  }
}
