/** What an article is found by: its texts, its names and its dates, as every engine stores them. */
import { allParagraphs, type Article } from '../article/article.ts'
import { besideText } from '../article/parts.ts'

/** A text, and the language (BCP 47) that its words are compared in. */
type Text = { text: string; language: string }

/** The texts of an article by their weight: the title, the summary and headings, the text, the names beside it. */
export const textsOf = (article: Article): [Text[], Text[], Text[], Text[]] => {
  const { title, summary, sections, notes, language, outlet, rubric, tags, authors } = article
  const own = (texts: readonly (string | null)[]): Text[] =>
    texts.flatMap((text) => (text === null || text === '' ? [] : [{ text, language }]))
  const texts = [
    ...allParagraphs(article).flatMap((paragraph) => [
      { text: paragraph.text, language: paragraph.language },
      { text: besideText(paragraph), language: paragraph.language },
    ]),
    ...notes.map((note) => ({ text: note.text, language: note.language })),
  ].filter(({ text }) => text !== '')
  return [
    own([title]),
    own([summary, ...sections.map(({ heading }) => heading)]),
    texts,
    own([outlet, rubric, ...tags, ...authors.map(({ name }) => name)]),
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
