/** What articles can be told apart by; the plural is the name of its list. */
export const facets = ['outlet', 'rubric', 'tag', 'language'] as const
export type Facet = (typeof facets)[number]

/** What a list of articles is in the order of; `-` for descending. */
export const sorts = [
  '-datePublished',
  'datePublished',
  '-dateModified',
  'dateModified',
  'title',
  '-title',
] as const
export type Sort = (typeof sorts)[number]
