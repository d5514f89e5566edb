/** The parameters of a path, by name. */
export type Params = Record<string, string>

/** The pattern that a path has, and the segments that it names, decoded. */
export type Matched<Pattern> = { pattern: Pattern; params: Params }

/** The path of a pattern with these parameters. */
export const fill = (path: string, params: Params): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

const segmentsOf = (path: string): string[] => path.split('/').slice(1)

const matchSegments = (parts: readonly string[], segments: readonly string[]): Params | undefined => {
  const params: Params = {}
  for (const [index, part] of parts.entries()) {
    const segment = decodeURIComponent(segments[index] ?? '')
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined
    } else if (segment === '') return undefined
    else params[part.slice(1)] = segment
  }
  return params
}

/**
 * Makes the function that finds the pattern of a path as it is written in an address. In a pattern such as
 * `/articles/:article`, `:article` is one segment. Fastify's own router has a limit to
 * the length of a segment, which is the host's to set where the service is a plugin, and reads no redirect out of a path.
 */
export const createMatcher = <Pattern extends { path: string }>(all: readonly Pattern[]) => {
  const known = all.map((pattern) => ({ pattern, parts: segmentsOf(pattern.path) }))
  const byLength = Map.groupBy(known, ({ parts }) => parts.length)

  return (path: string): Matched<Pattern> | undefined => {
    const segments = segmentsOf(path)
    for (const { pattern, parts } of byLength.get(segments.length) ?? []) {
      const params = matchSegments(parts, segments)
      if (params !== undefined) return { pattern, params }
    }
    return undefined
  }
}
