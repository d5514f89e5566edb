import type { ProblemAnswer } from '../article/answers.ts'
import { policyOfPages } from './html/html.ts'
import { linkTo, type Site } from './site.ts'

/** An error, and what helps a reader on: paths to what was probably meant, and the words to search for. */
export type ShownError = { answer: ProblemAnswer; leads: readonly string[]; q: string }

/** A form that errors have. */
export type ErrorForm = {
  /** As in `Accept`. */
  mediaType: string
  /** The whole `Content-Type`. */
  contentType: string
  /** Of an address that asks for it, with its dot. */
  extension: string
  policy?: string
  /** It shows the name of the site. */
  isOfSite?: true
  print: (shown: ShownError, site: Site) => string | Promise<string>
}

/** As JSON in which no tag can begin: an error repeats what a stranger wrote in a link. */
export const printErrorJson = (answer: ProblemAnswer): string =>
  `${JSON.stringify(answer).replaceAll('<', String.raw`\u003c`)}\n`

const json: ErrorForm = {
  mediaType: 'application/problem+json',
  contentType: 'application/problem+json',
  extension: '.json',
  print: ({ answer }, site) => printErrorJson({ ...answer, type: linkTo(site, answer.type) }),
}

/** The forms of errors, the default first. Whoever accepts JSON accepts an error in JSON. */
export const errorForms: readonly [ErrorForm, ...ErrorForm[]] = [
  json,
  { ...json, mediaType: 'application/json' },
  {
    mediaType: 'text/html',
    contentType: 'text/html; charset=utf-8',
    extension: '.html',
    policy: policyOfPages,
    isOfSite: true,
    print: async (shown, site) => (await import('./html/error-pages.ts')).printErrorPage(shown, site),
  },
  {
    mediaType: 'text/markdown',
    contentType: 'text/markdown; charset=utf-8',
    extension: '.md',
    print: async (shown, site) => (await import('./markdown/print-error.ts')).printErrorMarkdown(shown, site),
  },
]
