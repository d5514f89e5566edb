import type { Format } from '../format.ts'
import type { Resource } from '../resource.ts'

/** Loaded when it is first asked for: the printers of Markdown and YAML are slow to load. */
const steps = async (resource: Resource): Promise<Iterable<string>> =>
  (await import('./print-article.ts')).markdownSteps(resource)

/** Markdown that reads back as the same article. A section or paragraph is printed as an article of that part. */
export const markdown: Format = {
  name: 'markdown',
  mediaType: 'text/markdown',
  contentType: 'text/markdown; charset=utf-8',
  extension: '.md',
  isForReaders: true,
  kinds: ['article', 'section', 'paragraph'],
  print: async (resource) => [...(await steps(resource))].join(''),
  steps,
}
