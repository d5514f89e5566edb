import type { Article, Image, Paragraph } from '../../article/article.ts'
import type { Leads } from '../address.ts'
import { inline, line } from './print-text.ts'
import { html, joined, type Markup, type Piece } from '../markup.ts'
import { speechIn } from './words.ts'

/** What stands around a paragraph: the article's own language, and where its links lead. */
type Around = Pick<Article, 'language' | 'direction'> & { leads: Leads }

/** `lang` and `dir`, where they are not those of what is around. */
export const differing = (
  { language, direction }: Pick<Article, 'language' | 'direction'>,
  around: Pick<Article, 'language' | 'direction'>,
): Piece => [
  language !== around.language && html` lang="${language}"`,
  direction !== around.direction && html` dir="${direction}"`,
]

/**
 * The link to a part of an article, beside it. Its sign is in the style sheet, where no copy or reader takes it for text.
 * One that leads to where it stands is no stop of the keyboard, or there would be hundreds; the page of the section has
 * one for each paragraph.
 */
export const markTo = (href: string, label: string, language: string): Markup =>
  html`<a class="mark" href="${href}" ${href.startsWith('#') && html`tabindex="-1"`} aria-label="${label}" lang="${language}"></a>`

const pixels = (name: 'width' | 'height', length: number | null): Piece =>
  length !== null && html` ${name}="${length}"`

/** An image whose address is none is what it would have shown. */
const picture = ({ url, alt, width, height }: Image, leads: Leads): Piece => {
  const address = leads(url)
  if (address === null) return alt
  return html`<img
    src="${address}"
    alt="${alt}"
    ${pixels('width', width)}${pixels('height', height)}
    loading="lazy"
    decoding="async"
  />`
}

/** What is inside the block of a paragraph. */
const contentOf = (paragraph: Paragraph, leads: Leads): Piece => {
  const { direction } = paragraph
  switch (paragraph.type) {
    case 'text':
      return inline(paragraph.text, paragraph.marks, direction, leads)
    case 'quote': {
      const { text, marks, attribution } = paragraph
      const by = attribution !== null && html`<figcaption>— ${line(attribution, direction)}</figcaption>`
      return html`<blockquote><p>${inline(text, marks, direction, leads)}</p></blockquote>
        ${by}`
    }
    case 'list': {
      const items = paragraph.items.map(
        ({ text, marks }) => html`<li>${inline(text, marks, direction, leads)}</li>`,
      )
      return paragraph.ordered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`
    }
    case 'image': {
      const { caption, credit } = paragraph.image
      const said = [caption, credit].map(
        (text) => text !== null && html`<span>${line(text, direction)}</span>`,
      )
      const below = (caption ?? credit) !== null && html`<figcaption>${joined(said, ' · ')}</figcaption>`
      return [picture(paragraph.image, leads), below]
    }
  }
}

const elements = { text: 'p', quote: 'figure', list: 'div', image: 'figure' } as const

/**
 * A paragraph with its anchor, and in it the link to it. `number` counts through the article. Each is one element, and
 * its class has `content`, for readers judge what is text by the names of elements and classes (Mozilla's Readability).
 */
export const paragraphBlock = (
  paragraph: Paragraph,
  around: Around,
  link: { href: string; number: number } | null,
): Markup => {
  const { words, language } = speechIn(around.language)
  const { id, type } = paragraph
  const mark = link !== null && markTo(link.href, `${words.paragraph} ${link.number}`, language)
  const inside = [mark, contentOf(paragraph, around.leads)]
  const start = html`class="paragraph content ${type}" id="${id}" ${differing(paragraph, around)}`
  const name = elements[type]
  return html`<${name} ${start}>${inside}</${name}>`
}
