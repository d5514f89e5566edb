import type { Article, Paragraph } from '../../article/article.ts'
import { isKnownLanguage } from '../../article/languages.ts'
import { type Direction, directionOf } from '../../article/text.ts'
import { directionOfLetters, guessLanguage } from '../letters.ts'
import { type Finding, paragraphsOf, type Rule, withoutCode } from './finding.ts'

/** UTF-16 units of a text that are read: enough to tell its direction. */
const [sample, sampleOfParagraph] = [2000, 300]

/** Letters that are needed to tell the direction of an article, and of a paragraph, which may be only a name. */
const [fewest, fewestOfParagraph] = [8, 40]

const proseOf = (paragraph: Paragraph): string =>
  /^(?:image|media|code|break)$/.test(paragraph.type) ? '' : withoutCode(paragraph)

const ways = { rtl: 'from right to left', ltr: 'from left to right' }

/** Tags that name no single language. */
const isNone = (language: string): boolean => /^(?:und|mul|mis|zxx)\b/.test(language)

type Said = { language: string; direction: Direction }

/** A function that keeps its answers: asking about a language takes longer than all else here. */
const remember = <Answer>(ask: (language: string) => Answer): ((language: string) => Answer) => {
  const known = new Map<string, Answer>()
  return (language) => {
    const answer = known.get(language) ?? ask(language)
    known.set(language, answer)
    return answer
  }
}

const createAsk = () => ({ isKnown: remember(isKnownLanguage), directionOf: remember(directionOf) })

type Ask = ReturnType<typeof createAsk>

/** Where the language, the direction and the letters of a text contradict each other. */
const contradictions = (
  { language, direction }: Said,
  text: string,
  { path, ask }: { path: PropertyKey[]; ask: Ask },
): Finding[] => {
  const usual = isNone(language) ? direction : ask.directionOf(language)
  const found = directionOfLetters(text.slice(0, sample), fewest, 2 / 3)
  if (direction !== usual && found !== direction) {
    const problem = `is ${direction}, and ${language} is written ${ways[usual]}`
    return [
      { path: [...path, 'direction'], problem, hint: 'leave it out, or write the language of the text' },
    ]
  }
  if (found === undefined || found === usual) return []
  const guess = guessLanguage(text) ?? 'en'
  const problem = `is ${language}, and most letters here are written ${ways[found]}`
  const hint = `write the language of the text, as in "${guess}", or its script too, as in "az-Arab"`
  return [{ path: [...path, 'language'], problem, hint }]
}

const unknownLanguage = (language: string, path: PropertyKey[], ask: Ask): Finding[] => {
  if (!/^[a-z]{3}\b/.test(language) || ask.isKnown(language)) return []
  const hint = 'look it up: "ar", "en" and "zh-Hant" are languages of BCP 47'
  return [{ path: [...path, 'language'], problem: `is ${language}, which is no known language`, hint }]
}

/** The text that is in the language of the article. */
const ownText = ({ title, language, sections }: Article): string => {
  const texts = [title]
  let length = title.length
  for (const { heading, paragraphs } of sections) {
    for (const paragraph of paragraphs) {
      if (length > sample) return texts.join('\n')
      if (paragraph.language === language) texts.push(proseOf(paragraph))
      length += texts.at(-1)?.length ?? 0
    }
    texts.push(heading ?? '')
  }
  return texts.join('\n')
}

/** A paragraph in letters of the other direction that does not say its language. */
const unsaid = (paragraph: Paragraph, path: PropertyKey[]): Finding[] => {
  const found = directionOfLetters(proseOf(paragraph).slice(0, sampleOfParagraph), fewestOfParagraph, 0.9)
  if (found === undefined || found === paragraph.direction) return []
  const problem = `is written ${ways[found]}, and is ${paragraph.direction} as the article is`
  return [{ path, problem, hint: 'give it its own language: "language" in JSON, {lang=…} in Markdown' }]
}

/** Unknown languages, and directions that the language or the letters contradict. */
export const reviewLanguages: Rule = ({ article }) => {
  const ask = createAsk()
  const { language, direction } = article
  const own = [
    ...unknownLanguage(language, [], ask),
    ...contradictions(article, ownText(article), { path: [], ask }),
  ]
  const isSound = own.length === 0
  const ofParagraphs = paragraphsOf(article).flatMap(({ paragraph, path }) => {
    const isOther = paragraph.language !== language
    if (!isOther) return isSound && paragraph.direction === direction ? unsaid(paragraph, path) : []
    return [
      ...unknownLanguage(paragraph.language, path, ask),
      ...(paragraph.type === 'code' ? [] : contradictions(paragraph, proseOf(paragraph), { path, ask })),
    ]
  })
  return [...own, ...ofParagraphs]
}
