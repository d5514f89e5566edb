import type { Article, Image } from '../article/article.ts'
import { addressOf, articleAddress, sourceAddress } from './address.ts'
import { commaIn } from './comma.ts'
import { contentOf } from './feeds/content.ts'
import type { Format } from './format.ts'
import { given } from './given.ts'
import { momentIf } from './moment.ts'
import type { Resource } from './resource.ts'
import type { Site } from './site.ts'
import { bodyText } from './plain-text.ts'

const standard = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
}

const plain = (role: string, value: string) => ({ role, contentType: 'text/plain', value })

const imagesOf = ({ sections }: Article): Image[] =>
  sections
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap((paragraph) => (paragraph.type === 'image' ? [paragraph.image] : []))

const withoutImages = (article: Article): Article => ({
  ...article,
  sections: article.sections.map((section) => ({
    ...section,
    paragraphs: section.paragraphs.filter(({ type }) => type !== 'image'),
  })),
})

/** Code points, of which those above U+FFFF take two units. */
const charactersIn = (text: string): number => {
  let count = 0
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc_00) !== 0xdc_00) count += 1
  return count
}

/** ninjs counts without the captions of images: characters as code points; words where no caption is among those counted. */
const bodies = (article: Article, html: string) => {
  const counts = {
    charCount: charactersIn(bodyText(withoutImages(article))),
    wordCount: imagesOf(article).every(({ caption }) => caption === null) ? article.wordCount : null,
  }
  return [
    given({ ...plain('main', bodyText(article)), ...counts }),
    given({ role: 'main', contentType: 'text/html', value: html, ...counts }),
  ]
}

/** An image as an associated picture, if its address is one. */
const picture = ({ url, alt, caption, credit, width, height }: Image, article: Article, site: Site) => {
  const href = addressOf(url, article, site)
  if (href === null) return []
  const descriptions = [
    ...(alt === null ? [] : [plain('alt', alt)]),
    ...(caption === null ? [] : [plain('caption', caption)]),
  ]
  const rendition = given({ name: 'original', href, width, height })
  const facts = { descriptions, by: credit, renditions: [rendition] }
  return [given({ name: caption ?? alt ?? href, rel: 'image', uri: href, type: 'picture', ...facts })]
}

const people = (article: Article, site: Site) =>
  article.authors.map(({ name, url }) =>
    given({ name, rel: 'author', uri: url === null ? null : addressOf(url, article, site) }),
  )

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
  given({
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
    firstCreated: momentIf(article.datePublished),
    versionCreated: momentIf(article.dateModified ?? article.datePublished),
    bodies: bodies(article, html),
    associations: imagesOf(article).flatMap((image) => picture(image, article, site)),
  })

/** The HTML of an article is most of the work, and is done step by step. */
const steps = function* (resource: Resource, site: Site): Generator<string, void, void> {
  if (resource.kind !== 'article') return
  const { article } = resource
  const blocks: string[] = []
  for (const block of contentOf(article, site)) {
    blocks.push(block)
    yield ''
  }
  yield `${JSON.stringify(newsObject(article, site, blocks.join('')))}\n`
}

/** IPTC ninjs 3.1. Its media type is that of JSON, so that only its extension names it. */
export const ninjs: Format = {
  name: 'ninjs',
  mediaType: 'application/json',
  contentType: 'application/json; charset=utf-8',
  extension: '.ninjs',
  kinds: ['article'],
  isByExtensionOnly: true,
  print: (resource, site) => [...steps(resource, site)].join(''),
  steps,
}
