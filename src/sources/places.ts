/** A place in a file: line and column, both from 1; columns count UTF-16 units. */
export type Point = { line: number; column: number }

/** Something that is wrong at a point. */
export type PlacedProblem = Point & { problem: string; hint: string }

/** Where each line of a text begins. */
const startsOf = (text: string): number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The last of the starts that is not after an offset, found by halving. */
const lineAt = (starts: readonly number[], offset: number): number => {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Tells the place of an offset in a text. The index of its lines is made once, when it is first needed. */
export const createPlaces = (text: string): ((offset: number) => Point) => {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= startsOf(text)
    const line = lineAt(starts, offset)
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}
