import type { Article, Image, Locale, Paragraph, Section } from '../../article/article.ts'
import { type Resolve, toAbsolute } from '../facts.ts'
import { joined, markup, type Markup, type Piece } from '../markup.ts'
import type { Site } from '../site.ts'
import { inline, line, lineBreak } from './print-text.ts'

/** How a block is printed: with `anchor` for a page of ours, without it to be read elsewhere. */
type Printing = { attributes: Markup; resolve: Resolve; anchor?: Piece }

const pixels = (name: 'width' | 'height', length: number | null): Piece =>
  length !== null && markup` ${name}="${length}"`

/** Of an image without an address only the alternative text is shown. */
const picture = ({ url, alt, width, height }: Image, { resolve, anchor }: Printing): Piece => {
  const address = resolve(url)
  if (address === null) return alt
  const loading = anchor !== undefined && markup` loading="lazy" decoding="async"`
  return markup`<img src="${address}" alt="${alt}"${pixels('width', width)}${pixels('height', height)}${loading} />`
}

/** Caption and credit: side by side on a page, which styles them, and on two lines elsewhere. */
const captionOf = ({ image, direction }: Paragraph & { type: 'image' }, isOnPage: boolean): Piece => {
  const texts = [image.caption, image.credit].filter((text) => text !== null)
  const said = texts.map((text) =>
    isOnPage ? markup`<span>${line(text, direction)}</span>` : line(text, direction),
  )
  return said.length > 0 && markup`<figcaption>${joined(said, isOnPage ? ' · ' : lineBreak)}</figcaption>`
}

/** A paragraph as one element, which on a page holds its anchor. */
const block = (paragraph: Paragraph, printing: Printing): Markup => {
  const { attributes, resolve, anchor } = printing
  const isOnPage = anchor !== undefined
  switch (paragraph.type) {
    case 'text':
      return markup`<p ${attributes}>${anchor}${inline(paragraph, resolve)}</p>`
    case 'quote': {
      const { attribution, direction } = paragraph
      const quote = markup`<p>${inline(paragraph, resolve)}</p>`
      const by = attribution !== null && line(attribution, direction)
      return isOnPage
        ? markup`<figure ${attributes}>${anchor}<blockquote>${quote}</blockquote>
            ${by !== false && markup`<figcaption>— ${by}</figcaption>`}</figure>`
        : markup`<blockquote ${attributes}>${quote}${by !== false && markup`<p>— <cite>${by}</cite></p>`}</blockquote>`
    }
    case 'list': {
      const { ordered, direction } = paragraph
      const items = paragraph.items.map((item) => markup`<li>${inline({ ...item, direction }, resolve)}</li>`)
      const name = ordered ? 'ol' : 'ul'
      return isOnPage
        ? markup`<div ${attributes}>${anchor}<${name}>${items}</${name}></div>`
        : markup`<${name} ${attributes}>${items}</${name}>`
    }
    case 'image':
      return markup`<figure ${attributes}>${anchor}${picture(paragraph.image, printing)}${captionOf(paragraph, isOnPage)}</figure>`
  }
}

/** `lang` and `dir`, where they differ from those around. */
export const differing = ({ language, direction }: Locale, around: Locale): Piece => [
  language !== around.language && markup` lang="${language}"`,
  direction !== around.direction && markup` dir="${direction}"`,
]

/**
 * The link to a part of an article, beside it. Its sign is in the style sheet, so that it is not copied or read aloud as
 * text. The keyboard skips a link to its own place, or there would be hundreds of stops; on the page of a section each
 * paragraph has one.
 */
export const anchorTo = (href: string, label: string, language: string): Markup =>
  markup`<a class="mark" href="${href}" ${href.startsWith('#') && markup`tabindex="-1"`} aria-label="${label}" lang="${language}"></a>`

/**
 * A paragraph on a page, with the link to it, if any. It is one element whose class has `content`: readers such as
 * Mozilla's Readability tell by names of elements and classes what is text.
 */
export const paragraphBlock = (
  paragraph: Paragraph,
  around: Locale & { resolve: Resolve },
  anchor: Markup | null,
): Markup => {
  const { id, type } = paragraph
  const attributes = markup`class="paragraph content ${type}" id="${id}" ${differing(paragraph, around)}`
  return block(paragraph, { attributes, resolve: around.resolve, anchor })
}

/** The levels of headings in HTML, where the title of the article has level 1. */
const [first, last] = [2, 6]

/**
 * The level in HTML of the heading of each section. Sections of one level below the same heading have the same, and no
 * level is skipped, whatever levels the article uses.
 */
export const levelsOf = (sections: readonly Pick<Section, 'heading' | 'level'>[]): number[] => {
  const open: number[] = []
  return sections.map(({ heading, level }) => {
    if (heading === null) return first
    while ((open.at(-1) ?? 0) >= level) open.pop()
    open.push(level)
    return Math.min(first + open.length - 1, last)
  })
}

/** For programs that take one block out of its article. */
const localeOf = ({ language, direction }: Locale): Markup => markup`lang="${language}" dir="${direction}"`

const blocksOf = function* (article: Article, site: Site): Generator<Markup, void, void> {
  const resolve = toAbsolute(article, site)
  const levels = levelsOf(article.sections)
  for (const [index, { heading, paragraphs }] of article.sections.entries()) {
    if (heading !== null) {
      const name = `h${levels[index]}`
      yield markup`<${name} ${localeOf(article)}>${line(heading, article.direction)}</${name}>`
    }
    for (const paragraph of paragraphs) yield block(paragraph, { attributes: localeOf(paragraph), resolve })
  }
}

/**
 * The body of an article as a fragment of HTML that is XML too, for feeds and other programs: every address absolute,
 * `lang` and `dir` on every block. A piece for each block.
 */
export const fragmentOf = function* (article: Article, site: Site): Generator<string, void, void> {
  let between = ''
  for (const { text } of blocksOf(article, site)) {
    yield between + text
    between = '\n'
  }
}
