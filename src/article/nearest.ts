import { closestMatch } from 'leven'
import { longestName, mostAvailable } from './limits.ts'

/** Distances are counted up to this, in a byte: words that are farther apart are not alike. */
const farthest = 255

/** The length of what differs between the common start and the common end of two words: at least their edit distance. */
const differing = (word: string, other: string): number => {
  const shorter = Math.min(word.length, other.length)
  let start = 0
  while (start < shorter && word.charCodeAt(start) === other.charCodeAt(start)) start += 1
  let end = 0
  const unit = (text: string) => text.charCodeAt(text.length - 1 - end)
  while (end < shorter - start && unit(word) === unit(other)) end += 1
  return Math.max(word.length, other.length) - start - end
}

/** Whether a name starts with a word that is long enough to tell. */
const begins = (word: string, name: string): boolean => word.length >= 3 && name.startsWith(word)

const distancesOf = (word: string, known: readonly string[]): Uint8Array => {
  const distances = new Uint8Array(known.length)
  known.forEach((name, index) => {
    distances[index] = begins(word, name) ? 0 : Math.min(differing(word, name), farthest)
  })
  return distances
}

/** The distance up to which the names fit in `most`, and how many of those at that distance still do. */
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

/** The known word that was probably meant: it starts with `word`, or at most a third of its letters differ. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > longestName) return undefined
  const few = nearestFew(word, known)
  const begun = few.find((name) => begins(word, name))
  return begun ?? closestMatch(word, few, { maxDistance: Math.ceil(word.length / 3) })
}
