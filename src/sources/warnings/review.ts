import { type Fault, spellPath } from '../fault.ts'
import type { OpenReading } from '../source.ts'
import { reviewDates } from './dates.ts'
import type { Rule } from './finding.ts'
import { reviewHtml } from './html.ts'
import { reviewImages } from './images.ts'
import { reviewLanguages } from './languages.ts'

/** What is valid and most likely not meant. To add a rule, write its file and name it here. */
const rules: readonly Rule[] = [reviewLanguages, reviewDates, reviewHtml, reviewImages]

type Read = Exclude<OpenReading, { faults: Fault[] }>

/** The warnings of a reading by all rules, at their places in the file. */
export const review = ({ article, place, isPlain }: Read, file: string, now: number): Fault[] =>
  rules
    .flatMap((rule) => rule({ article, isPlain, now }))
    .map(({ path, problem, hint }) => ({ file, ...place(path), path: spellPath(path), problem, hint }))
