import { limitWarnings, spellPath } from './fault.ts'
import { oddCharacters } from './odd.ts'
import type { OpenSource, Source } from './source.ts'
import { localImages } from './warnings/images.ts'
import { review } from './warnings/review.ts'

/** A file type that maqal serves, loaded when the first of its files is read: parsers are slow to load. */
export type SourceEntry = { extensions: readonly string[]; load: () => Promise<Source> }

/** A source that also warns of what cannot be seen, and of what is valid and most likely not meant. */
const watchful = (source: OpenSource): Source => ({
  ...source,
  read(text, file, fallbackId) {
    const reading = source.open(text, file, fallbackId)
    if ('faults' in reading) return reading
    const { article, warnings, place } = reading
    const all = [...warnings, ...review(reading, file, Date.now()), ...oddCharacters(text, file)]
    const images = localImages(article).map(({ url, path }) => ({
      url,
      path: spellPath(path),
      ...place(path),
    }))
    return { article, warnings: limitWarnings(all), images }
  },
})

/** The file types served from a folder. To add one, write its file and name it here. */
export const sources: readonly SourceEntry[] = [
  { extensions: ['.json'], load: async () => watchful((await import('./json/json.ts')).json) },
  {
    extensions: ['.md'],
    load: async () => watchful((await import('./markdown/markdown.ts')).servedMarkdown),
  },
]
