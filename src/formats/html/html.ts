import type { Format } from '../format.ts'

/** Nothing runs and nothing is asked for elsewhere, but the images of an article, which may stand with its outlet. */
export const policyOfPages = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' https: data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Loaded when it is first asked for: most starts serve JSON first. */
const steps: NonNullable<Format['steps']> = async (...asked) =>
  (await import('./pages.ts')).pageSteps(...asked)

/** A page for people to read: no script, no other origin but for the images of the article itself. */
export const html: Format = {
  name: 'html',
  mediaType: 'text/html',
  contentType: 'text/html; charset=utf-8',
  extension: '.html',
  isForReaders: true,
  isOfSite: true,
  kinds: ['docs', 'service', 'problem', 'articles', 'search', 'values', 'article', 'section', 'paragraph'],
  policy: policyOfPages,
  print: async (resource, site, alternates) => [...(await steps(resource, site, alternates))].join(''),
  steps,
}
