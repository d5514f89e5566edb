import type { DomDocument, DomElement } from './dom.ts'

const captionWords =
  /(?:^|[\s_-]|(?<=[a-z])(?=C))(?:captions?|legende|bildunterschrift|cutline|wp-caption-text)(?:[_-]{0,2}text)?(?:$|[\s_-])/i

const marked =
  '[class*="caption" i], [class*="legende" i], [class*="bildunterschrift" i], [class*="cutline" i]'

/** Characters of a caption; longer texts stand beside an image. */
const longestCaption = 600

/** How far above its caption the element stands that holds an image and the caption. */
const highest = 4

const isCaption = (element: DomElement): boolean => {
  const { length } = element.textContent.trim()
  return length > 0 && length <= longestCaption && captionWords.test(element.getAttribute('class') ?? '')
}

/** The element around a caption that holds one image and no text but the caption; undefined where there is none. */
const figureOf = (caption: DomElement): DomElement | undefined => {
  let at = caption.parentElement
  for (let height = 0; height < highest && at !== null && at.localName !== 'body'; height += 1) {
    if (/^(?:figure|figcaption|table|article|main)$/.test(at.localName)) return undefined
    const images = [...at.querySelectorAll('img')]
    const rest = at.textContent.trim().length - caption.textContent.trim().length
    if (rest > caption.textContent.trim().length / 2 || images.length > 1) return undefined
    const [image] = images
    if (image !== undefined) return caption.contains(image) ? undefined : at
    at = at.parentElement
  }
  return undefined
}

/** Makes figures in an article of what pages draw as such with elements of any kind: an image and its caption by class, in one element. */
export const makeFigures = (document: DomDocument, article: DomElement): void => {
  for (const caption of article.querySelectorAll(marked)) {
    const around = isCaption(caption) ? figureOf(caption) : undefined
    if (around === undefined) continue
    const below = document.createElement('figcaption')
    below.append(...caption.childNodes)
    caption.replaceWith(below)
    const figure = document.createElement('figure')
    figure.append(...around.childNodes)
    around.replaceWith(figure)
  }
}
