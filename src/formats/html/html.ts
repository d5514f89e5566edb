import { type Format, printedIn } from '../format.ts'

/** Nothing runs and nothing is loaded from elsewhere, but the images of an article, which its outlet may serve. */
export const policyOfPages = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' https: data:",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** A page for people to read: no script, no other origin but for the images of the article itself. */
export const htmlFormat: Format = {
  name: 'html',
  mediaType: 'text/html',
  contentType: 'text/html; charset=utf-8',
  extension: '.html',
  isForReaders: true,
  isOfSite: true,
  kinds: [
    'docs',
    'service',
    'problem',
    'articles',
    'search',
    'values',
    'article',
    'section',
    'paragraph',
    'note',
  ],
  policy: policyOfPages,
  // Loaded when it is first asked for: most starts serve JSON first.
  ...printedIn(async (resource, options) => (await import('./pages.ts')).pageSteps(resource, options)),
}
