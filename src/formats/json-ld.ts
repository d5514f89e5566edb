import type { Article, Image, Section } from '../article/article.ts'
import { addressOf, articleAddress, sourceAddress } from './address.ts'
import type { Format } from './format.ts'
import { given } from './given.ts'
import type { Site } from './site.ts'
import { bodyText, paragraphsText } from './plain-text.ts'

const person = ({ name, url }: Article['authors'][number], article: Article, site: Site) =>
  given({ '@type': 'Person', name, url: url === null ? null : addressOf(url, article, site) })

/** An image, if its address is one. */
const imageObject = ({ url, alt, caption, credit, width, height }: Image, article: Article, site: Site) => {
  const address = addressOf(url, article, site)
  if (address === null) return []
  const facts = { description: alt, caption, creditText: credit, width, height }
  return [{ '@type': 'ImageObject', url: address, ...given(facts) }]
}

const imagesOf = (article: Article, site: Site) =>
  article.sections
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap((paragraph) => (paragraph.type === 'image' ? imageObject(paragraph.image, article, site) : []))

const part = (section: Section, article: Article, site: Site) => {
  const url = `${articleAddress(article, site)}#${section.id}`
  return given({
    '@type': 'WebPageElement',
    '@id': url,
    url,
    position: section.position,
    name: section.heading,
    text: paragraphsText(section),
  })
}

/** An article as a schema.org NewsArticle; what is not known is left out. */
const newsArticle = (article: Article, site: Site) => {
  const url = articleAddress(article, site)
  return given({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': url,
    url,
    mainEntityOfPage: url,
    sameAs: sourceAddress(article, site),
    headline: article.title,
    description: article.summary,
    inLanguage: article.language,
    articleSection: article.rubric,
    publisher: { '@type': 'Organization', name: article.outlet },
    author: article.authors.map((author) => person(author, article, site)),
    datePublished: article.datePublished,
    dateModified: article.dateModified,
    keywords: article.tags,
    wordCount: article.wordCount,
    image: imagesOf(article, site),
  })
}

/** The text itself, and the sections as parts. */
const body = (article: Article, site: Site) => ({
  articleBody: bodyText(article),
  hasPart: article.sections.map((section) => part(section, article, site)),
})

/** JSON-LD that holds no `<`, so that it may stand in the script of a page as it is. */
const spell = (value: object): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`)

/** For a page, which holds the text already: all but the body. */
export const embeddedJsonLd = (article: Article, site: Site): string => spell(newsArticle(article, site))

/** schema.org as JSON-LD. */
export const jsonLd: Format = {
  name: 'json-ld',
  mediaType: 'application/ld+json',
  contentType: 'application/ld+json',
  extension: '.jsonld',
  kinds: ['article'],
  print: (resource, site) =>
    resource.kind === 'article'
      ? `${spell({ ...newsArticle(resource.article, site), ...body(resource.article, site) })}\n`
      : '',
}
