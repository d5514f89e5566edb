/** Headers that a page of another origin may read. */
export const exposed = ['ETag', 'Link', 'Content-Location', 'Retry-After', 'X-Total-Count']

export const exposedNames = exposed.join(', ')

/** Data loads nothing, runs nothing and may not be framed. */
const policyOfData = "default-src 'none'; frame-ancestors 'none'"

const none: readonly string[] = []

const isOpenToAll = (origins: readonly string[]): boolean => origins.includes('*')

/** The origin that may read an answer, as a flat list; empty where any origin may, which `headersOf` has said already. */
export const originHeaders = (origins: readonly string[], origin: string | undefined): readonly string[] =>
  origin !== undefined && !isOpenToAll(origins) && origins.includes(origin)
    ? ['access-control-allow-origin', origin]
    : none

/** The same for what is no representation: an error, a redirect, an answer to OPTIONS. */
export const corsHeaders = (
  origins: readonly string[],
  origin: string | undefined,
): Record<string, string> => {
  if (isOpenToAll(origins)) return { 'access-control-allow-origin': '*' }
  const isAllowed = origin !== undefined && origins.includes(origin)
  return { vary: 'Origin', ...(isAllowed && { 'access-control-allow-origin': origin }) }
}

type Of = {
  cacheControl: string
  /** The names of request headers; empty where the answer depends on none. */
  vary: string
  links: readonly { rel: string; href: string }[]
  /** The language of the content. */
  language?: string | undefined
  /** How many items the list has in all. */
  total?: number | undefined
  origins: readonly string[]
  policy?: string | undefined
}

/** The headers of an answer that do not depend on its coding, as a flat list of names and values. */
export const headersOf = ({ cacheControl, vary, links, language, total, origins, policy }: Of): string[] => {
  const isOpen = isOpenToAll(origins)
  const names = [vary, isOpen ? '' : 'Origin'].filter((name) => name !== '').join(', ')
  const headers = ['cache-control', cacheControl]
  if (names !== '') headers.push('vary', names)
  if (language !== undefined) headers.push('content-language', language)
  if (links.length > 0)
    headers.push('link', links.map(({ rel, href }) => `<${href}>; rel="${rel}"`).join(', '))
  if (total !== undefined) headers.push('x-total-count', String(total))
  if (isOpen) headers.push('access-control-allow-origin', '*')
  headers.push('access-control-expose-headers', exposedNames)
  headers.push('accept-ranges', 'none')
  headers.push('x-content-type-options', 'nosniff')
  headers.push('referrer-policy', 'no-referrer')
  headers.push('cross-origin-resource-policy', 'cross-origin')
  headers.push('content-security-policy', policy ?? policyOfData)
  return headers
}
