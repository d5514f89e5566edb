import type { ArticleHead } from '../../article/article.ts'
import { directionOf } from '../../article/text.ts'
import type { ArticlesResource, Asked, Listed } from '../resource.ts'
import { absolute, paths, type Site } from '../site.ts'
import { facts, kicker } from './facts.ts'
import { finder, lists, narrowing } from './finder.ts'
import { inline, line } from './inline.ts'
import type { Form, Page } from './page.ts'
import { html, type Markup, type Piece } from './template.ts'
import { speechIn, type Words } from './words.ts'

/** The language that all articles are in, or English. */
export const languageOf = (items: readonly ArticleHead[]): string => {
  const [language, ...others] = new Set(items.map((item) => item.language))
  return language === undefined || others.length > 0 ? 'en' : language
}

const card = (article: ArticleHead, site: Site): Markup => {
  const { id, title, summary, language, direction } = article
  return html`<li lang="${language}" dir="${direction}">
    ${kicker(article)}
    <h2><a href="${paths(site).article(id)}">${line(title, direction)}</a></h2>
    ${summary !== null && html`<p class="summary">${inline(summary, [], direction)}</p>`}${facts({ ...article, url: null }, speechIn(language))}
  </li>`
}

export const paging = ({ links, page, total, limit }: Listed<unknown>, words: Words): Piece => {
  const pages = Math.ceil(total / limit)
  return (
    (pages > 1 || page > 1) &&
    html`<nav class="around" aria-label="${words.pages}">
      ${links.previous !== null && html`<a href="${links.previous}" rel="prev">${words.previous}</a>`}<span
        >${words.page} <bdi>${page} / ${pages}</bdi></span
      >
      ${links.next !== null && html`<a href="${links.next}" rel="next">${words.next}</a>`}
    </nav>`
  )
}

export const relations = ({ links }: Listed<unknown>) =>
  [
    { rel: 'prev', href: links.previous },
    { rel: 'next', href: links.next },
  ].flatMap(({ rel, href }) => (href === null ? [] : [{ rel, href }]))

/** The same as data, and the newest of it as feeds. */
const formsOf = (site: Site, query: string, { sort: _, ...asked }: Asked): Form[] => {
  const { articles, feed } = paths(site)
  const narrowed = Object.keys(asked).length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`
  return [
    { type: 'application/json', href: `${articles}.json${query}`, name: 'JSON' },
    { type: 'application/feed+json', href: feed('json') + narrowed, name: 'JSON Feed' },
    { type: 'application/atom+xml', href: feed('atom') + narrowed, name: 'Atom' },
    { type: 'application/rss+xml', href: feed('rss') + narrowed, name: 'RSS' },
  ]
}

/** The page of a list of articles, at its own path or at the root. */
export const listPage = (list: ArticlesResource, site: Site, isRoot = false): Page => {
  const language = languageOf(list.items)
  const speech = speechIn(language)
  const { words } = speech
  const isUsual = list.page === 1 && Object.keys(list.asked).length === 0
  const query = isRoot || isUsual ? '' : `?${list.links.self.split('?')[1] ?? ''}`
  const path = isRoot ? paths(site).service : paths(site).articles
  return {
    language: speech.language,
    direction: directionOf(speech.language),
    title: `${words.articles} — maqal`,
    description: null,
    path,
    query,
    forms: formsOf(site, query, list.asked),
    graph: [
      ['og:type', 'website'],
      ['og:title', words.articles],
      ['og:url', absolute(site, path)],
    ],
    links: relations(list),
    isListed: true,
    main: html`<h1>${words.articles}</h1>
      ${finder(words, site, list.asked)}${narrowing(words, site, list.asked)}
      ${
        list.items.length === 0
          ? html`<p>${list.total === 0 ? words.none : words.pastLast}</p>`
          : html`<ul class="cards">
              ${list.items.map((item) => card(item, site))}
            </ul>`
      }${paging(list, words)}${lists(words, site)}`,
  }
}
