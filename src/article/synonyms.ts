/** What other tools call the facts of an article. */
import table from './synonyms.json' with { type: 'json' }

/** Of each fact the keys that say it: its own name, then those of other tools. A dot leads into an object. */
export const synonyms: Readonly<Record<string, readonly string[]>> = table.facts

/** A key as it is compared: without capitals, and the signs between its words. */
export const plainKey = (key: string): string => key.toLowerCase().replaceAll(/[_-]/g, '')

/** The fact that a key of another tool most likely is. */
export const factNamed: ReadonlyMap<string, string> = new Map([
  ...Object.entries(table.hints),
  ...Object.entries(synonyms).flatMap(([fact, keys]) => keys.map((key) => [key, fact] as const)),
])
