import type { Article, Image, Paragraph } from '../../article/article.ts'
import { inline, leadsTo, line } from './inline.ts'
import { html, joined, type Markup, type Piece } from './template.ts'
import { speechIn } from './words.ts'

/** What stands around a paragraph: the article's own language and where it was published. */
type Around = Pick<Article, 'language' | 'direction' | 'url'>

/** `lang` and `dir`, where they are not those of what is around. */
export const differing = (
  { language, direction }: Pick<Article, 'language' | 'direction'>,
  around: Pick<Article, 'language' | 'direction'>,
): Piece => [
  language !== around.language && html` lang="${language}"`,
  direction !== around.direction && html` dir="${direction}"`,
]

const pixels = (name: 'width' | 'height', length: number | null): Piece =>
  length !== null && html` ${name}="${length}"`

const picture = ({ url, alt, width, height }: Image, from: string | null): Markup =>
  html`<img
    src="${leadsTo(url, from)}"
    alt="${alt}"
    ${pixels('width', width)}${pixels('height', height)}
    loading="lazy"
    decoding="async"
  />`

const contentOf = (paragraph: Paragraph, from: string | null): Markup => {
  const { direction } = paragraph
  switch (paragraph.type) {
    case 'text':
      return html`<p>${inline(paragraph.text, paragraph.marks, direction, from)}</p>`
    case 'quote': {
      const { text, marks, attribution } = paragraph
      const by = attribution !== null && html`<figcaption>— ${line(attribution, direction)}</figcaption>`
      return html`<blockquote><p>${inline(text, marks, direction, from)}</p></blockquote>
        ${by}`
    }
    case 'list': {
      const items = paragraph.items.map(
        ({ text, marks }) => html`<li>${inline(text, marks, direction, from)}</li>`,
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
      return html`${picture(paragraph.image, from)}${below}`
    }
  }
}

const isFigure = ({ type }: Paragraph): boolean => type === 'quote' || type === 'image'

/** A paragraph with its anchor, and beside it the link to it. `number` counts through the article. */
export const paragraphBlock = (
  paragraph: Paragraph,
  around: Around,
  link: { href: string; number: number } | null,
): Markup => {
  const { words, language } = speechIn(around.language)
  const own = differing(paragraph, around)
  const label = link !== null && `${words.paragraph} ${link.number}`
  const mark =
    link !== null &&
    html`<a class="mark" href="${link.href}" aria-label="${label}" lang="${language}"
      ><span aria-hidden="true">¶</span></a
    >`
  const inside = [mark, contentOf(paragraph, around.url)]
  return isFigure(paragraph)
    ? html`<figure class="paragraph ${paragraph.type}" id="${paragraph.id}" ${own}>${inside}</figure>`
    : html`<div class="paragraph" id="${paragraph.id}" ${own}>${inside}</div>`
}
