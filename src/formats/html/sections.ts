import type { Article, Section } from '../../article/article.ts'
import { leadsFrom } from '../address.ts'
import { paths, type Site } from '../site.ts'
import { line } from './print-text.ts'
import { levelsOf } from './levels.ts'
import { inSpeech } from './page.ts'
import { markTo, paragraphBlock } from './print-blocks.ts'
import { html, Later, type Markup, type Piece } from '../markup.ts'
import { speechIn } from './words.ts'

export { levelsOf }

/** A heading, which links to itself, and beside it the link to its section alone. */
const title = (heading: string, tag: string, section: Section, article: Article, site: Site): Markup => {
  const { words, language } = speechIn(article.language)
  const alone = paths(site).section(article.id, section.id)
  return html`<${tag} class="title"><a href="#${section.id}">${line(heading, article.direction)}</a></${tag}>
${markTo(alone, `${words.section} ${section.position}`, language)}
`
}

/** The sections of an article, each paragraph with a link to itself. */
export const sectionBlocks = (article: Article, site: Site): Later =>
  new Later(function* () {
    const levels = levelsOf(article.sections)
    const around = { ...article, leads: leadsFrom(article, site) }
    let before = 0
    for (const [index, section] of article.sections.entries()) {
      const { heading, paragraphs } = section
      const first = before + 1
      before += paragraphs.length
      const blocks = new Later(function* () {
        for (const [place, paragraph] of paragraphs.entries())
          yield paragraphBlock(paragraph, around, { href: `#${paragraph.id}`, number: first + place })
      })
      yield html`<section class="content" id="${section.id}">
        ${heading !== null && title(heading, `h${levels[index]}`, section, article, site)}${blocks}
      </section>`
    }
  })

/** From how many headed sections on an article has a table of contents. */
const worthContents = 3

/** Up to how many it is open: a longer one would keep the text a screen away, and the keyboard dozens of steps. */
const mostOpen = 40

type Entry = { id: string; heading: string; level: number }

/** Entries as lists in lists: those of a deeper level are in a list of their own, below the one that they follow. */
const entryList = (entries: readonly Entry[], direction: Article['direction']): Markup => {
  const level = entries[0]?.level
  const starts = entries.flatMap((entry, index) => (entry.level === level ? [index] : []))
  const items = starts.map((start, index) => {
    const [entry, ...below] = entries.slice(start, starts[index + 1])
    const link = entry && html`<a href="#${entry.id}">${line(entry.heading, direction)}</a>`
    return html`<li>${link}${below.length > 0 && entryList(below, direction)}</li>`
  })
  return html`<ol>
    ${items}
  </ol>`
}

export const contents = (article: Article): Piece => {
  const levels = levelsOf(article.sections)
  const headed = article.sections.flatMap(({ id, heading }, index) =>
    heading === null ? [] : [{ id, heading, level: levels[index] ?? 2 }],
  )
  const speech = speechIn(article.language)
  if (headed.length < worthContents) return null
  const heading = html`<h2 id="page_contents"><span ${inSpeech(speech, article)}>${speech.words.contents}</span></h2>`
  const list = entryList(headed, article.direction)
  const inside =
    headed.length > mostOpen ? html`<details><summary>${heading}</summary>${list}</details>` : [heading, list]
  return html`<nav class="contents" aria-labelledby="page_contents">${inside}</nav>`
}
