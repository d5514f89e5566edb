import type { Resource } from '../formats/resource.ts'

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
  vary = '',
): Record<string, string> => {
  if (isOpenToAll(origins)) return { ...(vary !== '' && { vary }), 'access-control-allow-origin': '*' }
  const isAllowed = origin !== undefined && origins.includes(origin)
  return {
    vary: vary === '' ? 'Origin' : `${vary}, Origin`,
    ...(isAllowed && { 'access-control-allow-origin': origin }),
  }
}

/** A link of an answer. */
export type HeaderLink = { rel: string; href: string; hreflang?: string }

const formatLink = ({ rel, href, hreflang }: HeaderLink): string =>
  `<${href}>; rel="${rel}"${hreflang === undefined ? '' : `; hreflang="${hreflang}"`}`

type Of = {
  cacheControl: string
  /** The names of request headers; empty where the answer depends on none. */
  vary: string
  /** `hreflang` is the language of what is linked to (RFC 8288 §3.4.1). */
  links: readonly HeaderLink[]
  /** The language of the content. */
  language?: string | undefined
  /** How many items the list has in all. */
  total?: number | undefined
  origins: readonly string[]
  /** A Content-Security-Policy in place of that of data; null for none. */
  policy?: string | null | undefined
  acceptRanges?: 'none' | 'bytes'
}

/** The headers of an answer that do not depend on its coding, as a flat list of names and values. */
export const headersOf = ({
  cacheControl,
  vary,
  links,
  language,
  total,
  origins,
  policy = policyOfData,
  acceptRanges = 'none',
}: Of): string[] => {
  const isOpen = isOpenToAll(origins)
  const names = [vary, isOpen ? '' : 'Origin'].filter((name) => name !== '').join(', ')
  const headers = ['cache-control', cacheControl]
  if (names !== '') headers.push('vary', names)
  if (language !== undefined) headers.push('content-language', language)
  if (links.length > 0) headers.push('link', links.map(formatLink).join(', '))
  if (total !== undefined) headers.push('x-total-count', String(total))
  if (isOpen) headers.push('access-control-allow-origin', '*')
  headers.push('access-control-expose-headers', exposedNames)
  headers.push('accept-ranges', acceptRanges)
  headers.push('x-content-type-options', 'nosniff')
  headers.push('referrer-policy', 'no-referrer')
  headers.push('cross-origin-resource-policy', 'cross-origin')
  if (policy !== null) headers.push('content-security-policy', policy)
  return headers
}

/** The headers of an answer at another address than its own: the address of the same bytes (RFC 9110 §8.7), and that of the resource (RFC 6596). */
export const headersOfAlias = (address: string, canonical: string): string[] => [
  'content-location',
  address,
  'link',
  `<${canonical}>; rel="canonical"`,
]

/** The one language of all; undefined where there are several, or none. */
const common = (languages: readonly string[]): string | undefined => {
  const [first, ...others] = new Set(languages)
  return others.length === 0 ? first : undefined
}

/**
 * The language of the readers of a resource (RFC 9110 §8.5): that of an article or of a part of it, and that of several
 * articles where it is one. The page of the service shows articles, its JSON does not.
 */
export const contentLanguageOf = (resource: Resource, isForReaders = false): string | undefined => {
  switch (resource.kind) {
    case 'article':
    case 'sections':
    case 'section':
      return resource.article.language
    case 'paragraph':
      return resource.paragraph.language
    case 'note':
      return resource.note.language
    case 'articles':
      return common(resource.items.map(({ language }) => language))
    case 'search':
      return common(resource.items.map(({ article }) => article.language))
    case 'feed':
      return common(resource.articles.map(({ language }) => language))
    case 'service':
      return isForReaders ? contentLanguageOf(resource.articles) : undefined
    case 'problem':
    case 'health':
    case 'document':
    case 'docs':
    case 'values':
    case 'asset':
      return undefined
  }
}

/** How many items a list has in all; undefined where it is no list. */
export const totalOf = (resource: Resource): number | undefined => {
  if (resource.kind === 'sections') return resource.article.sections.length
  return 'total' in resource ? resource.total : undefined
}
