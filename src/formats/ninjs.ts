import { type Article, type Image, allParagraphs } from '../article/article.ts'
import {
  articleAddress,
  authorsOf,
  commaIn,
  withoutEmpty,
  imagesIn,
  momentOf,
  sourceAddress,
} from './facts.ts'
import { type Format, printedIn, type PrintOptions } from './format.ts'
import { fragmentOf } from './html/print-blocks.ts'
import type { Resource } from './resource.ts'
import type { Site } from './site.ts'
import { bodyText } from './plain-text.ts'

const standard = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
}

const plain = (role: string, value: string) => ({ role, contentType: 'text/plain', value })

const hasCaption = (article: Article): boolean =>
  allParagraphs(article).some((paragraph) => paragraph.type === 'image' && paragraph.image.caption !== null)

const withoutImages = (article: Article): Article => ({
  ...article,
  sections: article.sections.map((section) => ({
    ...section,
    paragraphs: section.paragraphs.filter(({ type }) => type !== 'image'),
  })),
})

/** The number of code points. */
const charactersIn = (text: string): number => {
  let count = 0
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc_00) !== 0xdc_00) count += 1
  return count
}

/** ninjs counts no captions: characters are code points; words are left out where the article's count has captions. */
const bodies = (article: Article, html: string) => {
  const counts = {
    charCount: charactersIn(bodyText(withoutImages(article))),
    wordCount: hasCaption(article) ? null : article.wordCount,
  }
  return [
    withoutEmpty({ ...plain('main', bodyText(article)), ...counts }),
    withoutEmpty({ role: 'main', contentType: 'text/html', value: html, ...counts }),
  ]
}

/** An image as an associated picture. */
const picture = ({ url, alt, caption, credit, width, height, type, bytes }: Image) => {
  const descriptions = [
    ...(alt === null ? [] : [plain('alt', alt)]),
    ...(caption === null ? [] : [plain('caption', caption)]),
  ]
  const file = { contentType: type, sizeInBytes: bytes }
  const rendition = withoutEmpty({ name: 'original', href: url, ...file, width, height })
  const facts = { descriptions, by: credit, renditions: [rendition] }
  return withoutEmpty({ name: caption ?? alt ?? url, rel: 'image', uri: url, type: 'picture', ...facts })
}

const people = (article: Article, site: Site) =>
  authorsOf(article, site).map(({ name, url }) => withoutEmpty({ name, rel: 'author', uri: url }))

const subjects = ({ rubric, tags }: Article) => [
  ...(rubric === null ? [] : [{ name: rubric, rel: 'rubric' }]),
  ...tags.map((name) => ({ name, rel: 'about' })),
]

const altIds = (article: Article, site: Site) => {
  const source = sourceAddress(article, site)
  const own = { role: 'maqal', value: article.id }
  return source === null ? [own] : [own, { role: 'source', value: source }]
}

const newsObject = (article: Article, site: Site, html: string) =>
  withoutEmpty({
    uri: articleAddress(article, site),
    standard,
    type: 'text',
    representationType: 'full',
    language: article.language,
    title: article.title,
    headlines: [plain('main', article.title)],
    descriptions: article.summary === null ? [] : [plain('summary', article.summary)],
    by: article.authors.map(({ name }) => name).join(commaIn(article.language)) || null,
    people: people(article, site),
    organisations: [{ name: article.outlet, rel: 'publisher' }],
    infoSources: [{ name: article.outlet, role: 'publisher' }],
    subjects: subjects(article),
    altIds: altIds(article, site),
    firstCreated: momentOf(article.datePublished),
    versionCreated: momentOf(article.dateModified ?? article.datePublished),
    bodies: bodies(article, html),
    associations: imagesIn(article, site).map(picture),
  })

/** The HTML is most of the work, so it is printed step by step. */
const steps = function* (resource: Resource, { site }: PrintOptions): Generator<string, void, void> {
  if (resource.kind !== 'article') return
  const { article } = resource
  const blocks: string[] = []
  for (const block of fragmentOf(article, site)) {
    blocks.push(block)
    yield ''
  }
  yield `${JSON.stringify(newsObject(article, site, blocks.join('')))}\n`
}

/** IPTC ninjs 3.1. Its media type is that of JSON, so it is chosen only by its extension. */
export const ninjsFormat: Format = {
  name: 'ninjs',
  mediaType: 'application/json',
  contentType: 'application/json; charset=utf-8',
  extension: '.ninjs',
  kinds: ['article'],
  isByExtensionOnly: true,
  ...printedIn(steps),
}
