import { z } from 'zod'
import { type DomDocument, plainText } from './dom.ts'

const Name = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const names = z.union([Name.transform((name) => [name]), z.array(Name)]).catch([])
const word = z.string().optional().catch(undefined)

/** As much of schema.org's Article as an article file has a place for. A part that is written otherwise is passed over. */
const Data = z.object({
  headline: word,
  author: names,
  publisher: Name.optional().catch(undefined),
  datePublished: word,
  dateModified: word,
  articleSection: z
    .union([z.string(), z.array(z.string()).transform((all) => all[0])])
    .optional()
    .catch(undefined),
  inLanguage: word,
})

const isArticle = (value: unknown): boolean => {
  const type: unknown = typeof value === 'object' && value !== null && '@type' in value ? value['@type'] : ''
  return /Article|BlogPosting|Report/.test([type].flat().join(' '))
}

/** The things that a script of JSON-LD says: itself, a list of them, or its graph. */
const thingsIn = (text: string): unknown[] => {
  try {
    const value: unknown = JSON.parse(text)
    const graph: unknown =
      typeof value === 'object' && value !== null && '@graph' in value ? value['@graph'] : []
    return [value, graph].flat()
  } catch {
    return []
  }
}

/** What the page says of its article in JSON-LD. Its strings should be plain text; many systems write HTML there. */
export const readLinkedData = (document: DomDocument) => {
  const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')]
  const found = scripts.flatMap(({ textContent }) => thingsIn(textContent)).find(isArticle)
  const data = Data.safeParse(found).data
  const plain = (value: string | undefined) => (value === undefined ? undefined : plainText(document, value))
  return {
    headline: plain(data?.headline),
    authors: (data?.author ?? []).map((name) => plainText(document, name)),
    publisher: plain(data?.publisher),
    published: data?.datePublished,
    modified: data?.dateModified,
    section: plain(data?.articleSection),
    language: data?.inLanguage,
  }
}
