/** The notes of one import, each once, in the order they came up. */
export type Notes = { add: (note: string) => void; list: () => string[] }

/** The most notes of one import; a page with more is told how many more. */
const most = 60

export const startNotes = (): Notes => {
  const notes = new Set<string>()
  return {
    add: (note) => notes.add(note),
    list: () => {
      const all = [...notes]
      const more = all.length - most
      return more > 0 ? [...all.slice(0, most), `and ${more} more notes like these`] : all
    },
  }
}

/** The beginning of a text, in quotation marks, by which a person finds it again. */
export const cite = (text: string): string => {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  const characters = Array.from(line.slice(0, 120))
  return characters.length > 60 || line.length > 120 ? `“${characters.slice(0, 60).join('')}…”` : `“${line}”`
}

/** `1 script`, `3 scripts`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`
