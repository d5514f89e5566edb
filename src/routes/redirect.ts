import { encodeTarget } from '../http/target.ts'

const lowerSegment = (segment: string): string => {
  const text = decodeURIComponent(segment)
  const lower = text.toLowerCase()
  return lower === text ? segment : encodeURIComponent(lower)
}

const lower = (path: string): string => path.split('/').map(lowerSegment).join('/')

/** The paths that one may have been meant for: without the slash at its end, in lower case, and both. */
const likelyPaths = (path: string): string[] => {
  const shorter = path.length > 1 ? path.replace(/\/$/, '') : path
  const candidates = new Set([shorter, lower(path), lower(shorter)])
  // The service itself is not meant by whatever is no path.
  return [...candidates].filter((candidate) => candidate !== path && candidate !== '/')
}

/** The first of the likely paths at which something stands, as it goes into an address. */
export const findLikelyPath = async (
  path: string,
  isThere: (path: string) => Promise<boolean>,
): Promise<string | undefined> => {
  for (const candidate of likelyPaths(path)) if (await isThere(candidate)) return encodeTarget(candidate)
  return undefined
}
