/** Headers that a page of another origin may read. */
export const exposed = ['ETag', 'Link', 'Content-Location', 'Retry-After']

/** Data loads nothing, runs nothing and is framed nowhere. */
const policyOfData = "default-src 'none'; frame-ancestors 'none'"

export const isOpenToAll = (origins: readonly string[]): boolean => origins.includes('*')

type Of = {
  cacheControl: string
  vary: string
  location: string | undefined
  link: string
  origins: readonly string[]
  policy: string | undefined
}

/** The headers of an answer that do not depend on its coding, as a flat list of names and values. */
export const headersOf = ({ cacheControl, vary, location, link, origins, policy }: Of): string[] => {
  const isOpen = isOpenToAll(origins)
  const names = [vary, isOpen ? '' : 'Origin'].filter((name) => name !== '').join(', ')
  const headers = ['cache-control', cacheControl]
  if (names !== '') headers.push('vary', names)
  if (location !== undefined) headers.push('content-location', location)
  if (link !== '') headers.push('link', link)
  if (isOpen) headers.push('access-control-allow-origin', '*')
  headers.push('access-control-expose-headers', exposed.join(', '))
  headers.push('accept-ranges', 'none')
  headers.push('x-content-type-options', 'nosniff')
  headers.push('referrer-policy', 'no-referrer')
  headers.push('cross-origin-resource-policy', 'cross-origin')
  headers.push('content-security-policy', policy ?? policyOfData)
  return headers
}
