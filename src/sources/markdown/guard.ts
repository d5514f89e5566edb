/** A place in a file, both from 1. */
export type Place = { line: number; column: number }

/** Deeper than any article needs: a document within it cannot exhaust the stack of what walks it. */
export const deepest = 32

/** More of one delimiter than any paragraph needs: to pair them takes quadratic time, and cubic for brackets. */
const most: Record<string, number> = { '*': 2000, _: 2000, '`': 2000, '[': 500 }

const container = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))/y
const thematicBreak = /^[ \t]*([-*_])[ \t]*(?:\1[ \t]*)+$/
const beginsBlock = /^[ \t]*(?:$|#|>|(?:[-+*]|\d{1,9}[.)])[ \t])/
const fence = /^[> \t]*(`{3,}|~{3,})/

/** How many quotes and lists a line may open: those it writes, and those it is indented into. */
const nestingOf = (line: string): number => {
  let count = 0
  container.lastIndex = 0
  while (container.test(line)) count += 1
  if (count === 0 || thematicBreak.test(line)) return 0
  const indent = /^[ \t]*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0
  return count + Math.floor(indent / 2)
}

const delimiters = /\\.|[*_`[]/g

/** What of a document would take too long or too deep a reading, judged line by line before anything parses it. */
export const tooMuch = (text: string): (Place & { problem: string; hint: string }) | undefined => {
  let counts: Record<string, number> = {}
  let opened: string | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const place = { line: index + 1, column: 1 }
    const fenced = fence.exec(line)?.[1]
    if (opened !== undefined) {
      if (fenced?.startsWith(opened) === true) opened = undefined
      continue
    }
    if (nestingOf(line) > deepest) {
      return { ...place, problem: `is nested more than ${deepest} deep`, hint: 'lift it out' }
    }
    if (fenced !== undefined) opened = fenced
    if (beginsBlock.test(line)) counts = {}
    for (const [found] of line.matchAll(delimiters)) {
      const count = (counts[found] ?? 0) + 1
      counts[found] = count
      if (count === (most[found] ?? Infinity) + 1) {
        const problem = `has more than ${most[found]} of ${found} in one paragraph`
        return { ...place, problem, hint: `divide it, or write \\${found}` }
      }
    }
  }
  return undefined
}

type Tree = { children?: Tree[]; position?: { start: Place } | undefined }

/** The first node that stands deeper than is read, found without recursion. */
export const tooDeep = (root: Tree): Place | undefined => {
  let level = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > 2 * deepest) return level[0]?.position?.start ?? { line: 1, column: 1 }
    level = level.flatMap(({ children = [] }) => children)
  }
  return undefined
}
