import { type Fault, limitFaults } from '../fault.ts'
import type { PlacedProblem } from '../places.ts'
import { type Mapping, readYaml } from '../yaml/yaml.ts'
import { readOtherFront } from './front-forms.ts'
import { findMisplaced, findUnfenced, hasFront } from './misplaced.ts'

/** The front matter of a file: its value, the places of its parts, and the document below it. */
export type Front = Mapping & {
  body: string
  /** How many lines are above the body. */
  above: number
}

/** It ends in `---`, or as a document of YAML does, in `...` (YAML 1.2 §9.1.2). */
const fences = /^---[ \t]*\n(?:([^]*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|$)/

/**
 * Splits a file into front matter and document. A file has front matter if it begins with `---`, or unless it is read strictly
 * with TOML between lines of `+++` or an object of JSON.
 */
export const readFront = (text: string, file: string, isStrict: boolean): Front | { faults: Fault[] } => {
  const start = { line: 1, column: 1 }
  const refuse = (problems: PlacedProblem[]) => ({
    faults: limitFaults(problems.map((each) => ({ file, path: '', ...each }))),
  })
  if (!hasFront(text)) {
    const other = isStrict ? undefined : readOtherFront(text)
    if (other !== undefined) {
      if ('problem' in other) return refuse([other.problem])
      const above = text.slice(0, other.length).split('\n').length - 1
      return { ...other.mapping, body: text.slice(other.length), above }
    }
    const misplaced = findMisplaced(text, isStrict)
    if (misplaced !== undefined) return refuse([misplaced])
    const unfenced = isStrict ? undefined : findUnfenced(text)
    const warnings = unfenced === undefined ? [] : [{ path: '', ...unfenced }]
    return { value: {}, place: () => start, written: () => undefined, warnings, body: text, above: 0 }
  }
  const found = fences.exec(text)
  if (found === null) {
    return refuse([{ ...start, problem: 'the front matter has no end', hint: 'end it with a line of ---' }])
  }
  const read = readYaml(found[1] ?? '', { name: 'the front matter', firstLine: 2 })
  if ('problems' in read) return refuse(read.problems)
  return { ...read, body: text.slice(found[0].length), above: found[0].split('\n').length - 1 }
}
