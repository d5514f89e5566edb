/**
 * Where the service stands: `base` goes before every path («» or `/api`), `url` before every absolute link. `origin` is
 * that of PUBLIC_URL, where it is set: it goes before the links of JSON.
 */
export type Site = { base: string; url: string; origin?: string }

/** A root-relative link as JSON has it, so that it can be followed from any origin as it is. */
export const linkTo = ({ origin = '' }: Site, path: string): string => origin + path

/** A path of the service as an absolute address. */
export const absolute = ({ url }: Site, path: string): string => new URL(path, url).href

/** The paths of the resources. Ids are ASCII slugs and need no encoding. */
export const paths = ({ base }: Pick<Site, 'base'>) => ({
  service: `${base}/`,
  problem: (name: string) => `${base}/problems/${name}`,
  live: `${base}/health/live`,
  ready: `${base}/health/ready`,
  schema: `${base}/schemas/article.json`,
  openapi: `${base}/openapi.json`,
  docs: `${base}/docs`,
  feed: (form: 'json' | 'atom' | 'rss') => `${base}/feed.${form}`,
  asset: (name: string) => `${base}/assets/${name}`,
  articles: `${base}/articles`,
  articlesWith: (facet: string, value: string) => `${base}/articles?${facet}=${encodeURIComponent(value)}`,
  values: (facet: string) => `${base}/${facet}s`,
  search: `${base}/search`,
  article: (article: string) => `${base}/articles/${article}`,
  sections: (article: string) => `${base}/articles/${article}/sections`,
  section: (article: string, section: string) => `${base}/articles/${article}/sections/${section}`,
  paragraph: (article: string, paragraph: string) => `${base}/articles/${article}/paragraphs/${paragraph}`,
})
