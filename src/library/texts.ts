/** What an article is found by: its texts, its names and its dates, as every engine stores them. */
import type { Article } from '../article/article.ts'
import { besideText } from '../article/parts.ts'
import { firstPassage, summaryPassage, titlePassage } from '../search/passages.ts'

/** A text, the language (BCP 47) that its words are compared in, and the passage that it is of; names are of none. */
type Text = { text: string; language: string; passage: number | undefined }

const written = (texts: readonly Text[]): Text[] => texts.filter(({ text }) => text !== '')

/** The texts of an article by their weight: the title, the summary and headings, the text, the names beside it. */
export const textsOf = (article: Article): [Text[], Text[], Text[], Text[]] => {
  const { title, summary, sections, notes, language, outlet, rubric, tags, authors } = article
  let next = firstPassage
  const headings: Text[] = []
  const texts: Text[] = []
  for (const { heading, paragraphs } of sections) {
    headings.push({ text: heading ?? '', language, passage: next++ })
    for (const paragraph of paragraphs) {
      const own = { language: paragraph.language, passage: next++ }
      texts.push({ ...own, text: paragraph.text }, { ...own, text: besideText(paragraph) })
    }
  }
  for (const note of notes) texts.push({ text: note.text, language: note.language, passage: next++ })
  const names = [outlet, rubric, ...tags, ...authors.map(({ name }) => name)]
  return [
    written([{ text: title, language, passage: titlePassage }]),
    written([{ text: summary ?? '', language, passage: summaryPassage }, ...headings]),
    written(texts),
    written(names.map((name) => ({ text: name ?? '', language, passage: undefined }))),
  ]
}

/** The facet of the languages that texts of articles have. */
export const textLanguage = 'text'

/** The names that an article is found by. */
export const namesOf = (article: Article): Record<string, string[]> => ({
  outlet: [article.outlet],
  rubric: article.rubric === null ? [] : [article.rubric],
  tag: article.tags,
  language: [article.language],
  author: article.authors.map(({ name }) => name),
  [textLanguage]: [...new Set(textsOf(article).flatMap((texts) => texts.map((text) => text.language)))],
})

/** Milliseconds since 1970 of a date; a day counts as its first moment in UTC. */
export const moment = (date: string | null, undated: number): number =>
  date === null ? undated : Date.parse(date)
