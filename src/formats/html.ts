import type { Format } from './format.ts'
import { articlePage } from './html/article.ts'
import { listPage } from './html/list.ts'
import { pageOf, type Page } from './html/page.ts'
import { paragraphPage, sectionPage } from './html/part.ts'
import { problemPage } from './html/problem.ts'
import { searchPage } from './html/search.ts'
import { valuesPage } from './html/values.ts'
import { embeddedJsonLd } from './json-ld.ts'
import type { Resource } from './resource.ts'
import type { Site } from './site.ts'

/** Nothing runs and nothing is asked for elsewhere, but the images of an article, which may stand with its outlet. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' https: data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const pageFor = (resource: Resource, site: Site): Page | undefined => {
  switch (resource.kind) {
    case 'article':
      return articlePage(resource.article, site, embeddedJsonLd(resource.article, site))
    case 'section':
      return sectionPage(resource.article, resource.section, site)
    case 'paragraph':
      return paragraphPage(resource.article, resource.section, resource.paragraph, site)
    case 'articles':
      return listPage(resource, site)
    case 'search':
      return searchPage(resource, site)
    case 'values':
      return valuesPage(resource, site)
    case 'service':
      return listPage(resource.articles, site, true)
    case 'problem':
      return problemPage(resource.problem, site)
    case 'sections':
    case 'health':
    case 'schema':
    case 'feed':
    case 'asset':
      return undefined
  }
}

/** A page for people to read: no script, no other origin but for the images of the article itself. */
export const html: Format = {
  name: 'html',
  mediaType: 'text/html',
  contentType: 'text/html; charset=utf-8',
  extension: '.html',
  kinds: ['service', 'problem', 'articles', 'search', 'values', 'article', 'section', 'paragraph'],
  policy,
  print: (resource, site, alternates) => {
    const page = pageFor(resource, site)
    return page === undefined ? '' : pageOf(page, site, alternates)
  },
}
