import type { Alternates } from '../format.ts'
import { jsonFormat } from '../json.ts'
import { narrowedQuery, narrowedTitle } from '../narrowed.ts'
import type { Asked } from '../resource.ts'
import { paths, type Site } from '../site.ts'
import type { HtmlPage } from './page.ts'
import { markup, type Piece } from '../markup.ts'

/** Another form of a page. */
export type Form = { type: string; href: string; name: string }

const names: Record<string, string> = {
  json: 'JSON',
  md: 'Markdown',
  txt: 'Text',
  jsonld: 'JSON-LD',
  csv: 'CSV',
}

const formName = (href: string): string => {
  const extension = href.slice(href.lastIndexOf('.') + 1)
  return names[extension] ?? extension
}

/** The other forms of a page, named by their extensions. */
export const formsOf = ({ path, forms }: HtmlPage, alternates: Alternates): Form[] => {
  if (forms !== undefined || path === null) return forms ?? []
  const data = { type: jsonFormat.mediaType, href: path + jsonFormat.extension }
  return [data, ...alternates(path)]
    .filter(({ type }) => type !== 'text/html')
    .map(({ type, href }) => ({ type, href, name: formName(href) }))
}

/** A list as data. */
export const jsonForm = (path: string, query: string): Form => ({
  type: jsonFormat.mediaType,
  href: path + jsonFormat.extension + query,
  name: 'JSON',
})

/** The feeds of the newest articles of a list, or of the whole site. */
export const feedForms = (site: Site, asked: Asked = {}): Form[] => {
  const { feed } = paths(site)
  const query = narrowedQuery(asked)
  return [
    { type: 'application/feed+json', href: feed('json') + query, name: 'JSON Feed' },
    { type: 'application/atom+xml', href: feed('atom') + query, name: 'Atom' },
    { type: 'application/rss+xml', href: feed('rss') + query, name: 'RSS' },
  ]
}

/**
 * The links in the head to the feeds, which come first, and to the other forms, but not to plain JSON: feed readers take
 * each such alternate for a feed (Miniflux, NetNewsWire).
 */
export const alternateLinks = (forms: readonly Form[], { asked = {} }: HtmlPage, site: Site): Piece => {
  const title = narrowedTitle(asked, site)
  const feeds = feedForms(site, asked)
  const types = new Set([jsonFormat.mediaType, ...feeds.map(({ type }) => type)])
  const others = forms.filter(({ type }) => !types.has(type))
  return [
    feeds.map(
      ({ type, href, name }) =>
        markup`<link rel="alternate" type="${type}" title="${`${title} (${name})`}" href="${href}" />`,
    ),
    others.map(({ type, href }) => markup`<link rel="alternate" type="${type}" href="${href}" />`),
  ]
}
