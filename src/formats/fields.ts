/** The keys of an answer that were asked for: each whole, or of what stands under it the keys of its own. */
export type Fields = Map<string, Fields | 'all'>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The part of a value that `fields` names, in the order of the value; of each item of a list. */
export const select = (value: unknown, fields: Fields | 'all'): unknown => {
  if (fields === 'all' || !isObject(value)) return value
  if (Array.isArray(value)) return value.map((item) => select(item, fields))
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const asked = fields.get(key)
    return asked === undefined ? [] : [[key, select(inner, asked)]]
  })
  return Object.fromEntries(entries)
}
