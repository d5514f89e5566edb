import type { Article, Image, Section, Translation } from '../article/article.ts'
import { articleAddress, authorsOf, withoutEmpty, imagesIn, sourceAddress } from './facts.ts'
import type { Format } from './format.ts'
import { inertJson } from './markup.ts'
import { fragment, type Site } from './site.ts'
import { bodyText, paragraphsText } from './plain-text.ts'

const person = ({ name, url }: { name: string; url: string | null }) =>
  withoutEmpty({ '@type': 'Person', name, url })

const imageObject = ({ url, alt, caption, credit, width, height, type }: Image) => {
  const facts = { description: alt, caption, creditText: credit, width, height, encodingFormat: type }
  return { '@type': 'ImageObject', url, ...withoutEmpty(facts) }
}

const part = (section: Section, article: Article, site: Site) => {
  const url = `${articleAddress(article, site)}${fragment(section.id)}`
  return withoutEmpty({
    '@type': 'WebPageElement',
    '@id': url,
    url,
    position: section.position,
    name: section.heading,
    text: paragraphsText(section),
  })
}

const translated = ({ id, language, title }: Translation, site: Site) => ({
  '@type': 'NewsArticle',
  '@id': articleAddress({ id }, site),
  inLanguage: language,
  headline: title,
})

/** A translation names the article that it is one of, and any other all its translations. */
const translationsOf = ({ translationOf, translations }: Article, site: Site) => {
  const original = translations.find(({ id }) => id === translationOf)
  return original === undefined
    ? { workTranslation: translations.map((translation) => translated(translation, site)) }
    : { translationOfWork: translated(original, site) }
}

/** An article as a schema.org NewsArticle without its text. What is not known is left out. */
export const newsArticle = (article: Article, site: Site) => {
  const url = articleAddress(article, site)
  return withoutEmpty({
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
    author: authorsOf(article, site).map(person),
    datePublished: article.datePublished,
    dateModified: article.dateModified,
    ...translationsOf(article, site),
    keywords: article.tags,
    wordCount: article.wordCount,
    image: imagesIn(article, site).map(imageObject),
  })
}

/** The text, and the sections as parts. */
const body = (article: Article, site: Site) => ({
  articleBody: bodyText(article),
  hasPart: article.sections.map((section) => part(section, article, site)),
})

/** schema.org as JSON-LD. */
export const jsonLdFormat: Format = {
  name: 'json-ld',
  mediaType: 'application/ld+json',
  contentType: 'application/ld+json',
  extension: '.jsonld',
  kinds: ['article'],
  print: (resource, { site }) =>
    resource.kind === 'article'
      ? `${inertJson({ ...newsArticle(resource.article, site), ...body(resource.article, site) })}\n`
      : '',
}
