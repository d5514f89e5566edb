/** The parameters of a path, by name. */
export type Params = Record<string, string>

/** The pattern that a path has, and the segments that it names, decoded. */
export type Matched<Pattern> = { pattern: Pattern; params: Params }

/** The path of a pattern with these parameters. */
export const fill = (path: string, params: Params): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

const segmentsOf = (path: string): string[] => path.split('/').slice(1)

/** A part of a pattern: the name of a parameter, or a fixed name. */
type Part = { name: string; isParameter: boolean }

const toPart = (text: string): Part => ({ name: text.replace(/^:/, ''), isParameter: text.startsWith(':') })

const isMatch = (parts: readonly Part[], segments: readonly string[]): boolean =>
  parts.every(({ name, isParameter }, index) =>
    isParameter ? segments[index] !== '' : segments[index] === name,
  )

const paramsIn = (parts: readonly Part[], segments: readonly string[]): Params => {
  const params: Params = {}
  for (const [index, { name, isParameter }] of parts.entries())
    if (isParameter) params[name] = segments[index] ?? ''
  return params
}

/**
 * Makes the function that finds the pattern of a path as it is written in an address. In a pattern such as
 * `/articles/:article`, `:article` is one segment. Fastify's own router has a limit to
 * the length of a segment, which is the host's to set where the service is a plugin, and reads no redirect out of a path.
 */
export const createMatcher = <Pattern extends { path: string }>(all: readonly Pattern[]) => {
  const known = all.map((pattern) => ({ pattern, parts: segmentsOf(pattern.path).map(toPart) }))
  const byLength = Map.groupBy(known, ({ parts }) => parts.length)

  return (path: string): Matched<Pattern> | undefined => {
    const written = segmentsOf(path)
    const candidates = byLength.get(written.length)
    if (candidates === undefined) return undefined
    const segments = path.includes('%') ? written.map(decodeURIComponent) : written
    const found = candidates.find(({ parts }) => isMatch(parts, segments))
    return found && { pattern: found.pattern, params: paramsIn(found.parts, segments) }
  }
}
