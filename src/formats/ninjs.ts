import type { Article, Image } from '../article/article.ts'
import { addressOf, articleAddress, sourceAddress } from './address.ts'
import { commaIn } from './comma.ts'
import { contentOf } from './feeds/content.ts'
import type { Format } from './format.ts'
import { given } from './given.ts'
import { momentIf } from './moment.ts'
import type { Site } from './site.ts'
import { bodyText } from './text.ts'

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

/** ninjs counts without the captions of images: characters as code points; words where no caption is among those counted. */
const bodies = (article: Article, site: Site) => {
  const counts = {
    charCount: Array.from(bodyText(withoutImages(article))).length,
    wordCount: imagesOf(article).every(({ caption }) => caption === null) ? article.wordCount : null,
  }
  return [
    given({ ...plain('main', bodyText(article)), ...counts }),
    given({ role: 'main', contentType: 'text/html', value: contentOf(article, site), ...counts }),
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

const newsObject = (article: Article, site: Site) =>
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
    bodies: bodies(article, site),
    associations: imagesOf(article).flatMap((image) => picture(image, article, site)),
  })

/** IPTC ninjs 3.1. Its media type is that of JSON, so that only its extension names it. */
export const ninjs: Format = {
  name: 'ninjs',
  mediaType: 'application/json',
  contentType: 'application/json; charset=utf-8',
  extension: '.ninjs',
  kinds: ['article'],
  isByExtensionOnly: true,
  print: (resource, site) =>
    resource.kind === 'article' ? `${JSON.stringify(newsObject(resource.article, site))}\n` : '',
}
