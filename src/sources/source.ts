import type { Article } from '../article/article.ts'
import type { Fault } from './fault.ts'

/** What a source makes of a text: an article, or every fault at once. */
export type Reading = { article: Article } | { faults: Fault[] }

/** A file type that maqal reads. */
export type Source = {
  name: string
  extensions: readonly string[]
  /** `file` is named in faults; `fallbackId` names an article whose file gives it no id. */
  read: (text: string, file: string, fallbackId: string) => Reading
}
