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

/** Stands before a term among the words of all texts. */
export const termMark = ':'

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

/** What is held of a term: its places in the row that is being made, and its weight in the article. */
type Held = { at: number[]; weight: number }

/** Makes rows of terms, each of which a tsvector has room for. */
const createRows = () => {
  const rows: string[] = []
  const terms = new Map<string, Held>()
  const formWeights = new Map<string, number>()
  let words: string[] = []
  let [position, bytes] = [0, 0]

  const endRow = (): void => {
    const written: string[] = []
    for (const [term, held] of terms) {
      if (held.at.length === 0) continue
      written.push(`${quoteTerm(term)}:${held.at.join(',')}`)
      held.at = []
    }
    if (written.length + words.length > 0) rows.push([...written, ...words].join(' '))
    words = []
    position = 0
    bytes = 0
  }

  const sizeOf = (word: string): number => word.length * 3 + 8

  const add = (term: string, weight: number): void => {
    let held = terms.get(term)
    if (held === undefined) terms.set(term, (held = { at: [], weight: 0 }))
    position += 1
    if (held.at.length === 0) bytes += sizeOf(term)
    held.at.push(position)
    held.weight += weight
  }

  const isFull = (term: string): boolean =>
    position >= mostPositions || bytes >= mostTermBytes || (terms.get(term)?.at.length ?? 0) >= mostOfTerm

  const addWord = (word: string): void => {
    if (bytes >= mostTermBytes) endRow()
    bytes += sizeOf(word)
    words.push(quoteTerm(word))
  }

  const addMark = (word: string, weight: number): void => {
    const level = leastOfLevel.findLastIndex((least) => weight >= least) + 1
    if (level > 0) addWord(markAt(level, word))
  }

  return {
    /** Adds the terms of a text. No phrase goes on from the text before. */
    addText(own: readonly string[], weight: number): void {
      position += 1
      for (const [index, term] of own.entries()) {
        if (isFull(term)) {
          endRow()
          for (const again of own.slice(Math.max(0, index - overlap), index)) add(again, 0)
        }
        add(term, weight)
      }
    },
    weighForm(form: string, weight: number): void {
      formWeights.set(form, (formWeights.get(form) ?? 0) + weight)
    },
    terms: (): Iterable<string> => terms.keys(),
    /** Adds the words as they are written, which have no place, and the levels. Returns all rows. */
    end(forms: readonly string[]): string[] {
      for (const form of forms) addWord(formMark + form)
      for (const [form, weight] of formWeights) addMark(formMark + form, weight)
      for (const [term, { weight }] of terms) addMark(term, weight)
      endRow()
      return rows
    },
  }
}

/**
 * Makes the function that returns the rows of an article, as literals of tsvectors; its words as they are written, and its
 * terms; and the hashes of the words of each of its passages.
 */
export const createPassageRows = () => {
  const passages = createPassages()
  return (article: Article) => {
    const at = { column: 0, weight: 0, passage: undefined as number | undefined }
    const into = createRows()
    const indexing = createIndexing((word) => {
      if (at.passage !== undefined) passages.add(at.passage, word)
      if (at.column < columnsOfForms && word.form !== '') into.weighForm(word.form, at.weight)
    })
    for (const [column, texts] of textsOf(article).entries())
      for (const { text, language, passage } of texts) {
        const terms: string[] = []
        const weight = weightOfColumn[column] ?? 1
        Object.assign(at, { column, weight, passage })
        indexing.add(text, language, terms)
        into.addText(terms, weight)
      }
    const forms = indexing
      .forms()
      .split(' ')
      .filter((form) => form !== '')
    return { rows: into.end(forms), forms, terms: into.terms(), hashes: passages.take() }
  }
}
