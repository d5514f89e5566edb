import { markup } from '../markup.ts'
import type { ValuesResource } from '../resource.ts'
import { paths, type Site } from '../site.ts'
import { jsonForm } from './alternates.ts'
import { listQuery } from './list-page.ts'
import { lists, pageLinks } from './navigation.ts'
import type { HtmlPage } from './page.ts'
import { speechIn } from './words.ts'

/** The page of the values that articles have, each with the link to those articles. */
export const valuesPage = (list: ValuesResource, site: Site): HtmlPage => {
  const { words, ...locale } = speechIn('en')
  const title = words[`${list.facet}s`]
  const path = paths(site).values(list.facet)
  const query = listQuery(list, {})
  return {
    ...locale,
    title,
    path,
    query,
    forms: [jsonForm(path, query)],
    around: list.links,
    main: markup`<h1>${title}</h1>
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
