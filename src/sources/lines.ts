import type { Place } from './markdown/guard.ts'

/** Finds lines and columns of offsets, both from 1: the text is gone through once, when the first is asked for. */
export const createLocator = (text: string): ((offset: number) => Place) => {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= startsIn(text)
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

const startsIn = (text: string): number[] => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
