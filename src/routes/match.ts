import type { Params } from '../http/reading.ts'

/** Something that stands at the paths of a pattern such as `/articles/:article`, in which `:name` is one segment. */
type Placed<Value> = { pattern: string; value: Value }

/** What stands at a path, and the segments that its pattern names, decoded. */
export type Matched<Value> = { value: Value; params: Params }

const segmentsOf = (path: string): string[] => path.split('/').slice(1)

const matchSegments = (pattern: readonly string[], segments: readonly string[]): Params | undefined => {
  const params: Params = {}
  for (const [index, part] of pattern.entries()) {
    const segment = decodeURIComponent(segments[index] ?? '')
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined
    } else if (segment === '') return undefined
    else params[part.slice(1)] = segment
  }
  return params
}

/**
 * Makes the function that finds what stands at a path as it is written in an address. Fastify's own router has a limit to
 * the length of a segment, which is the host's to set where the service is a plugin, and reads no redirect out of a path.
 */
export const createMatcher = <Value>(all: readonly Placed<Value>[]) => {
  const known = all.map(({ pattern, value }) => ({ pattern: segmentsOf(pattern), value }))
  const byLength = Map.groupBy(known, ({ pattern }) => pattern.length)

  return (path: string): Matched<Value> | undefined => {
    const segments = segmentsOf(path)
    for (const { pattern, value } of byLength.get(segments.length) ?? []) {
      const params = matchSegments(pattern, segments)
      if (params !== undefined) return { value, params }
    }
    return undefined
  }
}
