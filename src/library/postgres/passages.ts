/** What an article is found by, as tsvectors: its terms with their places. Pure. */
import type { Article } from '../../article/article.ts'
import { createIndexing } from '../../search/tokens.ts'
import { textsOf } from '../texts.ts'
import { mostOfTerm, mostPositions, mostTermBytes, overlap } from './limits.ts'

/** PostgreSQL 8.11.1: quotes and backslashes are doubled. Its text has no NUL. */
export const quoteTerm = (term: string): string =>
  `'${term.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Stands before a word as it is written, which no term begins with. */
export const formMark = '='

/** The labels of title, headings, text and names: a tsvector has four. A word as it is written has that of headings. */
const labels = ['A', 'B', 'D', 'C']

/** Makes rows of terms, each of which a tsvector has room for. */
const createRows = () => {
  const rows: string[] = []
  let places = new Map<string, string[]>()
  let [position, bytes] = [0, 0]

  const end = (): void => {
    if (places.size > 0)
      rows.push([...places].map(([term, at]) => `${quoteTerm(term)}:${at.join(',')}`).join(' '))
    places = new Map()
    position = 0
    bytes = 0
  }

  const add = (term: string, label: string): void => {
    const at = places.get(term)
    position += 1
    if (at === undefined) {
      places.set(term, [`${position}${label}`])
      bytes += Buffer.byteLength(term) + 8
    } else at.push(`${position}${label}`)
  }

  const isFull = (term: string): boolean =>
    position >= mostPositions || bytes >= mostTermBytes || (places.get(term)?.length ?? 0) >= mostOfTerm

  return {
    end,
    /** Adds the terms of a text. No phrase goes on from the text before. */
    addText(terms: readonly string[], label: string): void {
      position += 1
      for (const [index, term] of terms.entries()) {
        if (isFull(term)) {
          end()
          for (const again of terms.slice(Math.max(0, index - overlap), index)) add(again, label)
        }
        add(term, label)
      }
    },
    /** Adds a word that has no place. */
    addWord(word: string, label: string): void {
      if (bytes >= mostTermBytes) end()
      bytes += Buffer.byteLength(word) + 8
      places.set(word, [`1${label}`])
    },
    rows,
  }
}

/** The rows of an article, as literals of tsvectors, and its words as they are written. */
export const passagesOf = (article: Article): { rows: readonly string[]; forms: readonly string[] } => {
  const indexing = createIndexing()
  const into = createRows()
  for (const [column, texts] of textsOf(article).entries())
    for (const { text, language } of texts) {
      const terms: string[] = []
      indexing.add(text, language, terms)
      into.addText(terms, labels[column] ?? 'D')
    }
  const forms = indexing
    .forms()
    .split(' ')
    .filter((form) => form !== '')
  for (const form of forms) into.addWord(formMark + form, 'B')
  into.end()
  return { rows: into.rows, forms }
}
