/** From when and until when an article is served. */
import type { ArticleHead } from './article.ts'
import { momentInZone } from './time-zone.ts'

/** Milliseconds since 1970: served from the first on, and until the second. */
export type Shown = { since: number; until: number }

type Given = { timeZone?: string; isFutureShown?: boolean }

/** A day counts as its first moment in the time zone. */
export const shownOf = (
  { draft, datePublished, expires }: Pick<ArticleHead, 'draft' | 'datePublished' | 'expires'>,
  { timeZone = 'UTC', isFutureShown = false }: Given = {},
): Shown => {
  const isAnyTime = datePublished === null || isFutureShown
  const published = isAnyTime ? -Infinity : momentInZone(datePublished, timeZone)
  return {
    since: draft ? Infinity : published,
    until: expires === null ? Infinity : momentInZone(expires, timeZone),
  }
}

export const isShown = ({ since, until }: Shown, now: number): boolean => since <= now && now < until
