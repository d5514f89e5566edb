import type { DatabaseSync } from 'node:sqlite'
import { mostSpelled } from '../../search/limits.ts'
import { passagesWith, wantedWord } from '../../search/passages.ts'
import { createSpelling } from '../../search/spelling.ts'
import { textsOf } from '../texts.ts'
import { type ArticleReader } from './reader.ts'
import { numberIn } from '../columns.ts'
import type { Tables } from './tables.ts'
import type { Steps } from './vocabulary.ts'

/** Makes the function that tells how texts write a folded word: as most of some that have it do. */
export const createSpeller = (database: DatabaseSync, reader: ArticleReader, { sets }: Tables) => {
  const having = sets.map(({ words, article }) =>
    database.prepare(
      `SELECT number FROM ${words} JOIN ${article} ON number = ${words}.rowid
       WHERE ${words} MATCH ? LIMIT ${mostSpelled}`,
    ),
  )
  return function* (form: string): Steps<string> {
    const keys = having.flatMap((of) => of.all(`forms : "${form}"`).map((row) => numberIn(row, 'number')))
    const snapshot = reader.snapshot(keys)
    const spelling = createSpelling(form)
    for (const index of keys.keys()) {
      const mayHold = passagesWith(snapshot.passages(index), wantedWord(form))
      for (const { text, language, passage } of textsOf(snapshot.article(index)).flat()) {
        if (passage !== undefined && !mayHold(passage)) continue
        if (!(yield* spelling.read(text, language))) return spelling.commonest()
      }
      yield
    }
    return spelling.commonest()
  }
}
