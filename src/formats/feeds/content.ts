import type { Article, Image, Paragraph, Section } from '../../article/article.ts'
import { articleAddress } from '../address.ts'
import { inline, line } from '../html/inline.ts'
// By another name, for oxfmt lays out the inside of a template named `html`, and the white space would be sent.
import { html as fragment, type Markup, type Piece } from '../html/template.ts'
import type { Site } from '../site.ts'

type Written = Pick<Article, 'language' | 'direction'>

/** Readers that take one block out of its article still know how to set it. */
const setting = ({ language, direction }: Written): Markup => fragment`lang="${language}" dir="${direction}"`

const pixels = ({ width, height }: Image): Piece => [
  width !== null && fragment` width="${width}"`,
  height !== null && fragment` height="${height}"`,
]

/** An image whose address is none is what it would have shown. */
const figure = ({ image, ...written }: Paragraph & { type: 'image' }, from: string): Markup => {
  const { url, alt, caption, credit } = image
  const address = URL.parse(url, from)?.href
  const picture =
    address === undefined ? alt : fragment`<img src="${address}" alt="${alt}"${pixels(image)} />`
  const said = [caption, credit].filter((text) => text !== null).join('\n')
  const below = said !== '' && fragment`<figcaption>${line(said, written.direction)}</figcaption>`
  return fragment`<figure ${setting(written)}>${picture}${below}</figure>`
}

/** `from` is where the paths of its links and images begin. */
const block = (paragraph: Paragraph, from: string): Markup => {
  const set = setting(paragraph)
  const { text, marks, direction } = paragraph
  switch (paragraph.type) {
    case 'text':
      return fragment`<p ${set}>${inline(text, marks, direction, from)}</p>`
    case 'quote': {
      const { attribution } = paragraph
      const by = attribution !== null && fragment`<p>— <cite>${line(attribution, direction)}</cite></p>`
      return fragment`<blockquote ${set}><p>${inline(text, marks, direction, from)}</p>${by}</blockquote>`
    }
    case 'list': {
      const items = paragraph.items.map(
        (item) => fragment`<li>${inline(item.text, item.marks, direction, from)}</li>`,
      )
      return paragraph.ordered ? fragment`<ol ${set}>${items}</ol>` : fragment`<ul ${set}>${items}</ul>`
    }
    case 'image':
      return figure(paragraph, from)
  }
}

/** A heading one level down, for the title is above it. */
const headingBlock = ({ heading, level }: Section, article: Written): Markup[] => {
  if (heading === null) return []
  const name = fragment`h${Math.min(level + 1, 6)}`
  return [fragment`<${name} ${setting(article)}>${line(heading, article.direction)}</${name}>`]
}

/**
 * The body of an article as a fragment of HTML that is XML too, a piece for each block: every address absolute, `lang` and
 * `dir` on every block.
 */
export const contentOf = function* (article: Article, site: Site): Generator<string, void, void> {
  const from = article.url ?? articleAddress(article, site)
  let between = ''
  for (const section of article.sections) {
    for (const { text } of headingBlock(section, article)) {
      yield between + text
      between = '\n'
    }
    for (const paragraph of section.paragraphs) {
      yield between + block(paragraph, from).text
      between = '\n'
    }
  }
}
