/** What the server says of each file in headers, which the configuration of a static host is made of. */
import type { Representation } from '../http/representation.ts'
import type { Target } from './targets.ts'

/** What is alike for all files of one extension. */
export type Said = { type: string; cacheControl: string; policy: string }

/** What depends on the content. Empty where the header is not sent. */
export type OfContent = { language: string; link: string; total: string }

/** What is said of the files of a group. */
export type Facts = {
  /** What the paths of the group begin with; empty where each of its files has its own headers. */
  place: '' | '/articles/' | '/files/'
  /** The article of the group, and its language. */
  article?: { id: string; language: string }
  /** By extension, where the group has a place. */
  extensions: Record<string, Said>
  /** By path with the extension, where it has none. */
  files: Record<string, Said & OfContent>
  /** By path without the extension: what differs from the language of the article alone. */
  stems: Record<string, OfContent>
}

export const noFacts = (place: Facts['place']): Facts => ({ place, extensions: {}, files: {}, stems: {} })

/** A header of a flat list; empty where it is not there. */
export const headerIn = (flat: readonly string[], name: string): string => {
  const at = flat.findIndex((text, index) => index % 2 === 0 && text === name)
  return at === -1 ? '' : (flat[at + 1] ?? '')
}

export const saidOf = (type: string, headers: readonly string[]): Said => ({
  type,
  cacheControl: headerIn(headers, 'cache-control'),
  policy: headerIn(headers, 'content-security-policy'),
})

/** Adds what a representation says. */
export const addFacts = (facts: Facts, { stem, file, format }: Target, made: Representation): void => {
  const { headers, contentType } = made
  const said = saidOf(contentType, headers)
  const ofContent = {
    language: headerIn(headers, 'content-language'),
    link: headerIn(headers, 'link'),
    total: headerIn(headers, 'x-total-count'),
  }
  if (facts.place === '') {
    facts.files[`/${file}`] = { ...said, ...ofContent }
    return
  }
  facts.extensions[format.extension] = said
  const { language, link, total } = ofContent
  if (language !== facts.article?.language || link !== '' || total !== '') facts.stems[stem] = ofContent
}
