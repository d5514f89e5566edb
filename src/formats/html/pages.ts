import type { PrintOptions } from '../format.ts'
import type { Resource } from '../resource.ts'
import type { Site } from '../site.ts'
import { articlePage } from './article-page.ts'
import { docsPage } from './docs-page.ts'
import { listPage } from './list-page.ts'
import { pageOf, type HtmlPage } from './page.ts'
import { notePage, paragraphPage, sectionPage } from './part-pages.ts'
import { problemPage } from './error-pages.ts'
import { searchPage } from './search-page.ts'
import { valuesPage } from './values-page.ts'

const pageFor = (resource: Resource, site: Site): HtmlPage | undefined => {
  switch (resource.kind) {
    case 'article':
      return articlePage(resource, site)
    case 'section':
      return sectionPage(resource.article, resource.section, site)
    case 'paragraph':
      return paragraphPage(resource, site)
    case 'note':
      return notePage(resource, site)
    case 'articles':
      return listPage(resource, site)
    case 'search':
      return searchPage(resource, site)
    case 'values':
      return valuesPage(resource, site)
    case 'service':
      return listPage(resource.articles, site, true)
    case 'problem':
      return problemPage(resource.problem)
    case 'sections':
    case 'health':
    case 'document':
    case 'docs':
    case 'feed':
    case 'asset':
      return undefined
  }
}

/** Prints the page of a resource, if it has one, step by step. */
export const pageSteps = function* (
  resource: Resource,
  { site, alternates }: PrintOptions,
): Generator<string, void, void> {
  if (resource.kind === 'docs') yield docsPage(site)
  const page = pageFor(resource, site)
  if (page !== undefined) yield* pageOf(page, site, alternates).print()
}
