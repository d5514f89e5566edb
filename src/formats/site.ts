import { type AddressMap, ownPath } from '../article/addresses.ts'

/**
 * The addresses and the name of the service. `base` is before every path ("" or "/api"), `url` before every absolute
 * address. `origin` is that of PUBLIC_URL, if it is set, and is before the links of JSON and of `Link` headers.
 */
export type Site = { base: string; url: string; origin?: string; name?: string }

/** The name of a site. It is "maqal" where no name is set and the articles are not all of one outlet. */
export const siteName = ({ name = 'maqal' }: Pick<Site, 'name'>): string => name

export const withName = (site: Site, name: string | undefined): Site =>
  name === undefined ? site : { ...site, name }

/** Parameters as a query string, in their order. */
export const formatQuery = (parameters: readonly (readonly [name: string, value: unknown])[]): string => {
  const pairs = parameters.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** A path as a link of JSON and of `Link` headers, which can be followed from any origin where PUBLIC_URL is set. */
export const linkTo = ({ origin = '' }: Site, path: string): string => origin + path

/** The addresses of an article with those of the service as links. */
export const linkedAddresses = (site: Site): AddressMap => {
  const link = <Address extends string | null>(address: Address): Address => {
    const own = address === null ? undefined : ownPath(address)
    return own === undefined ? address : (linkTo(site, site.base + own) as Address)
  }
  return {
    image: (image) => ({ ...image, url: link(image.url) }),
    media: (media) => ({ ...media, url: link(media.url), poster: link(media.poster) }),
    href: link,
  }
}

/** The absolute address of a path. */
export const absolute = ({ url }: Site, path: string): string => new URL(path, url).href

/** A part of a page by its id, as the end of an address. */
export const fragment = (id: string): string => `#${encodeURIComponent(id)}`

const part = encodeURIComponent

/** The paths of the resources. */
export const paths = ({ base }: Pick<Site, 'base'>) => ({
  service: `${base}/`,
  problem: (name: string) => `${base}/problems/${name}`,
  live: `${base}/health/live`,
  ready: `${base}/health/ready`,
  schema: `${base}/schemas/article.json`,
  openapi: `${base}/openapi.json`,
  docs: `${base}/docs`,
  feed: (form: 'json' | 'atom' | 'rss') => `${base}/feed.${form}`,
  asset: (name: string) => `${base}/assets/${name}`,
  file: (hash: string, name: string) => `${base}/files/${hash}/${encodeURIComponent(name)}`,
  articles: `${base}/articles`,
  articlesWith: (filter: string, value: string) => `${base}/articles${formatQuery([[filter, value]])}`,
  values: (facet: string) => `${base}/${facet}s`,
  search: `${base}/search`,
  article: (article: string) => `${base}/articles/${part(article)}`,
  sections: (article: string) => `${base}/articles/${part(article)}/sections`,
  section: (article: string, section: string) =>
    `${base}/articles/${part(article)}/sections/${part(section)}`,
  note: (article: string, note: string) => `${base}/articles/${part(article)}/notes/${part(note)}`,
  paragraph: (article: string, paragraph: string) =>
    `${base}/articles/${part(article)}/paragraphs/${part(paragraph)}`,
})
