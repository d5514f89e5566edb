/** Orama 3, with maqal's analysis. */
import { create, insertMultiple, search } from '@orama/orama'

export const open = (tokenize, boost) => {
  const index = create({
    schema: { title: 'string', headings: 'string', body: 'string' },
    components: { tokenizer: { language: 'maqal', normalizationCache: new Map(), tokenize } },
  })
  return {
    add: async (documents) => insertMultiple(index, documents),
    search: async (term) => (await search(index, { term, boost, threshold: 0, limit: 20 })).count,
  }
}
