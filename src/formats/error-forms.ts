import type { ProblemAnswer } from '../article/answers.ts'
import { htmlFormat } from './html/html.ts'
import { markdownFormat } from './markdown/markdown.ts'
import { inertJson } from './markup.ts'
import { linkTo, type Site } from './site.ts'

/** An error with help for readers: paths that were probably meant, and words to search for. */
export type ShownError = { answer: ProblemAnswer; suggestions: readonly string[]; q: string }

/** A form that errors have: media types and extension are those of formats. */
export type ErrorForm = {
  mediaType: string
  contentType: string
  extension: string
  policy?: string
  /** It shows the name of the site. */
  isOfSite?: boolean
  print: (shown: ShownError, site: Site) => string | Promise<string>
}

/** Inert, because an error repeats what a stranger wrote in a link. */
export const printErrorJson = (answer: ProblemAnswer): string => `${inertJson(answer)}\n`

const json: ErrorForm = {
  mediaType: 'application/problem+json',
  contentType: 'application/problem+json',
  extension: '.json',
  print: ({ answer }, site) => printErrorJson({ ...answer, type: linkTo(site, answer.type) }),
}

/** The forms of errors, the default first. A client that accepts JSON gets errors in JSON. */
export const errorForms: readonly [ErrorForm, ...ErrorForm[]] = [
  json,
  { ...json, mediaType: 'application/json' },
  {
    ...htmlFormat,
    print: async (shown, site) => (await import('./html/error-pages.ts')).printErrorPage(shown, site),
  },
  {
    ...markdownFormat,
    print: async (shown, site) => (await import('./markdown/print-error.ts')).printErrorMarkdown(shown, site),
  },
]
