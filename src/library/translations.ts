/** What articles are told of others that are the same in another language. */
import { createHash } from 'node:crypto'
import type { ArticleHead } from '../article/article.ts'
import { revisionLength } from '../article/limits.ts'
import { oneOfEach } from '../article/relations.ts'
import { mostTranslations } from './limits.ts'

/** What of an article is another when its translations are. */
export type Translated = Pick<ArticleHead, 'translationOf' | 'translations' | 'revision'>

const toTranslation = ({ language, direction, id, title }: ArticleHead) => ({
  language,
  direction,
  id,
  title,
})

/** As a row has it. The revision is made of that which the article has by itself. */
const format = ({ revision, ...said }: Translated): string => {
  const own = createHash('sha256')
    .update(JSON.stringify([revision, said]))
    .digest('base64url')
  return JSON.stringify({ ...said, revision: own.slice(0, revisionLength) })
}

/** What the row of each article of a group has. */
export const translatedIn = (group: readonly ArticleHead[]): Map<string, string> => {
  const ids = new Set(group.map(({ id }) => id))
  const told = oneOfEach(group).slice(0, mostTranslations)
  return new Map(
    group.map((head) => {
      const { id, revision } = head
      const others = told.includes(head) ? told.filter((other) => other !== head) : []
      const isThere = ids.has(head.translationOf ?? '') && head.translationOf !== id
      const translationOf = isThere ? head.translationOf : null
      const isPlain = others.length === 0 && head.translationOf === null
      return [id, isPlain ? '' : format({ translationOf, translations: others.map(toTranslation), revision })]
    }),
  )
}
