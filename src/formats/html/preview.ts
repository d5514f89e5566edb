import { type Article, allParagraphs } from '../../article/article.ts'
import { mainImage } from '../facts.ts'
import { previewLength } from '../limits.ts'
import { markup, type Piece } from '../markup.ts'
import { absolute, type Site, siteName } from '../site.ts'
import type { HtmlPage } from './page.ts'

/** As much of a text as a preview shows: whole words. */
export const shortened = (text: string): string => {
  const flat = text.replaceAll('\n', ' ')
  if (flat.length <= previewLength) return flat
  const cut = flat
    .slice(0, previewLength)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1).trimEnd() || cut}…`
}

/** What a preview says of an article: its summary, or how it begins. */
export const descriptionOf = (article: Article): string | null => {
  const text = article.summary ?? allParagraphs(article).find(({ type }) => type === 'text')?.text
  return text === undefined ? null : shortened(text)
}

type Property = [name: string, content: string | null]

const ofImage = (article: Article, site: Site): Property[] => {
  const image = mainImage(article, site)
  if (image === null) return []
  const { url, type, width, height, alt } = image
  const size = (length: number | null) => (length === null ? null : String(length))
  return [
    ['og:image', url],
    ['og:image:type', type],
    ['og:image:width', size(width)],
    ['og:image:height', size(height)],
    ['og:image:alt', alt],
  ]
}

const ofArticle = (article: Article, site: Site): Property[] => [
  ...ofImage(article, site),
  ['article:published_time', article.datePublished],
  ['article:modified_time', article.dateModified],
  ['article:section', article.rubric],
  ...article.tags.map((tag): Property => ['article:tag', tag]),
]

/** OpenGraph, by which links to a page are shown elsewhere. */
export const openGraph = (page: HtmlPage, site: Site): Piece => {
  const { title, description = null, path, query = '', article } = page
  if (path === null) return null
  const properties: Property[] = [
    ['og:type', article === undefined ? 'website' : 'article'],
    ['og:title', title],
    ['og:description', description],
    ['og:url', absolute(site, path + query)],
    ['og:site_name', article?.outlet ?? siteName(site)],
    ...(article === undefined ? [] : ofArticle(article, site)),
  ]
  return properties.map(
    ([name, content]) => content !== null && markup`<meta property="${name}" content="${content}" />`,
  )
}
