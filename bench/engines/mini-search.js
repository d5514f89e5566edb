/** MiniSearch 7, with maqal's analysis. */
import MiniSearch from 'minisearch'

export const open = (tokenize, boost) => {
  const index = new MiniSearch({
    fields: ['title', 'headings', 'body'],
    tokenize,
    processTerm: (term) => term,
    searchOptions: { combineWith: 'AND', boost },
  })
  return {
    add: async (documents) => index.addAll(documents),
    search: async (q) => index.search(q).length,
  }
}
