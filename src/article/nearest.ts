import { closestMatch } from 'leven'

/** How many names an error lists at most: more help nobody to find theirs, and cost every such request. */
export const mostAvailable = 100

/** UTF-16 units: nobody types a longer name, and comparing takes the product of two lengths. */
const longestWord = 100

/** Distances above this are all alike: too far to be meant. */
const farthest = 255

/** Units between the common beginning and the common end of two words: at least as many as the edits from one to the other. */
const differing = (word: string, other: string): number => {
  const shorter = Math.min(word.length, other.length)
  let start = 0
  while (start < shorter && word.charCodeAt(start) === other.charCodeAt(start)) start += 1
  let end = 0
  const unit = (text: string) => text.charCodeAt(text.length - 1 - end)
  while (end < shorter - start && unit(word) === unit(other)) end += 1
  return Math.max(word.length, other.length) - start - end
}

/** Whether a word is the beginning of a name, and says enough of it. */
const begins = (word: string, name: string): boolean => word.length >= 3 && name.startsWith(word)

const distancesOf = (word: string, known: readonly string[]): Uint8Array => {
  const distances = new Uint8Array(known.length)
  known.forEach((name, index) => {
    distances[index] = begins(word, name) ? 0 : Math.min(differing(word, name), farthest)
  })
  return distances
}

/** The largest distance of which there is room for some within `most`, and for how many. */
const boundOf = (distances: Uint8Array, most: number): { bound: number; room: number } => {
  const counts = new Uint32Array(farthest + 1)
  for (const distance of distances) counts[distance] = (counts[distance] ?? 0) + 1
  let room = most
  let bound = 0
  while (bound < farthest && (counts[bound] ?? 0) <= room) {
    room -= counts[bound] ?? 0
    bound += 1
  }
  return { bound, room }
}

/** At most `mostAvailable` of the known names, in their order: all, or those nearest to `word`. Linear in their number. */
export const nearestFew = (word: string, known: readonly string[]): string[] => {
  if (known.length <= mostAvailable) return [...known]
  const distances = distancesOf(word, known)
  const { bound, room } = boundOf(distances, mostAvailable)
  let left = room
  return known.filter((_, index) => {
    const distance = distances[index] ?? farthest
    if (distance === bound) left -= 1
    return distance < bound || (distance === bound && left >= 0)
  })
}

/** The known word that is most likely meant: one that `word` begins, or one of whose letters at most a third differ. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > longestWord) return undefined
  const few = nearestFew(word, known)
  const begun = few.find((name) => begins(word, name))
  return begun ?? closestMatch(word, few, { maxDistance: Math.ceil(word.length / 3) })
}
