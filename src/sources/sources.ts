import { json } from './json.ts'
import { markdown } from './markdown.ts'
import { oddCharacters } from './odd.ts'
import type { Source } from './source.ts'

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
export const sources: readonly Source[] = [json, markdown].map(watchful)
