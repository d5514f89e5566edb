/** What an article is found by, as tsvectors: its terms with their places, and how much each weighs. Pure. */
import type { Article } from '../../article/article.ts'
import { createPassages } from '../../search/passages.ts'
import { createIndexing } from '../../search/tokens.ts'
import { textsOf } from '../texts.ts'
import { mostOfTerm, mostPositions, mostTermBytes, overlap } from './limits.ts'

/** PostgreSQL 8.11.1: quotes and backslashes are doubled. Its text has no NUL. */
export const quoteTerm = (term: string): string =>
  /[\0\\']/.test(term)
    ? `'${term.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${term}'`

/** Stands before a word as it is written, which no term begins with. */
export const formMark = '='

/** What a word weighs in the title, in a heading or the summary, in the text, and in a name. */
const weightOfColumn = [8, 4, 1, 2]

/** The columns of which the words as they are written are weighed too. */
const columnsOfForms = 2

/** What the words of an article weigh at each level, at least. */
const leastOfLevel = [2, 4, 8]

/** The levels, from the least weight to the greatest. */
export const levels = leastOfLevel.map((_, index) => index + 1)

/** A word at the level that it has in an article: of a colon no term has one. */
export const markAt = (level: number, word: string): string => `${level}:${word}`

/** Makes rows of terms, each of which a tsvector has room for. */
const createRows = () => {
  const rows: string[] = []
  let places = new Map<string, number[]>()
  let words: string[] = []
  let [position, bytes] = [0, 0]

  const end = (): void => {
    const written = Array.from(places, ([term, at]) => `${quoteTerm(term)}:${at.join(',')}`)
    if (written.length + words.length > 0) rows.push([...written, ...words.map(quoteTerm)].join(' '))
    places = new Map()
    words = []
    position = 0
    bytes = 0
  }

  const add = (term: string): void => {
    const at = places.get(term)
    position += 1
    if (at === undefined) {
      places.set(term, [position])
      bytes += Buffer.byteLength(term) + 8
    } else at.push(position)
  }

  const isFull = (term: string): boolean =>
    position >= mostPositions || bytes >= mostTermBytes || (places.get(term)?.length ?? 0) >= mostOfTerm

  return {
    end,
    /** Adds the terms of a text. No phrase goes on from the text before. */
    addText(terms: readonly string[]): void {
      position += 1
      for (const [index, term] of terms.entries()) {
        if (isFull(term)) {
          end()
          for (const again of terms.slice(Math.max(0, index - overlap), index)) add(again)
        }
        add(term)
      }
    },
    /** Adds a word that has no place. */
    addWord(word: string): void {
      if (bytes >= mostTermBytes) end()
      bytes += Buffer.byteLength(word) + 8
      words.push(word)
    },
    rows,
  }
}

/**
 * The rows of an article, as literals of tsvectors; its words as they are written; and the hashes of the words of each of its
 * passages.
 */
export const passagesOf = (
  article: Article,
): { rows: readonly string[]; forms: readonly string[]; hashes: Uint8Array } => {
  const passages = createPassages()
  const weights = new Map<string, number>()
  const weigh = (word: string, weight: number): void =>
    void weights.set(word, (weights.get(word) ?? 0) + weight)
  const at = { column: 0, passage: undefined as number | undefined }
  const indexing = createIndexing((word) => {
    const weight = weightOfColumn[at.column] ?? 1
    weigh(word.term, weight)
    if (at.column < columnsOfForms) weigh(formMark + word.form, weight)
    if (at.passage !== undefined) passages.add(at.passage, word)
  })
  const into = createRows()
  for (const [column, texts] of textsOf(article).entries())
    for (const { text, language, passage } of texts) {
      const terms: string[] = []
      Object.assign(at, { column, passage })
      indexing.add(text, language, terms)
      into.addText(terms)
    }
  const forms = indexing
    .forms()
    .split(' ')
    .filter((form) => form !== '')
  for (const form of forms) into.addWord(formMark + form)
  for (const [word, weight] of weights) {
    const level = leastOfLevel.findLastIndex((least) => weight >= least) + 1
    if (level > 0 && word !== '' && word !== formMark) into.addWord(markAt(level, word))
  }
  into.end()
  return { rows: into.rows, forms, hashes: passages.take() }
}
