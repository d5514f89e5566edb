import { docsStyleName, fonts, iconName, styleName } from '../formats/html/assets.ts'
import { docsScriptName, swaggerScript, swaggerStyle } from '../formats/html/docs-page.ts'
import { getArticle, getNote, getParagraph, getSection, listArticles, listSections } from './articles.ts'
import * as assets from './assets.ts'
import { getArticleSchema, getDocs, getOpenApi } from './contract.ts'
import { getFeed } from './feeds.ts'
import { listValues } from './listing.ts'
import { type Route, type TableRow, toRoute } from './route.ts'
import { searchRow } from './search.ts'
import { getLiveness, getProblem, getReadiness, getService, type Health } from './service.ts'

/** Every address that is served, under the name of its operation. */
const tableOf = (version: string, health: Health, isPreviewable: boolean): Record<string, TableRow> => ({
  getService: { path: '/', kind: 'service', ...getService(version) },
  getProblem: { path: '/problems/:problem', kind: 'problem', ...getProblem },
  getLiveness: { path: '/health/live', kind: 'health', ...getLiveness },
  getReadiness: { path: '/health/ready', kind: 'health', ...getReadiness(health) },

  listArticles: { path: '/articles', kind: 'articles', ...listArticles },
  getArticle: { path: '/articles/:article', kind: 'article', ...getArticle },
  listSections: { path: '/articles/:article/sections', kind: 'sections', ...listSections },
  getSection: { path: '/articles/:article/sections/:section', kind: 'section', ...getSection },
  getParagraph: { path: '/articles/:article/paragraphs/:paragraph', kind: 'paragraph', ...getParagraph },
  getNote: { path: '/articles/:article/notes/:note', kind: 'note', ...getNote },

  listOutlets: { path: '/outlets', kind: 'values', ...listValues('outlet') },
  listRubrics: { path: '/rubrics', kind: 'values', ...listValues('rubric') },
  listTags: { path: '/tags', kind: 'values', ...listValues('tag') },
  listLanguages: { path: '/languages', kind: 'values', ...listValues('language') },
  search: searchRow,

  getJsonFeed: { path: '/feed.json', kind: 'feed', ...getFeed('JSON Feed 1.1') },
  getAtomFeed: { path: '/feed.atom', kind: 'feed', ...getFeed('Atom') },
  getRssFeed: { path: '/feed.rss', kind: 'feed', ...getFeed('RSS 2.0') },

  getFavicon: { path: '/favicon.ico', kind: 'asset', ...assets.getFavicon },
  getRobots: { path: '/robots.txt', kind: 'asset', ...assets.getRobots },
  getIcon: { path: `/assets/${iconName}`, kind: 'asset', ...assets.getIcon },
  getStyle: { path: `/assets/${styleName}`, kind: 'asset', ...assets.getStyle },
  getFont400: { path: `/assets/${fonts[0].name}`, kind: 'asset', ...assets.getFont400 },
  getFont700: { path: `/assets/${fonts[1].name}`, kind: 'asset', ...assets.getFont700 },

  getOpenApi: {
    path: '/openapi.json',
    kind: 'document',
    ...getOpenApi({ version, isPreviewable, routes: () => routesOf(version) }),
  },
  getDocs: { path: '/docs', kind: 'docs', ...getDocs },
  getArticleSchema: { path: '/schemas/article.json', kind: 'document', ...getArticleSchema },
  getDocsStyle: { path: `/assets/${docsStyleName}`, kind: 'asset', ...assets.getDocsStyle },
  getDocsScript: { path: `/assets/${docsScriptName}`, kind: 'asset', ...assets.getDocsScript },
  getSwaggerStyle: { path: `/assets/${swaggerStyle}`, kind: 'asset', ...assets.getSwaggerStyle },
  getSwaggerScript: { path: `/assets/${swaggerScript}`, kind: 'asset', ...assets.getSwaggerScript },
})

/** For the contract, which says nothing about the state of the process. */
const atRest: Health = { faults: () => [], whyUnready: () => undefined }

/** `isPreviewable` says that there is a token of previews. */
export const routesOf = (version: string, health = atRest, isPreviewable = false): Route[] =>
  Object.entries(tableOf(version, health, isPreviewable)).map(([operationId, row]) =>
    toRoute(operationId, row),
  )
