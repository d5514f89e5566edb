import type { Article, Paragraph, Section } from '../../article/article.ts'
import { toPaths, commaIn } from '../facts.ts'
import { paths, type Site } from '../site.ts'
import { descriptionOf, graphOf, short } from './article-page.ts'
import { kicker } from './byline.ts'
import { line } from './print-text.ts'
import { inSpeech, type HtmlPage } from './page.ts'
import { differing, paragraphBlock } from './print-blocks.ts'
import { paragraphBlocks } from './sections.ts'
import { markup, type Markup, type Piece } from '../markup.ts'
import { speechIn } from './words.ts'

/** `isWritten` says that the label is a text of the article, and not in the words of the page. */
type Place = { path: string; label: string; isWritten: boolean } | null

/** The way on from a part: the ones before and after it, and the whole it stands in. */
const around = (article: Article, whole: string, previous: Place, next: Place): Markup => {
  const speech = speechIn(article.language)
  const { words } = speech
  const own = inSpeech(speech, article)
  const step = (place: Place, word: string, rel: string): Piece =>
    place !== null &&
    markup`<a href="${place.path}" rel="${rel}"
      ><span ${own}>${word}: <bdi ${place.isWritten && differing(article, speech)}>${place.label}</bdi></span></a
    >`
  return markup`<nav class="around" aria-label="${words.pages}">
    ${step(previous, words.previous, 'prev')}${step(next, words.next, 'next')}<a class="whole" href="${whole}"
      ><span ${own}>${words.whole}</span></a
    >
  </nav>`
}

/** Where a part is from, above its heading, which is the title of the article where the part has none. */
const attribution = (article: Article, { heading }: Section, site: Site): Markup => {
  if (heading === null) return kicker(article, site)
  const link = markup`<a href="${paths(site).article(article.id)}"
    >${line(article.title, article.direction)}</a
  >`
  return markup`${kicker(article, site)}
    <p class="of">${link}</p>`
}

type Part = { title: string; path: string; text: string | undefined }

/** What every page of a part has in common. Search engines are to know the article, and not each of its parts. */
const partPage = (article: Article, { title, path, text }: Part, site: Site): Omit<HtmlPage, 'main'> => {
  const description = text === undefined || text === '' ? descriptionOf(article) : short(text)
  return {
    language: article.language,
    direction: article.direction,
    title: `${title} — ${article.outlet}`,
    description,
    path,
    canonical: paths(site).article(article.id),
    graph: graphOf(article, { title, description, path }, site),
  }
}

/** The page of a section. */
export const sectionPage = (article: Article, section: Section, site: Site): HtmlPage => {
  const to = paths(site)
  const speech = speechIn(article.language)
  const { words } = speech
  const place = (at: number): Place => {
    const other = article.sections[at]
    if (other === undefined) return null
    return {
      path: to.section(article.id, other.id),
      label: other.heading ?? `${words.section} ${other.position}`,
      isWritten: other.heading !== null,
    }
  }
  const hrefOf = (id: string) => to.paragraph(article.id, id)
  const path = to.section(article.id, section.id)
  const heading = section.heading ?? article.title
  const whole = `${to.article(article.id)}#${section.id}`
  const common = partPage(article, { title: heading, path, text: section.paragraphs[0]?.text }, site)
  return {
    ...common,
    main: markup`<article>
      <header class="head">
        ${attribution(article, section, site)}
        <h1>${line(heading, article.direction)}</h1>
      </header>
      ${paragraphBlocks(section.paragraphs, { article, site, hrefOf, first: 1 })}${around(article, whole, place(section.position - 2), place(section.position))}
    </article>`,
  }
}

/** The page of a paragraph. */
export const paragraphPage = (
  article: Article,
  section: Section,
  paragraph: Paragraph,
  site: Site,
): HtmlPage => {
  const to = paths(site)
  const speech = speechIn(article.language)
  const own = inSpeech(speech, article)
  const all = article.sections.flatMap(({ paragraphs }) => paragraphs)
  const at = all.indexOf(paragraph)
  const label = (number: number) => `${speech.words.paragraph} ${number + 1}`
  const place = (number: number): Place => {
    const other = all[number]
    return other === undefined
      ? null
      : { path: to.paragraph(article.id, other.id), label: label(number), isWritten: false }
  }
  const path = to.paragraph(article.id, paragraph.id)
  const whole = `${to.article(article.id)}#${paragraph.id}`
  const heading = section.heading ?? article.title
  const common = partPage(
    article,
    { title: heading + commaIn(article.language) + label(at), path, text: paragraph.text },
    site,
  )
  return {
    ...common,
    main: markup`<article>
      <header class="head">
        ${attribution(article, section, site)}
        <h1>${line(heading, article.direction)}</h1>
        <p class="facts"><span ${own}>${label(at)}</span></p>
      </header>
      ${paragraphBlock(paragraph, { ...article, resolve: toPaths(article, site) }, null)}${around(article, whole, place(at - 1), place(at + 1))}
    </article>`,
  }
}
