import { type Article, type ArticleHead, type Image, allParagraphs } from '../article/article.ts'
import { ownPath } from '../article/addresses.ts'
import { absolute, paths, type Site } from './site.ts'

/** An object without its nulls and empty lists, for formats that leave out what is not known. */
export const withoutEmpty = (facts: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).filter(([, fact]) => fact !== null && !(Array.isArray(fact) && fact.length === 0)),
  )

type Placed = Pick<Article, 'id' | 'url'>

/** The absolute address of an article on this site. */
export const articleAddress = ({ id }: Pick<Article, 'id'>, site: Site): string =>
  absolute(site, paths(site).article(id))

/** An article and its translations, each by its language: none where it has no translation. */
export const languageVersions = ({
  id,
  language,
  translations,
}: Pick<Article, 'id' | 'language' | 'translations'>): { id: string; language: string }[] =>
  translations.length === 0 ? [] : [{ id, language }, ...translations]

/**
 * The absolute address of a link or image of an article; null where it is none. A relative one is resolved against the
 * address where the outlet published the article, or else against its address here.
 */
export const addressOf = (href: string, article: Placed, site: Site): string | null => {
  const own = ownPath(href)
  if (own !== undefined) return absolute(site, site.base + own)
  return URL.parse(href, article.url ?? articleAddress(article, site))?.href ?? null
}

/** The address where the outlet published an article, if that is known. */
export const sourceAddress = (article: Placed, site: Site): string | null =>
  article.url === null ? null : addressOf(article.url, article, site)

/** Resolves the links and images of an article for a format; null where one leads nowhere. */
export type Resolve = (href: string) => string | null

/** Every address absolute, for what is read elsewhere. */
export const toAbsolute =
  (article: Placed, site: Site): Resolve =>
  (href) =>
    addressOf(href, article, site)

/** Addresses of this site as paths, for its own pages. */
export const toPaths = (article: Placed, site: Site): Resolve => {
  const { origin } = new URL(site.url)
  return (href) => {
    const address = addressOf(href, article, site)
    return address?.startsWith(`${origin}/`) === true ? address.slice(origin.length) : address
  }
}

/** The authors of an article, with absolute addresses. */
export const authorsOf = (article: Article, site: Site): { name: string; url: string | null }[] =>
  article.authors.map(({ name, url }) => ({ name, url: url === null ? null : addressOf(url, article, site) }))

/** The image that stands for an article, with an absolute address; null where it has none. */
export const mainImage = (article: Placed & Pick<ArticleHead, 'image'>, site: Site): Image | null => {
  const { image } = article
  const url = image === null ? null : addressOf(image.url, article, site)
  return image === null || url === null ? null : { ...image, url }
}

/** The images of an article that have an address, which is absolute: first the one that stands for it. */
export const imagesIn = (article: Article, site: Site): Image[] => {
  const main = mainImage(article, site)
  const others = allParagraphs(article).flatMap((paragraph) => {
    if (paragraph.type !== 'image') return []
    const url = addressOf(paragraph.image.url, article, site)
    return url === null || url === main?.url ? [] : [{ ...paragraph.image, url }]
  })
  return main === null ? others : [main, ...others]
}

/** Whether the image that stands for an article is in its text too. */
export const isInText = ({ image, sections }: Pick<Article, 'image' | 'sections'>): boolean =>
  allParagraphs({ sections }).some(
    (paragraph) => paragraph.type === 'image' && paragraph.image.url === image?.url,
  )

/** A date of a source as a moment (RFC 3339): a day is its midnight in UTC. */
export const momentOf = (date: string | null): string | null =>
  date === null || date.includes('T') ? date : `${date}T00:00:00Z`

/** The scripts with a comma of their own, and the white space after it. */
const commas: Record<string, string> = {
  Arab: '، ',
  Aran: '، ',
  Rohg: '، ',
  Syrc: '، ',
  Thaa: '، ',
  Hans: '、',
  Hant: '、',
  Jpan: '、',
}

/** What stands between two names in a language: its comma, and the white space after it. */
export const commaIn = (language: string): string =>
  commas[new Intl.Locale(language).maximize().script ?? ''] ?? ', '
