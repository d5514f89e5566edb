import type { ArticleHead } from '../../article/article.ts'
import { usualLimit } from '../limits.ts'
import { markup, type Markup, type Piece } from '../markup.ts'
import { narrowedTo } from '../narrowed.ts'
import type { ArticlesResource, Asked, Listed } from '../resource.ts'
import { formatQuery, paths, type Site } from '../site.ts'
import { feedForms, jsonForm } from './alternates.ts'
import { facts, kicker, tagList } from './byline.ts'
import { finder, lists, narrowing, pageLinks } from './navigation.ts'
import type { HtmlPage } from './page.ts'
import { pictureOf, shownImage } from './print-blocks.ts'
import { line } from './print-text.ts'
import { speechIn } from './words.ts'

/** The language of all the articles, or English where they have several. */
export const languageOf = (items: readonly ArticleHead[]): string => {
  const [language, ...others] = new Set(items.map((item) => item.language))
  return language === undefined || others.length > 0 ? 'en' : language
}

/** Its title and summary as they are shown, and what stands below them. */
type Shown = { title: Piece; summary: Piece; below: Piece }

/** The image of an article, small. Its title says what it leads to, so the image is no link of its own. */
const thumbnail = (article: ArticleHead, site: Site): Piece => {
  const image = shownImage(article, site)
  return (
    image !== null &&
    markup`<div class="thumbnail">${pictureOf(image, { isLazy: true, isNamed: false })}</div>`
  )
}

/** An article in a list. */
export const card = (article: ArticleHead, { title, summary, below }: Shown, site: Site): Markup => {
  const { id, language, direction } = article
  return markup`<li lang="${language}" dir="${direction}">
    ${thumbnail(article, site)}${kicker(article, site)}
    <h2><a href="${paths(site).article(id)}">${title}</a></h2>
    ${summary !== null && markup`<p class="summary">${summary}</p>`}${facts({ ...article, url: null }, speechIn(language), site)}${below}
  </li>`
}

const plainCard = (article: ArticleHead, site: Site): Markup => {
  const { title, summary, direction } = article
  const shown = summary === null ? null : line(summary, direction)
  return card(article, { title: line(title, direction), summary: shown, below: tagList(article, site) }, site)
}

/** The query of a list as in links to it, without defaults. */
export const listQuery = ({ page, limit }: Listed<unknown>, asked: Asked): string =>
  formatQuery([
    ...Object.entries(asked),
    ...(limit === usualLimit ? [] : [['limit', limit] as const]),
    ...(page === 1 ? [] : [['page', page] as const]),
  ])

/** The page of a list of articles, at its own path or at the root. */
export const listPage = (list: ArticlesResource, site: Site, isRoot = false): HtmlPage => {
  const { items, asked } = list
  const { words, ...locale } = speechIn(languageOf(items))
  const query = isRoot ? '' : listQuery(list, asked)
  const { service, articles } = paths(site)
  return {
    ...locale,
    title: [...narrowedTo(asked).map(([, value]) => value), words.articles].join(' — '),
    path: isRoot ? service : articles,
    query,
    asked,
    forms: [jsonForm(articles, query), ...feedForms(site, asked)],
    around: list.links,
    isListed: true,
    hasFinder: true,
    main: markup`<h1>${words.articles}</h1>
      ${finder(words, site, { asked })}${narrowing(words, site, asked)}
      ${
        items.length === 0
          ? markup`<p>${list.total === 0 ? words.none : words.pastLast}</p>`
          : markup`<ul class="cards">
              ${items.map((item) => plainCard(item, site))}
            </ul>`
      }${pageLinks(list, words)}${lists(words, site)}`,
  }
}
