import type { Article } from '../../article/article.ts'
import { createPassages } from '../../search/passages.ts'
import { createIndexing } from '../../search/tokens.ts'
import type { IndexedWords } from '../library.ts'
import { textsOf } from '../texts.ts'

/** Separates texts in the index, so that no phrase matches across two of them. */
const boundary = '¶'

/** What the columns of the search index hold of an article; its passages are collected too, where that is asked for. */
export const columnsOf = (article: Article, passages?: ReturnType<typeof createPassages>): string[] => {
  let passage: number | undefined
  const indexing = createIndexing((word) => {
    if (passage !== undefined) passages?.add(passage, word)
  })
  const columns = textsOf(article).map((texts) => {
    const terms: string[] = []
    for (const { text, language, passage: own } of texts) {
      passage = own
      indexing.add(text, language, terms)
      terms.push(boundary)
    }
    return terms.join(' ')
  })
  return [...columns, indexing.forms()]
}

/** Makes the function that says what an article is indexed by. That depends on no address and on no id. */
export const createIndexedWords = () => {
  const passages = createPassages()
  return (article: Article): IndexedWords => ({
    columns: columnsOf(article, passages),
    passages: passages.take(),
  })
}
