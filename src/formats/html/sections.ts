import type { Article, Paragraph, Section } from '../../article/article.ts'
import { toPaths } from '../facts.ts'
import { fewestContents, mostOpenContents } from '../limits.ts'
import { Later, markup, type Markup, type Piece } from '../markup.ts'
import { paths, type Site } from '../site.ts'
import { anchorTo, levelsOf, paragraphBlock } from './print-blocks.ts'
import { line } from './print-text.ts'
import { inSpeech, speechIn } from './words.ts'

type Context = { article: Article; site: Site }

/** How the paragraphs of a section are linked to, and the number of the first in the words of its link. */
type Numbered = Context & { hrefOf: (id: string) => string; first: number }

/** The paragraphs of a section, each with the link to it. */
export const paragraphBlocks = (paragraphs: readonly Paragraph[], numbered: Numbered): Later =>
  new Later(function* () {
    const { article, site, hrefOf, first } = numbered
    const { words, language } = speechIn(article.language)
    const around = { ...article, resolve: toPaths(article, site) }
    for (const [index, paragraph] of paragraphs.entries()) {
      const label = `${words.paragraph} ${first + index}`
      yield paragraphBlock(paragraph, around, anchorTo(hrefOf(paragraph.id), label, language))
    }
  })

/** A heading, which links to itself, and beside it the link to the page of its section. */
const title = (section: Section, level: number, { article, site }: Context): Piece => {
  if (section.heading === null) return null
  const { words, language } = speechIn(article.language)
  const alone = paths(site).section(article.id, section.id)
  const tag = `h${level}`
  return markup`<${tag} class="title"><a href="#${section.id}">${line(section.heading, article.direction)}</a></${tag}>
${anchorTo(alone, `${words.section} ${section.position}`, language)}
`
}

/** The sections of an article, each paragraph with a link to itself. */
export const sectionBlocks = (article: Article, site: Site): Later =>
  new Later(function* () {
    const levels = levelsOf(article.sections)
    const hrefOf = (id: string) => `#${id}`
    let first = 1
    for (const [index, section] of article.sections.entries()) {
      const { id, paragraphs } = section
      yield markup`<section class="content" id="${id}">
        ${title(section, levels[index] ?? 2, { article, site })}${paragraphBlocks(paragraphs, { article, site, hrefOf, first })}
      </section>`
      first += paragraphs.length
    }
  })

type Entry = { id: string; heading: string; level: number }

/** Entries as nested lists: entries of a deeper level are in a list below the entry that they follow. */
const entryList = (entries: readonly Entry[], direction: Article['direction']): Markup => {
  const level = entries[0]?.level
  const starts = entries.flatMap((entry, index) => (entry.level === level ? [index] : []))
  const items = starts.map((start, index) => {
    const [entry, ...below] = entries.slice(start, starts[index + 1])
    const link = entry && markup`<a href="#${entry.id}">${line(entry.heading, direction)}</a>`
    return markup`<li>${link}${below.length > 0 && entryList(below, direction)}</li>`
  })
  return markup`<ol>
    ${items}
  </ol>`
}

export const contents = (article: Article): Piece => {
  const levels = levelsOf(article.sections)
  const headed = article.sections.flatMap(({ id, heading }, index) =>
    heading === null ? [] : [{ id, heading, level: levels[index] ?? 2 }],
  )
  const speech = speechIn(article.language)
  if (headed.length < fewestContents) return null
  const heading = markup`<h2 id="page_contents"><span ${inSpeech(speech, article)}>${speech.words.contents}</span></h2>`
  const list = entryList(headed, article.direction)
  const inside =
    headed.length > mostOpenContents
      ? markup`<details><summary>${heading}</summary>${list}</details>`
      : [heading, list]
  return markup`<nav class="contents" aria-labelledby="page_contents">${inside}</nav>`
}
