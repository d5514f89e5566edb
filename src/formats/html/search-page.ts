import { directionOf } from '../../article/text.ts'
import type { Hit, SearchResource } from '../resource.ts'
import { siteName, paths, type Site } from '../site.ts'
import { facts, kicker } from './byline.ts'
import { finder, narrowing } from './finder.ts'
import { line } from './print-text.ts'
import { languageOf, listGraph, pageLinks, listQuery, relations } from './list-page.ts'
import type { HtmlPage } from './page.ts'
import { markup, Later, type Markup, type Piece } from '../markup.ts'
import { speechIn, type Words } from './words.ts'

/** A paragraph that matches, which links to where it stands in its article: what is around the match, with … where the text goes on. */
const excerpt =
  ({ id }: Hit['article'], site: Site) =>
  ({ paragraph, excerpt: { start, end }, highlights }: Hit['paragraphs'][number]): Markup => {
    const { text, language, direction } = paragraph
    const shown = line(text.slice(start, end), direction, highlights)
    return markup`<li>
      <a href="${paths(site).article(id)}#${paragraph.id}" lang="${language}" dir="${direction}"
        >${start > 0 && '…'}${shown}${end < text.length && '…'}</a
      >
    </li>`
  }

const heading =
  ({ id, direction }: Hit['article'], site: Site) =>
  ({ section, highlights }: Hit['sections'][number]): Markup =>
    markup`<li>
      <a href="${paths(site).article(id)}#${section.id}"
        ><strong>${line(section.heading ?? '', direction, highlights)}</strong></a
      >
    </li>`

const card = (hit: Hit, site: Site): Markup => {
  const { article } = hit
  const { id, title, summary, language, direction } = article
  const places = [...hit.sections.map(heading(article, site)), ...hit.paragraphs.map(excerpt(article, site))]
  return markup`<li lang="${language}" dir="${direction}">
    ${kicker(article, site)}
    <h2><a href="${paths(site).article(id)}">${line(title, direction, hit.title)}</a></h2>
    ${
      summary !== null &&
      hit.summary.length > 0 &&
      markup`<p class="summary">${line(summary, direction, hit.summary)}</p>`
    }${facts({ ...article, url: null }, speechIn(language), site)}${places.length > 0 && markup`<ul class="found">${places}</ul>`}
  </li>`
}

const cards = function* (items: readonly Hit[], site: Site): Generator<Markup> {
  for (const hit of items) yield card(hit, site)
}

/** What a search came to; nothing where none was asked for. */
const outcome = ({ q, items, total, notice }: SearchResource, words: Words): Piece => {
  if (notice === null && q.trim() === '') return null
  const found = total === 0 ? words.nothing : markup`${words.results}: <bdi>${total}</bdi>`
  const said = notice ?? (total > 0 && items.length === 0 ? words.pastLast : found)
  return markup`<p class="narrowing" role="status">${said}</p>`
}

/** The page of a search, in the language that all it found is in; without words to search for, its form. */
export const searchPage = (list: SearchResource, site: Site): HtmlPage => {
  const { q, items, asked } = list
  const isForm = asked['q'] === undefined
  const speech = speechIn(languageOf(items.map(({ article }) => article)))
  const { words } = speech
  const path = paths(site).search
  const query = isForm ? '' : listQuery(list, asked)
  return {
    language: speech.language,
    direction: directionOf(speech.language),
    title: [...(isForm ? [] : [q]), words.search, siteName(site)].join(' — '),
    description: null,
    path,
    query,
    forms: isForm ? [] : [{ type: 'application/json', href: `${path}.json${query}`, name: 'JSON' }],
    graph: listGraph(words.search, path + query, site),
    links: relations(list),
    isPassing: true,
    hasFinder: true,
    main: markup`<h1>${words.search}</h1>
      ${finder(words, site, asked, q)}${narrowing(words, site, asked)}
      ${outcome(list, words)}${items.length > 0 && markup`<ul class="cards">${new Later(() => cards(items, site))}</ul>`}${pageLinks(list, words)}`,
  }
}
