import { toArticle } from '../../article/derive.ts'
import { ArticleFile } from '../../article/file.ts'
import { type Article, headOf } from '../../article/article.ts'
import { alternatesOf } from '../../formats/formats.ts'
import type { Format } from '../../formats/format.ts'
import type { Site } from '../../formats/site.ts'
import type { Library } from '../../library/library.ts'
import type { Route } from '../route.ts'

/** A made-up article, so that the document is the same whatever is served. */
const file: ArticleFile = {
  id: 'bridge',
  title: 'The old bridge',
  outlet: 'The Review',
  rubric: 'Reports',
  language: 'en',
  summary: 'What the rain left.',
  authors: [{ name: 'A. Writer', url: null }],
  tags: ['rivers'],
  url: 'https://review.example/bridge',
  datePublished: '2024-05-31',
  sections: [
    { paragraphs: ['The bridge has stood since 1931.'] },
    {
      heading: 'After the rain',
      id: 'rain',
      paragraphs: [
        {
          type: 'quote',
          text: 'لم يعبر النهر أحد.',
          marks: [{ type: 'link', start: 8, end: 13, href: 'https://town.example/river' }],
          language: 'ar',
          attribution: 'A boatman',
        },
      ],
    },
  ],
}

const values = { outlet: file.outlet, rubric: 'Reports', tag: 'rivers', language: file.language }

/** A library of one article, which matches every search. */
const libraryOf = (article: Article): Library => {
  const at = { revision: 0 }
  return {
    article: async () => ({ article, ...at }),
    articles: async () => ({ items: [headOf(article)], total: 1, ...at }),
    around: async () => ({ previous: null, next: null, ...at }),
    fullArticles: async () => ({ items: [article], total: 1, ...at }),
    search: async () => ({ items: [{ article, score: 4.2 }], total: 1, ...at }),
    values: async (facet) => ({ items: [{ name: values[facet], articleCount: 1 }], total: 1, ...at }),
    idsNear: async () => ({ ids: [article.id], ...at }),
    onChange: () => () => {},
  }
}

const params = {
  article: 'bridge',
  section: 'rain',
  paragraph: 'rain-1',
  problem: 'not-found',
}

/** What a route answers for the made-up article. */
export const createExamples = (site: Site) => {
  const library = libraryOf(toArticle(ArticleFile.parse(file), params.article))
  return async (route: Route, form: Format): Promise<unknown> => {
    const query = route.query.parse('q' in route.query.shape ? { q: 'النهر' } : {})
    const { resource } = await route.find({ library, site, params, query, kept: {}, isForReaders: false })
    return JSON.parse(String(await form.print(resource, { site, alternates: alternatesOf(resource.kind) })))
  }
}
