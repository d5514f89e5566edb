import type { Article, Section } from '../../article/article.ts'
import { paths, type Site } from '../site.ts'
import { line } from './inline.ts'
import { paragraphBlock } from './paragraphs.ts'
import { html, Later, type Markup, type Piece } from './template.ts'
import { speechIn } from './words.ts'

/** The levels of the headings below a title: none skips one, as the outline of a page must not. */
export const levelsOf = (sections: readonly Pick<Section, 'heading' | 'level'>[]): number[] => {
  let before = 1
  return sections.map(({ heading, level }) => {
    const fitting = Math.min(level + 1, before + 1, 6)
    if (heading !== null) before = fitting
    return fitting
  })
}

/** A heading, which links to itself, and beside it the link to its section alone. */
const title = (heading: string, tag: string, section: Section, article: Article, site: Site): Markup => {
  const { words, language } = speechIn(article.language)
  const alone = paths(site).section(article.id, section.id)
  return html`<div class="title"><${tag}><a href="#${section.id}">${line(heading, article.direction)}</a></${tag}>
<a class="mark" href="${alone}" aria-label="${words.section} ${section.position}" lang="${language}"><span aria-hidden="true">§</span></a></div>
`
}

/** The sections of an article, each paragraph with a link to itself. */
export const sectionBlocks = (article: Article, site: Site): Later =>
  new Later(function* () {
    const levels = levelsOf(article.sections)
    let before = 0
    for (const [index, section] of article.sections.entries()) {
      const { heading, paragraphs } = section
      const first = before + 1
      before += paragraphs.length
      const blocks = new Later(function* () {
        for (const [place, paragraph] of paragraphs.entries())
          yield paragraphBlock(paragraph, article, { href: `#${paragraph.id}`, number: first + place })
      })
      yield html`<section id="${section.id}">
        ${heading !== null && title(heading, `h${levels[index]}`, section, article, site)}${blocks}
      </section>`
    }
  })

/** From how many headed sections on an article has a table of contents. */
const worthContents = 3

export const contents = (article: Article): Piece => {
  const headed = article.sections.filter(({ heading }) => heading !== null)
  const speech = speechIn(article.language)
  const own =
    speech.language !== article.language && html` lang="${speech.language}" dir="${speech.direction}"`
  return (
    headed.length >= worthContents &&
    html`<nav class="contents" aria-labelledby="page_contents">
      <h2 id="page_contents" ${own}>${speech.words.contents}</h2>
      <ol>
        ${headed.map(
          ({ id, heading, level }) =>
            html`<li${level > 1 && html` class="deeper"`}><a href="#${id}">${line(heading ?? '', article.direction)}</a></li>`,
        )}
      </ol>
    </nav>`
  )
}
