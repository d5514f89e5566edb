import type { Resource } from '../formats/resource.ts'

/** The one language of all; undefined where there are several, or none. */
const common = (languages: readonly string[]): string | undefined => {
  const [first, ...others] = new Set(languages)
  return others.length === 0 ? first : undefined
}

/**
 * The language of the readers of a resource (RFC 9110 §8.5): that of an article or of a part of it, and that of several
 * articles where it is one. The page of the service shows articles, its JSON does not.
 */
export const contentLanguageOf = (resource: Resource, isForReaders = false): string | undefined => {
  switch (resource.kind) {
    case 'article':
    case 'sections':
    case 'section':
      return resource.article.language
    case 'paragraph':
      return resource.paragraph.language
    case 'note':
      return resource.note.language
    case 'articles':
      return common(resource.items.map(({ language }) => language))
    case 'search':
      return common(resource.items.map(({ article }) => article.language))
    case 'feed':
      return common(resource.articles.map(({ language }) => language))
    case 'service':
      return isForReaders ? contentLanguageOf(resource.articles) : undefined
    case 'problem':
    case 'health':
    case 'document':
    case 'docs':
    case 'values':
    case 'asset':
      return undefined
  }
}

/** How many items a list has in all; undefined where it is no list. */
export const totalOf = (resource: Resource): number | undefined => {
  if (resource.kind === 'sections') return resource.article.sections.length
  return 'total' in resource ? resource.total : undefined
}
