import { type Format, printedIn } from '../format.ts'

/** Markdown that reads back as the same article. A section or paragraph is printed as an article of that part. */
export const markdownFormat: Format = {
  name: 'markdown',
  mediaType: 'text/markdown',
  contentType: 'text/markdown; charset=utf-8',
  extension: '.md',
  isForReaders: true,
  kinds: ['article', 'section', 'paragraph'],
  // Loaded when it is first asked for: the printers of Markdown and YAML are slow to load.
  ...printedIn(async (resource, { site }) =>
    (await import('./print-article.ts')).markdownSteps(resource, site),
  ),
}
