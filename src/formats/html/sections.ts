import type { Article, Note, Paragraph, Section } from '../../article/article.ts'
import { isReference } from '../../article/marks.ts'
import { notesIn, referencesIn } from '../../article/parts.ts'
import { toPaths } from '../facts.ts'
import { fewestContents, mostOpenContents } from '../limits.ts'
import { Later, markup, type Markup, type Piece } from '../markup.ts'
import { fragment, paths, type Site } from '../site.ts'
import { anchorTo, differing, groupedBlocks, levelsOf, paragraphBlock } from './print-blocks.ts'
import { inline, line, type Links } from './print-text.ts'
import { inSpeech, speechIn } from './words.ts'

/** Links of an article on its own pages: those to notes lead down the page. */
export const linksOnPage = (article: Article, site: Site): Links => ({
  resolve: toPaths(article, site),
  noteHref: fragment,
})

type Context = { article: Article; site: Site }

/** How the paragraphs of a section are linked to, and the number of the first in the words of its link. */
type Numbered = Context & { hrefOf: (id: string) => string; first: number }

/** The paragraphs of a section, each with the link to it. */
export const paragraphBlocks = (paragraphs: readonly Paragraph[], numbered: Numbered): Later =>
  new Later(function* () {
    const { article, site, hrefOf, first } = numbered
    const { words, language } = speechIn(article.language)
    const around = { ...article, links: linksOnPage(article, site) }
    let number = first
    const print = (paragraph: Paragraph): Piece => {
      const label = `${words.paragraph} ${number}`
      number += 1
      return paragraphBlock(paragraph, around, anchorTo(hrefOf(paragraph.id), label, language))
    }
    yield* groupedBlocks(paragraphs, print, true)
  })

/** A heading, which links to itself unless other links are in it, and beside it the link to the page of its section. */
const title = (section: Section, level: number, { article, site }: Context): Piece => {
  if (section.heading === null) return null
  const { words, language } = speechIn(article.language)
  const alone = paths(site).section(article.id, section.id)
  const tag = `h${level}`
  const text = { text: section.heading, marks: section.headingMarks, direction: article.direction }
  const heading = inline(text, linksOnPage(article, site))
  const isLinked = !section.headingMarks.some(isReference)
  return markup`<${tag} class="title">${isLinked ? markup`<a href="${fragment(section.id)}">${heading}</a>` : heading}</${tag}>
${anchorTo(alone, `${words.section} ${section.position}`, language)}
`
}

/** The sections of an article, each paragraph with a link to itself. */
export const sectionBlocks = (article: Article, site: Site): Later =>
  new Later(function* () {
    const levels = levelsOf(article.sections)
    const hrefOf = fragment
    let first = 1
    for (const [index, section] of article.sections.entries()) {
      const { id, paragraphs } = section
      yield markup`<section class="content" id="${id}">
        ${title(section, levels[index] ?? 2, { article, site })}${paragraphBlocks(paragraphs, { article, site, hrefOf, first })}
      </section>`
      first += paragraphs.length
    }
  })

type Noted = { article: Article; sections: readonly Pick<Section, 'id' | 'headingMarks' | 'paragraphs'>[] }

/** The notes that some sections of an article refer to, each with the anchor of where it is first referred to. */
const notesOf = ({ article, sections }: Noted): { note: Note; anchor: string | undefined }[] => {
  const anchors = new Map<string, string>()
  for (const { id, headingMarks, paragraphs } of sections) {
    for (const note of notesIn(headingMarks)) if (!anchors.has(note)) anchors.set(note, id)
    for (const [note, paragraph] of referencesIn(paragraphs))
      if (!anchors.has(note)) anchors.set(note, paragraph.id)
  }
  const isWhole = sections === article.sections
  return article.notes
    .filter(({ id }) => isWhole || anchors.has(id))
    .map((note) => ({ note, anchor: anchors.get(note.id) }))
}

/** The notes of an article, or those that parts of it refer to, each with a link back to where it is referred to. */
export const noteBlocks = (noted: Noted, site: Site): Piece => {
  const { article } = noted
  const notes = notesOf(noted)
  if (notes.length === 0) return null
  const speech = speechIn(article.language)
  const links = linksOnPage(article, site)
  const printed = notes.map(({ note, anchor }) => {
    const label = line(note.label, note.direction)
    const shown =
      anchor === undefined ? label : markup`<a href="${fragment(anchor)}" role="doc-backlink">${label}</a>`
    return markup`<li id="${note.id}" ${differing(note, article)}><sup>${shown}</sup> ${inline(note, links)}</li>`
  })
  return markup`<section class="notes" role="doc-endnotes" aria-labelledby="page_notes">
    <h2 id="page_notes"><span ${inSpeech(speech, article)}>${speech.words.notes}</span></h2>
    <ul>
      ${printed}
    </ul>
  </section>`
}

type Entry = { id: string; heading: string; level: number }

/** Entries as nested lists: entries of a deeper level are in a list below the entry that they follow. */
const entryList = (entries: readonly Entry[], direction: Article['direction']): Markup => {
  const level = entries[0]?.level
  const starts = entries.flatMap((entry, index) => (entry.level === level ? [index] : []))
  const items = starts.map((start, index) => {
    const [entry, ...below] = entries.slice(start, starts[index + 1])
    const link = entry && markup`<a href="${fragment(entry.id)}">${line(entry.heading, direction)}</a>`
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
