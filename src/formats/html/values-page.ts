import type { ValuesResource } from '../resource.ts'
import { siteName, paths, type Site } from '../site.ts'
import { lists } from './finder.ts'
import { listGraph, pageLinks, listQuery, relations } from './list-page.ts'
import type { HtmlPage } from './page.ts'
import { markup } from '../markup.ts'
import { speechIn } from './words.ts'

/** The page of the values that articles have, each with the way to those articles. */
export const valuesPage = (list: ValuesResource, site: Site): HtmlPage => {
  const { language, direction, words } = speechIn('en')
  const name = words[`${list.facet}s`]
  const path = paths(site).values(list.facet)
  const query = listQuery(list, {})
  return {
    language,
    direction,
    title: `${name} — ${siteName(site)}`,
    description: null,
    path,
    query,
    forms: [{ type: 'application/json', href: `${path}.json${query}`, name: 'JSON' }],
    graph: listGraph(name, path + query, site),
    links: relations(list),
    main: markup`<h1>${name}</h1>
      ${list.items.length === 0 && list.total > 0 && markup`<p>${words.pastLast}</p>`}
      <ul class="values">
        ${list.items.map(
          (item) =>
            markup`<li>
              <a href="${paths(site).articlesWith(list.facet, item.name)}"><bdi>${item.name}</bdi></a>
              <span>${item.articleCount}</span>
            </li>`,
        )}
      </ul>
      ${pageLinks(list, words)}${lists(words, site)}`,
  }
}
