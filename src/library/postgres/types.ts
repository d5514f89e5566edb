/**
 * The types of values that `postgres` does not know by itself. It would ask each connection for them first; where one is lost
 * meanwhile nobody waits for that answer, and its rejection ends the process.
 */

/** PostgreSQL 8.15: an array of one dimension, whose items may all be quoted. */
const serializeArray = (items: readonly (string | number | null)[]): string =>
  `{${items.map((item) => (item === null ? 'NULL' : `"${String(item).replaceAll(/["\\]/g, String.raw`\$&`)}"`)).join(',')}}`

const parseArray = <Item>(text: string, parse: (item: string) => Item): (Item | null)[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs)].map(([, quoted, plain = '']) => {
    if (quoted !== undefined) return parse(quoted.replaceAll(/\\(.)/gs, '$1'))
    return plain === 'NULL' ? null : parse(plain)
  })

const arrayOf = <Item>(oid: number, parse: (item: string) => Item) => ({
  to: oid,
  from: [oid],
  serialize: serializeArray,
  parse: (text: string) => parseArray(text, parse),
})

export const types = {
  // bigint as number: revisions and counts are far below 2^53.
  bigint: { to: 20, from: [20], parse: Number, serialize: String },
  booleans: arrayOf(1000, (item) => item === 't'),
  integers: arrayOf(1007, Number),
  texts: arrayOf(1009, String),
  bigints: arrayOf(1016, Number),
  floats: arrayOf(1022, Number),
}
