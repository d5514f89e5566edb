import type { DomDocument, DomElement } from './dom.ts'
import { readAddress, writtenHref } from './links.ts'
import type { Notes } from './notes.ts'

const removeScripts = (document: DomDocument, notes: Notes) => {
  const scripts = [...document.querySelectorAll('script')]
  const styles = [...document.querySelectorAll('style, link[rel="stylesheet"]')]
  for (const element of [...scripts, ...styles]) element.remove()
  for (const element of document.querySelectorAll('template, button, input, select, textarea'))
    element.remove()
  const written = scripts.filter((script) => !/json/i.test(script.getAttribute('type') ?? '')).length
  if (written + styles.length > 0) notes.add('scripts', String(written), { value: String(styles.length) })
}

const isHidden = (element: DomElement): boolean =>
  element.hasAttribute('hidden') ||
  element.getAttribute('aria-hidden') === 'true' ||
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(element.getAttribute('style') ?? '')

/** Text that readers of the page do not see is not part of the article: it is for search engines, or another page. */
const removeHidden = (document: DomDocument, notes: Notes) => {
  for (const element of document.body.querySelectorAll('[hidden], [aria-hidden], [style]')) {
    const isSeen = !isHidden(element)
    element.removeAttribute('style')
    if (isSeen) continue
    if (element.textContent.trim() !== '') notes.add('hidden', element.textContent)
    element.remove()
  }
}

const embeds = 'iframe, video, audio, object, embed, canvas, svg'
/** A base for addresses that are relative to the page, whose own address is not known here. */
const anyPage = 'https://page.invalid/'
const embedMark = 'data-maqal-embed'

const addressOf = (embed: DomElement): string =>
  ['src', 'data-src', 'data']
    .map((name) => embed.getAttribute(name) ?? embed.querySelector('source')?.getAttribute(name) ?? '')
    .find((value) => value !== '') ?? ''

/**
 * What is played or drawn becomes a paragraph with a link to it, before Readability drops it. It is noted only if it is
 * still there afterwards: many frames hold advertisements.
 */
const replaceEmbeds = (document: DomDocument) => {
  for (const embed of document.body.querySelectorAll(embeds)) {
    const address = addressOf(embed)
    const isKept = address !== '' && 'href' in readAddress(address, anyPage)
    if (!isKept) embed.remove()
    else {
      const link = document.createElement('a')
      link.setAttribute('href', address)
      link.append(embed.getAttribute('title') ?? address)
      const paragraph = document.createElement('p')
      paragraph.setAttribute(embedMark, embed.localName)
      paragraph.append(link)
      embed.replaceWith(paragraph)
    }
  }
}

/** Notes the embeds that are in the article. */
export const noteEmbeds = (content: DomElement, notes: Notes) => {
  for (const paragraph of content.querySelectorAll(`[${embedMark}]`)) {
    const address = paragraph.querySelector('a')?.getAttribute(writtenHref) ?? ''
    notes.add('embed', address, { value: paragraph.getAttribute(embedMark) ?? '' })
  }
}

/** Readability removes every footer; that of a quote says who said it. */
const keepSignatures = (document: DomDocument) => {
  for (const footer of document.body.querySelectorAll('blockquote footer')) {
    const cited = document.createElement('cite')
    cited.append(...footer.childNodes)
    footer.replaceWith(cited)
  }
}

/** Readability unwraps a link to a script; without its href the link stays, and is noted later. */
const keepLinks = (document: DomDocument) => {
  for (const link of document.body.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? ''
    link.setAttribute(writtenHref, href)
    if ('refused' in readAddress(href, anyPage)) link.removeAttribute('href')
  }
}

/** Removes what no reader of the page sees, and keeps what Readability would lose. */
export const clean = (document: DomDocument, notes: Notes) => {
  removeScripts(document, notes)
  removeHidden(document, notes)
  replaceEmbeds(document)
  keepSignatures(document)
  keepLinks(document)
}
