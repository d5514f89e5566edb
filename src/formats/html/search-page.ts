import { Later, markup, type Markup, type Piece } from '../markup.ts'
import type { SearchResource } from '../resource.ts'
import type { Hit } from '../../article/answers.ts'
import type { Locale } from '../../article/article.ts'
import { formatQuery, fragment, paths, type Site } from '../site.ts'
import { jsonForm } from './alternates.ts'
import { card, languageOf, listQuery } from './list-page.ts'
import { finder, narrowing, pageLinks } from './navigation.ts'
import type { HtmlPage } from './page.ts'
import { line } from './print-text.ts'
import { speechIn, type Words } from './words.ts'

/** A heading that matches, which links to its section in the article. */
const heading = (hit: Hit['sections'][number], { id, direction }: Hit['article'], site: Site): Markup => {
  const shown = line(hit.section.heading ?? '', direction, hit.highlights)
  return markup`<li>
    <a href="${paths(site).article(id)}${fragment(hit.section.id)}"><strong>${shown}</strong></a>
  </li>`
}

type Excerpted = Pick<Hit['paragraphs'][number], 'excerpt' | 'highlights'>

/** What is around a match in a part, with … where its text goes on. It links to the part in the article. */
const excerpt = (part: Locale & { id: string; text: string }, hit: Excerpted, article: string): Markup => {
  const { start, end } = hit.excerpt
  const { id, text, language, direction } = part
  const shown = line(text.slice(start, end), direction, hit.highlights)
  return markup`<li>
    <a href="${article}${fragment(id)}" lang="${language}" dir="${direction}">${start > 0 && '…'}${shown}${end < text.length && '…'}</a>
  </li>`
}

const hitCard = (hit: Hit, site: Site): Markup => {
  const { article } = hit
  const { title, summary, direction } = article
  const places = [
    ...hit.sections.map((section) => heading(section, article, site)),
    ...hit.paragraphs.map((found) => excerpt(found.paragraph, found, paths(site).article(article.id))),
    ...hit.notes.map((found) => excerpt(found.note, found, paths(site).article(article.id))),
  ]
  const shown = {
    title: line(title, direction, hit.title),
    summary: hit.summary.length > 0 ? line(summary ?? '', direction, hit.summary) : null,
    below: places.length > 0 && markup`<ul class="found">${places}</ul>`,
  }
  return card(article, shown, site)
}

const cards = function* (items: readonly Hit[], site: Site): Generator<Markup> {
  for (const hit of items) yield hitCard(hit, site)
}

/** The result of a search in words; nothing where none was asked for. */
const outcome = (list: SearchResource, words: Words, site: Site): Piece => {
  const { q, items, total, notice } = list
  if (notice === null && q.trim() === '') return null
  const found = total === 0 ? words.nothing : markup`${words.results}: <bdi>${total}</bdi>`
  const said = notice ?? (total > 0 && items.length === 0 ? words.pastLast : found)
  const other = list.corrected ?? list.didYouMean
  const query = formatQuery(Object.entries({ ...list.asked, q: other ?? '' }))
  const link = other !== null && markup` <a href="${paths(site).search + query}"><bdi>${other}</bdi></a>`
  return markup`<p class="narrowing" role="status">${said}${link}</p>`
}

/** The page of a search, in the language of all that it found; its form where nothing was searched for. */
export const searchPage = (list: SearchResource, site: Site): HtmlPage => {
  const { q, items, asked } = list
  const isForm = asked['q'] === undefined
  const { words, ...locale } = speechIn(languageOf(items.map(({ article }) => article)))
  const path = paths(site).search
  const query = isForm ? '' : listQuery(list, asked)
  return {
    ...locale,
    title: isForm ? words.search : `${q} — ${words.search}`,
    path,
    query,
    forms: isForm ? [] : [jsonForm(path, query)],
    around: list.links,
    hasFinder: true,
    isUnindexed: true,
    main: markup`<h1>${words.search}</h1>
      ${finder(words, site, { asked, q })}${narrowing(words, site, asked)}
      ${outcome(list, words, site)}${items.length > 0 && markup`<ul class="cards">${new Later(() => cards(items, site))}</ul>`}${pageLinks(list, words)}`,
  }
}
