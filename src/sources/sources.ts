import { type Fault, formatPath, limitWarnings } from './fault.ts'
import { findInvisible } from './invisible.ts'
import { pathReferences } from './references.ts'
import type { OpenReading, OpenSource, Source } from './source.ts'
import { reviewAliases } from './warnings/aliases.ts'
import { reviewDates } from './warnings/dates.ts'
import type { Rule } from './warnings/finding.ts'
import { reviewHtml } from './warnings/html.ts'
import { reviewImages } from './warnings/images.ts'
import { reviewLanguages } from './warnings/languages.ts'

/** A file type that maqal serves, loaded when the first of its files is read: parsers are slow to load. */
export type SourceEntry = { extensions: readonly string[]; load: () => Promise<Source> }

/** What is valid and most likely not meant. To add a rule, write its file and name it here. */
const rules: readonly Rule[] = [reviewLanguages, reviewDates, reviewHtml, reviewImages, reviewAliases]

type Read = Exclude<OpenReading, { faults: Fault[] }>

/** The warnings of all rules, at their places in the file. */
const review = ({ article, place, isPlain }: Read, file: string): Fault[] =>
  rules
    .flatMap((rule) => rule({ article, isPlain, now: Date.now() }))
    .map(({ path, problem, hint }) => ({ file, ...place(path), path: formatPath(path), problem, hint }))

/** A source that also warns of invisible characters, and of what is valid and most likely not meant. */
const watchful = (source: OpenSource): Source => ({
  ...source,
  read(text, file, context) {
    const reading = source.open(text, file, context)
    if ('faults' in reading) return reading
    const { article, givenId, warnings, assumed, place } = reading
    const all = [...warnings, ...review(reading, file), ...findInvisible(text, file)]
    const references = pathReferences(article).map(({ path, ...reference }) => ({
      ...reference,
      path: formatPath(path),
      ...place(path),
    }))
    const places = {
      ...(article.aliases.length > 0 && { aliases: place(['aliases']) }),
      ...(article.translationOf !== null && { translationOf: place(['translationOf']) }),
    }
    return { article, givenId, warnings: limitWarnings(all), assumed, references, places }
  },
})

/** The file types served from a folder. To add one, write its file and name it here. */
export const sources: readonly SourceEntry[] = [
  { extensions: ['.json'], load: async () => watchful((await import('./json/json.ts')).json) },
  {
    extensions: ['.md', '.markdown', '.mdx'],
    load: async () => watchful((await import('./markdown/markdown.ts')).servedMarkdown),
  },
]
