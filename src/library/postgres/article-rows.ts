/** The rows of articles, as they are sent to their tables. */
import type { TransactionSql } from 'postgres'
import { aliasKeys } from '../../article/aliases.ts'
import { headOf } from '../../article/article.ts'
import { fold } from '../../article/fold.ts'
import { relationsIn } from '../../article/relations.ts'
import { shownOf } from '../../article/shown.ts'
import type { Stored } from '../library.ts'
import { moment, namesOf } from '../texts.ts'
import { createPassageRows } from './passages.ts'

type Value = string | number

/** The columns of each table, with their types. */
const columns: Record<string, Record<string, string>> = {
  article: {
    number: 'bigint',
    entered: 'bigint',
    id: 'text',
    title: 'text',
    newest: 'float8',
    oldest: 'float8',
    newest_change: 'float8',
    oldest_change: 'float8',
    since: 'float8',
    until: 'float8',
    head: 'text',
    file: 'text',
    stamp: 'text',
    digest: 'text',
    code: 'text',
    content: 'text',
    relations: 'text',
    beside: 'text',
  },
  body: { number: 'bigint', body: 'text', hashes: 'text' },
  name: { facet: 'text', folded: 'text', number: 'bigint', written: 'text' },
  passage: {
    number: 'bigint',
    entered: 'bigint',
    since: 'float8',
    until: 'float8',
    newest: 'float8',
    id: 'text',
    terms: 'text',
  },
  long_passage: { number: 'bigint', terms: 'text' },
  alias: { name: 'text', number: 'bigint' },
  used: { hash: 'text', number: 'bigint', path: 'text', facts: 'text' },
  kin: { key: 'text', number: 'bigint' },
}

/** What columns are read as that are sent as text, or count from where the articles of a batch begin. */
const reading: Record<string, string> = {
  terms: 'terms::tsvector',
  hashes: "decode(hashes, 'base64')",
  number: 'number + $1::bigint',
  entered: 'entered + $2::bigint',
}

/** The text of PostgreSQL has no NUL. */
const storable = (value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value

/**
 * Inserts rows, as one array for each column. COPY would be as fast, and `postgres` does not say when the rows that it was
 * given are refused.
 */
export const insertRows = async (
  tx: TransactionSql,
  {
    schema,
    table,
    from,
  }: { schema: string; table: string; from: readonly [number: number, entered: number] },
  rows: readonly (readonly Value[])[],
): Promise<void> => {
  if (rows.length === 0) return
  const own = Object.entries(columns[table] ?? {})
  const arrays = own.map((_, index) => rows.map((row) => storable(row[index] ?? '')))
  const names = own.map(([name]) => name).join(', ')
  const read = own.map(([name]) => reading[name] ?? name).join(', ')
  const given = own.map(([, type], index) => `$${index + 3}::${type}[]`).join(', ')
  await tx.unsafe(
    `INSERT INTO ${schema}.${table} (${names}) SELECT ${read} FROM unnest(${given}) AS given(${names})
     -- A value that is bound must be in the statement.
     WHERE $1::bigint + $2::bigint IS NOT NULL`,
    [...from, ...arrays] as never[],
  )
}

/** What rows are made with: `addWords` is given the words of each article. */
type RowsOptions = {
  code: string
  addWords: (words: { forms: Iterable<string>; terms: Iterable<string> }) => void
}

/** The rows of articles, by table: their numbers, and the revision that they enter with, are counted from 0. */
export const rowsOf = (stored: readonly Stored[], { code, addWords }: RowsOptions) => {
  const rows = {
    article: [] as Value[][],
    body: [] as Value[][],
    name: [] as Value[][],
    passage: [] as Value[][],
    long_passage: [] as Value[][],
    alias: [] as Value[][],
    used: [] as Value[][],
    kin: [] as Value[][],
  }
  const passagesOf = createPassageRows()
  for (const [number, change] of stored.entries()) {
    const { file, stamp, digest, article, beside = [], uses = [], text = '' } = change
    const { since, until } = change.shown ?? shownOf(article)
    const relations = relationsIn(file, article)
    const { datePublished, dateModified } = article
    const newest = moment(datePublished, -Infinity)
    rows.article.push([
      number,
      0,
      article.id,
      fold(article.title),
      newest,
      moment(datePublished, Infinity),
      moment(dateModified, -Infinity),
      moment(dateModified, Infinity),
      since,
      until,
      JSON.stringify(headOf(article)),
      file,
      stamp,
      digest,
      code,
      text,
      JSON.stringify(relations),
      JSON.stringify(beside),
    ])
    const passages = passagesOf(article)
    rows.body.push([number, JSON.stringify(article), Buffer.from(passages.hashes).toString('base64')])
    const named = new Set<string>()
    for (const [facet, names] of Object.entries(namesOf(article)))
      for (const name of names) {
        const folded = fold(name)
        if (named.has(`${facet} ${folded}`)) continue
        named.add(`${facet} ${folded}`)
        rows.name.push([facet, folded, number, name])
      }
    const [terms = '', ...more] = passages.rows
    if (more.length === 0) rows.passage.push([number, 0, since, until, newest, article.id, terms])
    else for (const row of passages.rows) rows.long_passage.push([number, row])
    addWords(passages)
    for (const alias of aliasKeys(article)) rows.alias.push([alias, number])
    const paths = new Set<string>()
    for (const use of uses) {
      if (paths.has(`${use.hash} ${use.path}`)) continue
      paths.add(`${use.hash} ${use.path}`)
      rows.used.push([use.hash, number, use.path, JSON.stringify(use)])
    }
    for (const key of relations.kin) rows.kin.push([key, number])
  }
  return rows
}
