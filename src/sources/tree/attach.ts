import type { Literal, PhrasingContent } from 'mdast'
import { nearest } from '../../article/nearest.ts'
import { type TreeContext, placeOf } from './context.ts'
import { readInline } from './inline.ts'

/** A key and value that a block of attributes gives; `#id` is the key `id`. */
export type Attribute = { key: string; value: string }

/** A block of attributes within the content of a paragraph or heading; `value` is the block as written. */
export interface Attributes extends Literal {
  type: 'attributes'
  attributes: Attribute[]
}

declare module 'mdast' {
  interface PhrasingContentMap {
    attributes: Attributes
  }
  interface RootContentMap {
    attributes: Attributes
  }
  interface Data {
    /** Attributes of a block that are not in its content. */
    attributes?: Attribute[]
    /** Who said a quote; empty where nobody is named. Without it, the last line of the quote may name them. */
    attribution?: string
    /** What an emphasis is in truth, where Markdown has no sign for it. */
    mark?: 'superscript' | 'subscript' | 'language'
    /** The language and direction of such an emphasis. */
    language?: { lang: string; dir: string }
    /** The caption of a table, an image or media. */
    caption?: PhrasingContent[]
  }
}

/** A part of the article file as it is put together; the schema judges it when it is whole. */
export type Part = Record<string, unknown>

/** Attributes of every paragraph, and the keys of the article file that they are. */
const common = { id: 'id', lang: 'language', dir: 'direction', role: 'role', label: 'label', group: 'group' }
const captioned = { caption: 'caption', credit: 'credit', width: 'width', height: 'height' }

/** Which attributes a part may have. */
const keysOf = {
  title: {},
  heading: { id: 'id', aliases: 'aliases' },
  opening: { id: 'id', level: 'level', aliases: 'aliases' },
  paragraph: common,
  quote: { ...common, cite: 'url' },
  item: { term: 'term' },
  image: { ...common, ...captioned },
  code: { ...common, syntax: 'syntax' },
  table: { ...common, caption: 'caption' },
  media: {
    ...common,
    ...captioned,
    media: 'kind',
    title: 'title',
    provider: 'provider',
    poster: 'poster',
    duration: 'duration',
  },
  note: { id: 'id', label: 'label', lang: 'language', dir: 'direction' },
} satisfies Record<string, Record<string, string>>

export type PartKind = keyof typeof keysOf

/** What a part of this type of paragraph is to `attach`. */
export const kindOf = ({ type }: Part): PartKind =>
  typeof type === 'string' && Object.hasOwn(keysOf, type) ? (type as PartKind) : 'paragraph'

const isNumber = (name: string, value: string): boolean =>
  (/^(?:level|width|height|group)$/.test(name) && /^\d+$/.test(value)) ||
  (name === 'duration' && /^\d+(?:\.\d+)?$/.test(value))

/** A caption is Markdown on one line. */
const setCaption = (
  part: Part,
  value: string,
  { line, context }: { line: number; context: TreeContext },
): void => {
  const own = { ...context, source: value, above: line - 1 }
  const { text, marks } = readInline(context.parseInline(value), own)
  part['caption'] = text
  if (marks.length > 0) part['captionMarks'] = marks
}

const explainUnknown = (key: string, keys: string[]): { problem: string; hint: string } => {
  const near = nearest(key, keys)
  const question = near === undefined ? '' : `did you mean "${near}"? `
  const known = keys.length === 0 ? 'there are none here' : `the attributes here are ${keys.join(', ')}`
  return { problem: `unknown attribute "${key}"`, hint: `${question}${known}; for a brace as text write \\{` }
}

/** A part that attributes belong to, and where it is in the article file. */
type Target = { kind: PartKind; part: Part; path: string }

/** Writes attributes into the part they belong to. */
export const attach = (blocks: Attributes[], { kind, part, path }: Target, context: TreeContext): void => {
  const keys: Record<string, string> = keysOf[kind]
  for (const block of blocks) {
    const place = placeOf(block, context)
    const addFault = (problem: string, hint: string) =>
      context.faults.push({ file: context.file, ...place, path, problem, hint })
    for (const { key, value } of block.attributes) {
      const name = Object.hasOwn(keys, key) ? keys[key] : undefined
      if (name === undefined) {
        const known = Object.keys(keys).map((each) => (each === 'id' ? '#' : each))
        const { problem, hint } = explainUnknown(key, known)
        if (context.isLenient)
          addFault(`${problem}: ${JSON.stringify(value.slice(0, 200))}`, `left out. ${hint}`)
        else addFault(problem, hint)
      } else if (part[name] !== undefined && context.places.has(`${path}.${name}`)) {
        addFault(`the attribute "${key}" is written twice`, 'keep one of the two')
      } else {
        if (name === 'caption') setCaption(part, value, { line: place.line, context })
        else if (name === 'aliases') part[name] = value.trim().split(/\s+/)
        else part[name] = isNumber(name, value) ? Number(value) : value
        context.places.set(`${path}.${name}`, place)
      }
    }
  }
}
