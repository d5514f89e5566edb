import {
  type Article,
  allParagraphs,
  type Note,
  type Paragraph,
  type Section,
} from '../../article/article.ts'
import { commaIn } from '../facts.ts'
import { markup, type Markup, type Piece } from '../markup.ts'
import { fragment, paths, type Site } from '../site.ts'
import { kicker } from './byline.ts'
import { around, type Step } from './navigation.ts'
import type { HtmlPage } from './page.ts'
import { descriptionOf, shortened } from './preview.ts'
import { differing, groupedBlocks, paragraphBlock } from './print-blocks.ts'
import { inline, line } from './print-text.ts'
import { linksOnPage, noteBlocks, paragraphBlocks } from './sections.ts'
import { inSpeech, speechIn } from './words.ts'

/** The source of a part, above its heading; without a heading, the title of the article stands there. */
const attribution = (article: Article, { heading }: Pick<Section, 'heading'>, site: Site): Markup => {
  const { id, title, direction } = article
  return markup`${kicker(article, site)}
    ${heading !== null && markup`<p class="of"><a href="${paths(site).article(id)}">${line(title, direction)}</a></p>`}`
}

/** A section, a paragraph of it or a note, as it is shown alone. */
type Part = {
  /** What it stands under. */
  section: Pick<Section, 'heading' | 'headingMarks'>
  /** Its anchor on the page of the article. */
  id: string
  path: string
  /** What it is called, if not by its heading. */
  label?: string
  /** How it begins. */
  text: string | undefined
  body: Piece
  previous: Step | null
  next: Step | null
}

/** The page of a part. Search engines should use the page of the article instead. */
const partPage = (article: Article, part: Part, site: Site): HtmlPage => {
  const { language, direction } = article
  const { section, label, text, previous, next } = part
  const heading = section.heading ?? article.title
  const whole = paths(site).article(article.id)
  const speech = speechIn(language)
  return {
    language,
    direction,
    title: label === undefined ? heading : heading + commaIn(language) + label,
    description: text === undefined || text === '' ? descriptionOf(article) : shortened(text),
    path: part.path,
    canonical: whole,
    article,
    main: markup`<article>
      <header class="head">
        ${attribution(article, section, site)}
        <h1>${inline({ text: heading, marks: section.heading === null ? [] : section.headingMarks, direction }, linksOnPage(article, site))}</h1>
        ${label !== undefined && markup`<p class="facts"><span ${inSpeech(speech, article)}>${label}</span></p>`}
      </header>
      ${part.body}${around(article, { previous, next, whole: `${whole}${fragment(part.id)}` })}
    </article>`,
  }
}

/** The page of a section. */
export const sectionPage = (article: Article, section: Section, site: Site): HtmlPage => {
  const to = paths(site)
  const speech = speechIn(article.language)
  const stepTo = (other: Section | undefined): Step | null => {
    if (other === undefined) return null
    const { id, heading, position } = other
    const locale = heading !== null && differing(article, speech)
    const name = markup`<bdi ${locale}>${heading ?? `${speech.words.section} ${position}`}</bdi>`
    return { path: to.section(article.id, id), name }
  }
  const hrefOf = (id: string) => to.paragraph(article.id, id)
  return partPage(
    article,
    {
      section,
      id: section.id,
      path: to.section(article.id, section.id),
      text: section.paragraphs[0]?.text,
      body: [
        paragraphBlocks(section.paragraphs, { article, site, hrefOf, first: 1 }),
        noteBlocks({ article, sections: [section] }, site),
      ],
      previous: stepTo(article.sections[section.position - 2]),
      next: stepTo(article.sections[section.position]),
    },
    site,
  )
}

type Placed = { article: Article; section: Section; paragraph: Paragraph }

/** The page of a paragraph. Its name is its number in the article. */
export const paragraphPage = ({ article, section, paragraph }: Placed, site: Site): HtmlPage => {
  const to = paths(site)
  const { words } = speechIn(article.language)
  const all = allParagraphs(article)
  const at = all.indexOf(paragraph)
  const labelOf = (index: number) => `${words.paragraph} ${index + 1}`
  const print = () => paragraphBlock(paragraph, { ...article, links: linksOnPage(article, site) }, null)
  const part = { id: section.id, headingMarks: [], paragraphs: [paragraph] }
  const stepTo = (index: number): Step | null => {
    const other = all[index]
    if (other === undefined) return null
    return { path: to.paragraph(article.id, other.id), name: markup`<bdi>${labelOf(index)}</bdi>` }
  }
  return partPage(
    article,
    {
      section,
      id: paragraph.id,
      path: to.paragraph(article.id, paragraph.id),
      label: labelOf(at),
      text: paragraph.text,
      body: [...groupedBlocks([paragraph], print, true), noteBlocks({ article, sections: [part] }, site)],
      previous: stepTo(at - 1),
      next: stepTo(at + 1),
    },
    site,
  )
}

/** The page of a note, under the title of its article. */
export const notePage = ({ article, note }: { article: Article; note: Note }, site: Site): HtmlPage => {
  const to = paths(site)
  const { words } = speechIn(article.language)
  const at = article.notes.indexOf(note)
  const stepTo = (other: Note | undefined): Step | null =>
    other === undefined
      ? null
      : { path: to.note(article.id, other.id), name: markup`<bdi>${other.label}</bdi>` }
  const text = inline(note, linksOnPage(article, site))
  return partPage(
    article,
    {
      section: { heading: null, headingMarks: [] },
      id: note.id,
      path: to.note(article.id, note.id),
      label: `${words.note} ${note.label}`,
      text: note.text,
      body: markup`<p class="paragraph content" id="${note.id}" ${differing(note, article)}>${text}</p>`,
      previous: stepTo(article.notes[at - 1]),
      next: stepTo(article.notes[at + 1]),
    },
    site,
  )
}
