import { oddCharacters } from './odd.ts'
import type { Source } from './source.ts'

/** A file type that maqal serves, loaded when the first of its files is read: parsers are slow to load. */
export type SourceEntry = { extensions: readonly string[]; load: () => Promise<Source> }

/** A source that also warns of what cannot be seen. */
const watchful = (source: Source): Source => ({
  ...source,
  read(text, file, fallbackId) {
    const reading = source.read(text, file, fallbackId)
    if ('faults' in reading) return reading
    return { ...reading, warnings: [...reading.warnings, ...oddCharacters(text, file)] }
  },
})

/** The file types served from a folder. To add one, write its file and name it here. */
export const sources: readonly SourceEntry[] = [
  { extensions: ['.json'], load: async () => watchful((await import('./json.ts')).json) },
  { extensions: ['.md'], load: async () => watchful((await import('./markdown.ts')).markdown) },
]
