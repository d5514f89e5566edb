import { hash } from 'node:crypto'
import type { Article } from './article.ts'
import { revisionLength } from './limits.ts'

/** An article with its revision, which is made of all else that it says. */
export const seal = (article: Omit<Article, 'revision'>): Article => {
  const { sections, notes, ...head } = article
  const said = JSON.stringify([{ ...head, revision: null }, sections, notes])
  const revision = hash('sha256', said, 'base64url').slice(0, revisionLength)
  return { ...head, revision, sections, notes }
}
