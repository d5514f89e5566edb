import { json } from './json.ts'
import type { Source } from './source.ts'

/** The file types served from a folder. To add one, write its file and name it here. */
export const sources: readonly Source[] = [json]
