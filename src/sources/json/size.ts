/** How much a text in JSON holds. `items` are those of lists; `keys` are counted as written, those written twice too. */
export type JsonSize = { depth: number; items: number; keys: number }

const [quote, comma, colon, openList, backslash, closeList, openObject, closeObject] = [
  34, 44, 58, 91, 92, 93, 123, 125,
]

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

/** Where the string that begins at `start` ends: after its closing quote, or with the text. */
const endOfString = (text: string, start: number): number => {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1
    if (escapes % 2 === 0) return at + 1
  }
  return text.length
}

/**
 * Counts what a text holds in one pass and without parsing it: JSON.parse takes 50 times the size of a text that is all
 * brackets or keys. Ends where it is deeper than `deepest`. A text that is not JSON is counted as if it were.
 */
export const sizeOfJson = (text: string, deepest: number): JsonSize => {
  const size = { depth: 0, items: 0, keys: 0 }
  const open: number[] = []
  let isFirst = false
  for (let at = 0; at < text.length && size.depth <= deepest; at += 1) {
    const code = text.charCodeAt(at)
    if (isSpace(code)) continue
    if (isFirst && code !== closeList) size.items += 1
    isFirst = code === openList
    if (code === quote) at = endOfString(text, at) - 1
    else if (code === comma && open.at(-1) === openList) size.items += 1
    else if (code === colon) size.keys += 1
    else if (code === openList || code === openObject) open.push(code)
    else if (code === closeList || code === closeObject) open.pop()
    size.depth = Math.max(size.depth, open.length)
  }
  return size
}
