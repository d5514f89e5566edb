import { nearest } from '../../article/nearest.ts'
import { type Attributes, readAttributes } from './attributes.ts'
import { type Desk, placeOf } from './desk.ts'

/** A part of the article file as it is put together; the schema judges it when it is whole. */
export type Part = Record<string, unknown>

/** Which attributes a part may have, and the keys of the article file that they are. */
const keysOf = {
  title: {},
  heading: { id: 'id' },
  opening: { id: 'id', level: 'level' },
  paragraph: { id: 'id', lang: 'language', dir: 'direction' },
  image: { id: 'id', lang: 'language', dir: 'direction', credit: 'credit', width: 'width', height: 'height' },
} satisfies Record<string, Record<string, string>>
export type Kind = keyof typeof keysOf

const unknownKey = (key: string, keys: string[]): { problem: string; hint: string } => {
  const near = nearest(key, keys)
  const question = near === undefined ? '' : `did you mean "${near}"? `
  const known = keys.length === 0 ? 'there are none here' : `the attributes here are ${keys.join(', ')}`
  return { problem: `unknown attribute "${key}"`, hint: `${question}${known}; for a brace as text write \\{` }
}

const spellAttribute = (key: string): string => (key === 'id' ? '#' : key)

/** Reads blocks of attributes into the part they belong to. */
export const attach = (blocks: Attributes[], kind: Kind, part: Part, path: string, desk: Desk) => {
  const keys: Record<string, string> = keysOf[kind]
  for (const block of blocks) {
    const place = placeOf(block, desk)
    const fault = (problem: string, hint: string) =>
      desk.faults.push({ file: desk.file, ...place, path, problem, hint })
    for (const { key, value } of readAttributes(block.value)) {
      const name = Object.hasOwn(keys, key) ? keys[key] : undefined
      if (name === undefined) {
        const { problem, hint } = unknownKey(key, Object.keys(keys).map(spellAttribute))
        fault(problem, hint)
      } else if (
        Object.hasOwn(part, name) &&
        part[name] !== undefined &&
        desk.places.has(`${path}.${name}`)
      ) {
        fault(`the attribute "${key}" is written twice`, 'keep one of the two')
      } else {
        part[name] = /^(?:level|width|height)$/.test(name) && /^\d+$/.test(value) ? Number(value) : value
        desk.places.set(`${path}.${name}`, place)
      }
    }
  }
}
