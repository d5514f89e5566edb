import type { Definition, Nodes, Root } from 'mdast'
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

/** The context of a tree. One that was not made of a text has no `source`. */
export const createContext = (
  root: Root,
  { file = '', source = '', above = 0, mostMarks = Infinity },
): TreeContext => ({
  file,
  source,
  above,
  definitions: definitionsIn(root),
  used: new Set(),
  notes: [],
  faults: [],
  places: new Map(),
  mostMarks,
})

/** The place of a node in the file. */
export const placeOf = ({ position }: Positioned, { above }: TreeContext): Point => ({
  line: (position?.start.line ?? 1) + above,
  column: position?.start.column ?? 1,
})

/** The source of a node. */
export const sourceOf = ({ position }: Positioned, { source }: TreeContext): string =>
  source.slice(position?.start.offset, position?.end.offset)

/** The definition that a reference names. */
export const definitionOf = (identifier: string, context: TreeContext): Definition | undefined => {
  const label = identifier.toLowerCase()
  context.used.add(label)
  return context.definitions.get(label)
}
