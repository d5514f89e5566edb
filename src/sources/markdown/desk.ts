import type { Definition, Nodes } from 'mdast'
import type { Fault } from '../fault.ts'
import type { Place } from './guard.ts'

/** What is at hand while a document is read: its source, its definitions, and where what is found out is written down. */
export type Desk = {
  file: string
  /** The document without its front matter, and on which line of the file it begins, from 0. */
  source: string
  above: number
  definitions: Map<string, Definition>
  used: Set<string>
  warnings: Fault[]
  faults: Fault[]
  /** Where each part of the article file stands, by its path as `spellPath` spells it. */
  places: Map<string, Place>
}

/** The place of a node in the file. */
export const placeOf = ({ position }: Pick<Nodes, 'position'>, { above }: Pick<Desk, 'above'>): Place => ({
  line: (position?.start.line ?? 1) + above,
  column: position?.start.column ?? 1,
})

/** A node as it is written. */
export const sourceOf = ({ position }: Pick<Nodes, 'position'>, { source }: Desk): string =>
  source.slice(position?.start.offset, position?.end.offset)

/** Says what a node was and what became of it. */
export const warn = (node: Pick<Nodes, 'position'>, desk: Desk, problem: string, hint: string): void => {
  desk.warnings.push({ file: desk.file, ...placeOf(node, desk), path: '', problem, hint })
}

/** The definition that a reference names. CommonMark compares labels without case. */
export const definitionOf = (identifier: string, desk: Desk): Definition | undefined => {
  const label = identifier.toLowerCase()
  desk.used.add(label)
  return desk.definitions.get(label)
}
