import { cite, countOf } from '../notes.ts'

/** What the tracked changes of a document keep and leave out, taken as accepted. */
export type TrackedChanges = {
  insert: () => void
  /** Adds a text that is left out; texts that stand beside one another are one deletion. */
  delete: (text: string) => void
  /** The same of a text that stands elsewhere now. */
  move: (text: string) => void
  /** Text that is kept ends a deletion. */
  keep: () => void
  list: () => ChangeList
}

type ChangeList = { insertions: number; deletions: string[]; moves: string[] }

export const createChanges = (): TrackedChanges => {
  const state: ChangeList & { open: string[] | undefined } = {
    insertions: 0,
    deletions: [],
    moves: [],
    open: undefined,
  }
  const add = (text: string, texts: string[]) => {
    if (text === '') return
    texts.push(state.open === texts ? `${texts.pop() ?? ''}${text}` : text)
    state.open = texts
  }
  return {
    insert() {
      state.insertions += 1
    },
    delete: (text) => add(text, state.deletions),
    move: (text) => add(text, state.moves),
    keep() {
      state.open = undefined
    },
    list: () => ({
      insertions: state.insertions,
      deletions: state.deletions.filter((text) => text.trim() !== ''),
      moves: state.moves.filter((text) => text.trim() !== ''),
    }),
  }
}

/** Of how many changes the first words are cited. */
const mostCited = 5

const citeAll = (texts: string[]): string => {
  const more = texts.length - mostCited
  return texts.slice(0, mostCited).map(cite).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** What was done with tracked changes; empty where there are none. */
export const formatChanges = ({ insertions, deletions, moves }: ChangeList): string =>
  [
    ...(insertions === 0 ? [] : [`kept ${countOf(String(insertions), 'insertion')}`]),
    ...(deletions.length === 0
      ? []
      : [`left out ${countOf(String(deletions.length), 'deletion')} (${citeAll(deletions)})`]),
    ...(moves.length === 0 ? [] : [`made ${countOf(String(moves.length), 'move')} (${citeAll(moves)})`]),
  ].join(', ')
