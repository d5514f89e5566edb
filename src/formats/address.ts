import type { Article } from '../article/article.ts'
import { absolute, paths, type Site } from './site.ts'

type Placed = Pick<Article, 'id' | 'url'>

/** Where an article stands, absolute. */
export const articleAddress = ({ id }: Pick<Article, 'id'>, site: Site): string =>
  absolute(site, paths(site).article(id))

/**
 * Where a link or image of an article leads, absolute; null where that is no address. A path of the outlet's own begins
 * where the outlet published the article, or else where the article stands here.
 */
export const addressOf = (href: string, article: Placed, site: Site): string | null =>
  URL.parse(href, article.url ?? articleAddress(article, site))?.href ?? null

/** Where the outlet published an article, if that is known. */
export const sourceAddress = (article: Placed, site: Site): string | null =>
  article.url === null ? null : addressOf(article.url, article, site)

/** An address as URL parsers write it, or as it is where it is none. */
export const normalAddress = (address: string): string => URL.parse(address)?.href ?? address

/** Where a link or image leads, for a form; null where it leads nowhere. */
export type Leads = (href: string) => string | null

/** Where the links and images of an article lead from our own pages: a path of ours stays a path. */
export const leadsFrom = (article: Placed, site: Site): Leads => {
  const { origin } = new URL(site.url)
  return (href) => {
    const address = addressOf(href, article, site)
    return address?.startsWith(`${origin}/`) === true ? address.slice(origin.length) : address
  }
}
