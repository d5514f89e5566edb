import type { ArticleHead } from '../../article/article.ts'
import { directionOf } from '../../article/text.ts'
import type { ArticlesResource, Asked, Listed } from '../resource.ts'
import { narrowedTo } from '../narrowed.ts'
import { absolute, formatQuery, siteName, paths, type Site } from '../site.ts'
import { feedForms, type Form } from './alternates.ts'
import { facts, kicker, tagList } from './byline.ts'
import { finder, lists, narrowing } from './finder.ts'
import { line } from './print-text.ts'
import type { HtmlPage } from './page.ts'
import { markup, type Markup, type Piece } from '../markup.ts'
import { speechIn, type Words } from './words.ts'

/** The language that all articles are in, or English. */
export const languageOf = (items: readonly ArticleHead[]): string => {
  const [language, ...others] = new Set(items.map((item) => item.language))
  return language === undefined || others.length > 0 ? 'en' : language
}

const card = (article: ArticleHead, site: Site): Markup => {
  const { id, title, summary, language, direction } = article
  return markup`<li lang="${language}" dir="${direction}">
    ${kicker(article, site)}
    <h2><a href="${paths(site).article(id)}">${line(title, direction)}</a></h2>
    ${summary !== null && markup`<p class="summary">${line(summary, direction)}</p>`}${facts({ ...article, url: null }, speechIn(language), site)}${tagList(article, site)}
  </li>`
}

export const pageLinks = ({ links, page, total, limit }: Listed<unknown>, words: Words): Piece => {
  const pages = Math.ceil(total / limit)
  return (
    (pages > 1 || page > 1) &&
    markup`<nav class="around" aria-label="${words.pages}">
      ${links.previous !== null && markup`<a href="${links.previous}" rel="prev">${words.previous}</a>`}<span
        >${words.page} <bdi>${page} / ${pages}</bdi></span
      >
      ${links.next !== null && markup`<a href="${links.next}" rel="next">${words.next}</a>`}
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
export const listQuery = ({ page, limit }: Listed<unknown>, asked: Asked): string =>
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
export const listGraph = (title: string, path: string, site: Site): HtmlPage['graph'] => [
  ['og:type', 'website'],
  ['og:title', title],
  ['og:url', absolute(site, path)],
  ['og:site_name', siteName(site)],
]

/** The page of a list of articles, at its own path or at the root. */
export const listPage = (list: ArticlesResource, site: Site, isRoot = false): HtmlPage => {
  const language = languageOf(list.items)
  const speech = speechIn(language)
  const { words } = speech
  const query = isRoot ? '' : listQuery(list, list.asked)
  const title = titleOfList(words, list.asked)
  const path = isRoot ? paths(site).service : paths(site).articles
  return {
    language: speech.language,
    direction: directionOf(speech.language),
    title: `${title} — ${siteName(site)}`,
    description: null,
    path,
    query,
    asked: list.asked,
    forms: formsOfList(site, query, list.asked),
    graph: listGraph(title, path + query, site),
    links: relations(list),
    isListed: true,
    hasFinder: true,
    main: markup`<h1>${words.articles}</h1>
      ${finder(words, site, list.asked)}${narrowing(words, site, list.asked)}
      ${
        list.items.length === 0
          ? markup`<p>${list.total === 0 ? words.none : words.pastLast}</p>`
          : markup`<ul class="cards">
              ${list.items.map((item) => card(item, site))}
            </ul>`
      }${pageLinks(list, words)}${lists(words, site)}`,
  }
}
