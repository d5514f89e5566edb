import type { Fault } from '../fault.ts'
import { mostFrontLines } from '../limits.ts'
import type { PlacedProblem } from '../places.ts'

/** The end of a fence, and the whole of the one that front matter begins with. */
const fence = /^---[ \t]*$/
const end = /^(?:---|\.\.\.)[ \t]*$/

/** Keys of articles, in maqal and elsewhere: a line that begins with one is most likely no sentence of a text. */
const key =
  /^["']?(?:title|outlet|language|lang|date|datePublished|authors?|tags|summary|rubric|slug|description)["']?[ \t]*[:：=]/iu

/** What is meant as `---`: with a word after it or a space before, too short, too long, or of another sign. */
const almostFence = /^(?:[ \t]+---|---[ \t]*[^-\s].*|--|-{4,}|[—–―=_*~]{1,6})[ \t]*$/u

const otherForms: Record<string, string> = { '+++': 'TOML', ';;;': 'JSON' }

const problemAt = (line: number, problem: string, hint: string): PlacedProblem => ({
  line,
  column: 1,
  problem,
  hint,
})

const hint = 'begin the file with a line of --- alone'

/** The problem of a file that is most likely no article, such as a README. */
export const noFront = 'has no front matter'

const isBlank = (line: string): boolean => line.trim() === ''

const textStands = 'text stands'

/** What is above the fence, by its first line. */
const nameOf = (first: string | undefined, count: number): string => {
  if (first === undefined) return count === 1 ? 'a blank line stands' : 'blank lines stand'
  return /^\s*(?:<!--|%|\/\/|\/\*|# *(?:-\*-|!))/.test(first) ? 'a comment stands' : textStands
}

/**
 * Why text that looks like front matter is not read as such: something is before it, or its first line is not quite
 * `---`. Undefined where there is none, or it begins as it must.
 */
export const findMisplaced = (text: string, isStrict: boolean): PlacedProblem | undefined => {
  const lines = text.split('\n', mostFrontLines)
  const start = lines.findIndex((line) => !isBlank(line))
  const first = lines[start] ?? ''
  if (start < 0 || fence.test(lines[0] ?? '') || !lines.some((line) => key.test(line))) return undefined
  const form = otherForms[first.trim()]
  if (form !== undefined && isStrict) {
    const problem = `begins with ${first.trim()}: front matter in ${form} is not read`
    return problemAt(start + 1, problem, 'write it as YAML: lines of "key: value" between lines of ---')
  }
  if (almostFence.test(first) && (isStrict || key.test(lines[start + 1] ?? ''))) {
    return problemAt(start + 1, `begins with ${JSON.stringify(first.slice(0, 40))}, not with ---`, hint)
  }
  const opening = lines.findIndex((line) => fence.test(line))
  const inside = lines.slice(opening + 1)
  const closing = inside.findIndex((line) => end.test(line))
  if (opening < 0 || closing < 0 || !inside.slice(0, closing).some((line) => key.test(line))) return undefined
  const above = lines.slice(0, opening)
  const what = nameOf(
    above.find((line) => !isBlank(line)),
    above.length,
  )
  if (!isStrict && what === textStands) return undefined
  return problemAt(1, `${what} before the front matter`, hint)
}

/** How many of the first lines are keys and values, from the first that is not blank on. */
const countKeys = (lines: string[]): number => {
  const after = lines.findIndex((line) => !key.test(line))
  return after < 0 ? lines.length : after
}

/** Lines of keys and values where front matter would be, without its fences. */
export const findUnfenced = (text: string): PlacedProblem | undefined => {
  const lines = text.split('\n', mostFrontLines)
  const start = Math.max(
    lines.findIndex((line) => !isBlank(line)),
    0,
  )
  if (countKeys(lines.slice(start)) < 2) return undefined
  const problem = 'has front matter without its lines of ---'
  return problemAt(start + 1, problem, 'write --- on the line before it and after it')
}

const absent = (text: string): PlacedProblem => {
  const unfenced = findUnfenced(text)
  if (unfenced !== undefined) return unfenced
  const keys = /^#\s/m.test(text) ? 'outlet: … and language: …' : 'title: …, outlet: … and language: …'
  return problemAt(1, noFront, `begin it with --- on a line, lines of ${keys}, and --- on a line`)
}

/** Whether a text begins with front matter. */
export const hasFront = (text: string): boolean => fence.test(text.split('\n', 1)[0] ?? '')

const isOfFront = ({ path, problem }: Fault): boolean =>
  problem === 'is missing' && ['title', 'outlet', 'language'].includes(path)

/** The faults of a text without front matter: one, in place of one for each missing key. */
export const explainAbsent = (text: string, file: string, faults: readonly Fault[]): Fault[] => {
  const others = faults.filter((fault) => !isOfFront(fault))
  return others.length === faults.length ? others : [{ file, path: '', ...absent(text) }, ...others]
}
