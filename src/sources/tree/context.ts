import type { Definition, FootnoteDefinition, Nodes, PhrasingContent, Root } from 'mdast'
import { createUnique, slug } from '../../article/slug.ts'
import type { Direction } from '../../article/text.ts'
import type { Fault } from '../fault.ts'
import type { Point } from '../places.ts'
import type { TreeNote } from './notes.ts'

/** What the reader of a tree carries along: the source, its definitions, and what it finds. */
export type TreeContext = {
  file: string
  /** The document without its front matter, and on which line of the file it begins, from 0. */
  source: string
  above: number
  definitions: ReadonlyMap<string, Definition>
  used: Set<string>
  /** The footnotes by the identifiers that references name, in order. */
  footnotes: ReadonlyMap<string, Footnote>
  /** The same by their ids in the article. */
  notesById: ReadonlyMap<string, Footnote>
  /** The direction of the article: Markdown aligns by the sides of the page. */
  direction: Direction
  /** Whether what cannot be kept is left out with a warning, where it would be a fault. */
  isLenient: boolean
  /** Reads a line of Markdown that is the value of an attribute. */
  parseInline: (text: string) => PhrasingContent[]
  notes: TreeNote[]
  faults: Fault[]
  /** The place of each part of the article file, by its path as `formatPath` writes it. */
  places: Map<string, Point>
  /** The most marks of one paragraph. */
  mostMarks: number
}

export type Positioned = Pick<Nodes, 'position'>

/** The definitions of a document by label. CommonMark compares labels without case, and the first definition counts. */
const definitionsIn = (root: Root): Map<string, Definition> => {
  const definitions = new Map<string, Definition>()
  const walk = (node: Nodes) => {
    if (node.type === 'definition') {
      const label = node.identifier.toLowerCase()
      if (!definitions.has(label)) definitions.set(label, node)
    }
    if ('children' in node) for (const child of node.children) walk(child)
  }
  walk(root)
  return definitions
}

/** A footnote: its id and label in the article, and where it stands in the tree. */
export type Footnote = { id: string; label: string; node: FootnoteDefinition }

const footnotesIn = (root: Root): Map<string, Footnote> => {
  const footnotes = new Map<string, Footnote>()
  const unique = createUnique([])
  const walk = (node: Nodes) => {
    if (node.type === 'footnoteDefinition' && !footnotes.has(node.identifier)) {
      const attributes = attributesOfNote(node)
      const name = slug(node.identifier)
      const made = /^\d*$/.test(name) ? `n${name || footnotes.size + 1}` : name
      const id = unique(attributes.get('id') ?? made)
      footnotes.set(node.identifier, {
        id,
        label: attributes.get('label') ?? String(footnotes.size + 1),
        node,
      })
    }
    if ('children' in node) for (const child of node.children) walk(child)
  }
  walk(root)
  return footnotes
}

/** The attributes that end a footnote, by their keys. */
const attributesOfNote = ({ children }: FootnoteDefinition): Map<string, string> => {
  const last = children.at(-1)
  const nodes = last?.type === 'paragraph' ? last.children : []
  return new Map(
    nodes.flatMap((node) =>
      node.type === 'attributes' ? node.attributes.map(({ key, value }) => [key, value]) : [],
    ),
  )
}

type Given = {
  file?: string
  source?: string
  above?: number
  mostMarks?: number
  direction?: Direction
  isLenient?: boolean
  parseInline?: TreeContext['parseInline']
}

/** The context of a tree. One that was not made of a text has no `source`. */
export const createContext = (root: Root, given: Given): TreeContext => {
  const footnotes = footnotesIn(root)
  return {
    file: '',
    source: '',
    above: 0,
    mostMarks: Infinity,
    direction: 'ltr',
    isLenient: false,
    parseInline: (value) => [{ type: 'text', value }],
    ...given,
    definitions: definitionsIn(root),
    used: new Set(),
    footnotes,
    notesById: new Map([...footnotes.values()].map((note) => [note.id, note])),
    notes: [],
    faults: [],
    places: new Map(),
  }
}

/** The place of a node in the file. */
export const placeOf = ({ position }: Positioned, { above }: TreeContext): Point => ({
  line: (position?.start.line ?? 1) + above,
  column: position?.start.column ?? 1,
})

/** The source of a node; empty for one that was not read from a text. */
export const sourceOf = ({ position }: Positioned, { source }: TreeContext): string =>
  position === undefined ? '' : source.slice(position.start.offset, position.end.offset)

/** The definition that a reference names. */
export const definitionOf = (identifier: string, context: TreeContext): Definition | undefined => {
  const label = identifier.toLowerCase()
  context.used.add(label)
  return context.definitions.get(label)
}
