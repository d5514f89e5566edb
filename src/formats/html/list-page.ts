import type { ArticleHead } from '../../article/article.ts'
import { directionOf } from '../../article/text.ts'
import type { ArticlesResource, Asked, Listed } from '../resource.ts'
import { narrowedTo } from '../narrowed.ts'
import { absolute, formatQuery, nameOf, paths, type Site } from '../site.ts'
import { feedForms, type Form } from './alternates.ts'
import { facts, kicker, tagList } from './byline.ts'
import { finder, lists, narrowing } from './finder.ts'
import { inline, line } from './print-text.ts'
import type { Page } from './page.ts'
import { html, type Markup, type Piece } from '../markup.ts'
import { speechIn, type Words } from './words.ts'

/** The language that all articles are in, or English. */
export const languageOf = (items: readonly ArticleHead[]): string => {
  const [language, ...others] = new Set(items.map((item) => item.language))
  return language === undefined || others.length > 0 ? 'en' : language
}

const card = (article: ArticleHead, site: Site): Markup => {
  const { id, title, summary, language, direction } = article
  return html`<li lang="${language}" dir="${direction}">
    ${kicker(article, site)}
    <h2><a href="${paths(site).article(id)}">${line(title, direction)}</a></h2>
    ${summary !== null && html`<p class="summary">${inline(summary, [], direction)}</p>`}${facts({ ...article, url: null }, speechIn(language), site)}${tagList(article, site)}
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

/** How many items a page of a list has where nobody asked for another number. */
const usualLimit = 20

/** The query of a list as links to it have it: without what is as usual. */
export const queryOf = ({ page, limit }: Listed<unknown>, asked: Asked): string =>
  formatQuery([
    ...Object.entries(asked),
    ...(limit === usualLimit ? [] : [['limit', limit] as const]),
    ...(page === 1 ? [] : [['page', page] as const]),
  ])

/** The same as data, and the newest of it as feeds. */
const formsOfList = (site: Site, query: string, asked: Asked): Form[] => [
  { type: 'application/json', href: `${paths(site).articles}.json${query}`, name: 'JSON' },
  ...feedForms(site, asked),
]

/** What a list is narrowed to, and that it is of articles. */
const titleOfList = (words: Words, asked: Asked): string =>
  [...narrowedTo(asked).map(([, value]) => value), words.articles].join(' — ')

/** OpenGraph of a list. */
export const listGraph = (title: string, path: string, site: Site): Page['graph'] => [
  ['og:type', 'website'],
  ['og:title', title],
  ['og:url', absolute(site, path)],
  ['og:site_name', nameOf(site)],
]

/** The page of a list of articles, at its own path or at the root. */
export const listPage = (list: ArticlesResource, site: Site, isRoot = false): Page => {
  const language = languageOf(list.items)
  const speech = speechIn(language)
  const { words } = speech
  const query = isRoot ? '' : queryOf(list, list.asked)
  const title = titleOfList(words, list.asked)
  const path = isRoot ? paths(site).service : paths(site).articles
  return {
    language: speech.language,
    direction: directionOf(speech.language),
    title: `${title} — ${nameOf(site)}`,
    description: null,
    path,
    query,
    asked: list.asked,
    forms: formsOfList(site, query, list.asked),
    graph: listGraph(title, path + query, site),
    links: relations(list),
    isListed: true,
    hasFinder: true,
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
