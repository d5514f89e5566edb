import type { Sort } from '../article/article.ts'

/** The columns of articles that each order of a list is by. Each has its index; ties are by id either way. */
export const columnsOfOrder: Record<Sort, string> = {
  '-datePublished': 'newest DESC, id',
  datePublished: 'oldest, id',
  '-dateModified': 'newest_change DESC, id',
  dateModified: 'oldest_change, id',
  title: 'title, id',
  '-title': 'title DESC, id',
}
