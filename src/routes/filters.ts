import { SourceDate } from '../article/text.ts'
import { invalidParameter } from '../http/problem.ts'
import type { Filter } from '../library/library.ts'
import { once, shortText } from './parameters.ts'

export const name = (what: string) =>
  shortText(once.refine((value) => value.trim() !== '', 'is empty: give a value, or leave it out'))
    .meta({ minLength: 1, not: { pattern: String.raw`^\s*$|\x00` } })
    .optional()
    .describe(what)

/** In a query `+` means a space (URL Standard, application/x-www-form-urlencoded), and time offsets begin with `+`. */
const lostPlus = /T[\d:.]+ (?=\d\d:?\d\d$)/

const date = (what: string) =>
  once
    .refine((value) => !lostPlus.test(value), {
      error: ({ input }) =>
        `has a space where a "+" was meant: write %2B, as in ${String(input).replace(/ /, '%2B')}`,
      abort: true,
    })
    .pipe(SourceDate)
    .optional()
    .describe(what)

/** The parameters that narrow a list of articles. Names are compared folded: case, marks and tatweel do not count. */
export const filters = {
  outlet: name('only of this outlet, or of one of several, with commas'),
  rubric: name('only under this rubric, the desk or column of the outlet, or one of several'),
  tag: name('only with this tag, or one of several'),
  language: name('only in this language, as in `/languages`, or one of several'),
  author: name('only by this author, or one of several'),
  from: date('only published on or after this day or moment'),
  to: date('only published on or before this day or moment'),
}

const aDay = 86_400_000

/** The first moment after a day or a moment. */
const after = (given: string): number => Date.parse(given) + (given.includes('T') ? 1 : aDay)

type Asked = { [Name in keyof typeof filters | 'article']?: string | undefined }

/** The filter that the parameters ask for. Throws a Problem where no date can be between `from` and `to`. */
export const filterOf = ({ from, to, outlet, rubric, tag, language, author, article }: Asked): Filter => {
  const first = from === undefined ? undefined : Date.parse(from)
  const before = to === undefined ? undefined : after(to)
  if (first !== undefined && before !== undefined && first >= before)
    throw invalidParameter('from', 'is after `to`: nothing is between them')
  return { outlet, rubric, tag, language, author, article, from: first, before }
}

/** The parameters that were given, without those of paging and without defaults. */
export const askedOf = (
  query: Record<string, string | number | undefined>,
  usual: Record<string, string | number> = {},
) =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) =>
      value === undefined || key === 'page' || key === 'limit' || value === usual[key]
        ? []
        : [[key, String(value)]],
    ),
  )
