import { type Fault, spellPath } from '../fault.ts'
import type { OpenReading } from '../source.ts'
import { reviewDates } from './dates.ts'
import type { Rule } from './finding.ts'
import { reviewHtml } from './html.ts'
import { reviewImages } from './images.ts'
import { reviewLanguages } from './languages.ts'

/** What is valid and most likely not meant. To add a rule, write its file and name it here. */
const rules: readonly Rule[] = [reviewLanguages, reviewDates, reviewHtml, reviewImages]

/** A file has no more warnings than this: who mends these sees the rest. */
const most = 50

type Read = Exclude<OpenReading, { faults: Fault[] }>

/** The warnings of a reading by all rules, at their places in the file. */
export const review = ({ article, place, isPlain }: Read, file: string, now: number): Fault[] =>
  rules
    .flatMap((rule) => rule({ article, isPlain, now }).slice(0, most))
    .slice(0, most)
    .map(({ path, problem, hint }) => ({ file, ...place(path), path: spellPath(path), problem, hint }))

/** At most so many warnings that a person can read them, and how many there are beyond. */
export const fewOf = (warnings: readonly Fault[], file: string): Fault[] => {
  if (warnings.length <= most) return [...warnings]
  const problem = `has ${warnings.length - most} more warnings`
  return [
    ...warnings.slice(0, most),
    { file, line: 0, column: 0, path: '', problem, hint: 'mend those above first' },
  ]
}
