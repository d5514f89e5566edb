import { markInvitations } from './boxes.ts'
import { keepCallouts } from './callouts.ts'
import type { DomDocument, DomElement } from './dom.ts'
import { readAddress, writtenHref } from './links.ts'
import { readEmbed } from './embeds.ts'
import type { Notes } from './notes.ts'
import { decodeFragment } from '../article/addresses.ts'
import { isNoteReference, isReturn } from './footnotes.ts'
import { toElement } from './hast.ts'
import { keepStyle, markThrough, pullMark, taskMark } from './styles.ts'

/** MathJax keeps formulas in scripts. */
const keepFormulas = (document: DomDocument) => {
  for (const script of document.querySelectorAll('script[type^="math/tex"]')) {
    const code = document.createElement('code')
    code.append(script.textContent.trim())
    script.replaceWith(code)
  }
}

/** The item of a list that an element is in. */
const itemOf = (element: DomElement): DomElement | undefined => {
  let at = element.parentElement
  while (at !== null && at.localName !== 'li') at = at.parentElement
  return at ?? undefined
}

/** A button of so many words is a text, such as a question that opens its answer. */
const wordsOfText = 4

const removeScripts = (document: DomDocument, notes: Notes) => {
  const scripts = [...document.querySelectorAll('script')]
  const styles = [...document.querySelectorAll('style, link[rel="stylesheet"]')]
  for (const element of [...scripts, ...styles]) element.remove()
  for (const element of document.querySelectorAll('template, input, select, textarea')) {
    const isTask = element.localName === 'input' && element.getAttribute('type')?.toLowerCase() === 'checkbox'
    if (isTask) itemOf(element)?.setAttribute(taskMark, element.hasAttribute('checked') ? 'done' : 'open')
    element.remove()
  }
  const inHeadings = new Set(
    document.querySelectorAll(
      'h1 button, h2 button, h3 button, h4 button, h5 button, h6 button, summary button',
    ),
  )
  for (const button of document.querySelectorAll('button')) {
    const words = button.textContent.trim().split(/\s+/).length
    if (inHeadings.has(button) || words >= wordsOfText) button.replaceWith(...button.childNodes)
    else button.remove()
  }
  const written = scripts.filter((script) => !/json/i.test(script.getAttribute('type') ?? '')).length
  if (written + styles.length > 0) notes.add('scripts', String(written), { value: String(styles.length) })
}

const isHidden = (element: DomElement): boolean =>
  element.hasAttribute('hidden') ||
  element.getAttribute('aria-hidden') === 'true' ||
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(element.getAttribute('style') ?? '')

/** Text that readers of the page do not see is not part of the article: it is for search engines, or another page. */
const removeHidden = (document: DomDocument, notes: Notes) => {
  for (const element of document.body.querySelectorAll(
    '[hidden], [aria-hidden], [style], td[align], th[align]',
  )) {
    const isSeen = !isHidden(element)
    keepStyle(element)
    element.removeAttribute('style')
    if (isSeen) continue
    if (element.textContent.trim() !== '') notes.add('hidden', element.textContent)
    element.remove()
  }
}

const embeds = 'iframe, video, audio, object, embed, canvas, svg'
/** A base for addresses that are relative to the page, whose own address is not known here. */
const anyPage = 'https://page.invalid/'

/** On a paragraph that stands for what is played or shown from elsewhere: the element that it was. */
export const embedMark = 'data-maqal-embed'

const addressOf = (embed: DomElement): string =>
  ['src', 'data-src', 'data']
    .map((name) => embed.getAttribute(name) ?? embed.querySelector('source')?.getAttribute(name) ?? '')
    .find((value) => value !== '') ?? ''

const isPixel = (embed: DomElement): boolean =>
  ['width', 'height'].every((name) => /^[0-2](?:px)?$/.test(embed.getAttribute(name) ?? ''))

/** Attributes that say more about what is shown. */
const keptAttributes = ['title', 'poster', 'width', 'height']

/**
 * What is played or shown from elsewhere becomes a paragraph with a link to it, before Readability drops it. Frames of
 * advertisements and of those who count readers go.
 */
const replaceEmbeds = (document: DomDocument) => {
  for (const embed of document.body.querySelectorAll(embeds)) {
    const address = addressOf(embed)
    const isKept = address !== '' && 'href' in readAddress(address, anyPage) && !isPixel(embed)
    if (!isKept || readEmbed(address, embed.localName) === undefined) {
      embed.remove()
      continue
    }
    const link = document.createElement('a')
    link.setAttribute('href', address)
    link.append(embed.getAttribute('title') ?? address)
    const paragraph = document.createElement('p')
    paragraph.setAttribute(embedMark, embed.localName)
    for (const name of keptAttributes) {
      const value = embed.getAttribute(name)
      if (value !== null) paragraph.setAttribute(name, value.replace(/px$/, ''))
    }
    paragraph.append(link)
    embed.replaceWith(paragraph)
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

/** Readability removes every aside; one that is pulled out of the text is part of it. */
const keepPullQuotes = (document: DomDocument) => {
  for (const aside of document.body.querySelectorAll('[class*="pull" i]')) {
    if (!/\bpull(?:ed)?-?quote\b/i.test(aside.getAttribute('class') ?? '')) continue
    const block = document.createElement('div')
    block.append(...aside.childNodes)
    markThrough(document, block, [pullMark, ''])
    aside.replaceWith(block)
  }
}

const holders = new Set('aside dd div li p section td'.split(' '))

/** The block that a footnote stands in, by its element or an anchor in it. */
const holderOf = (target: DomElement): DomElement | undefined => {
  let at: DomElement | null = target
  while (at !== null && !holders.has(at.localName)) at = at.parentElement
  return at ?? undefined
}

/** Removes an element, and what around it is empty then. */
const removeWithRest = (element: DomElement): void => {
  let around = element.parentElement
  element.remove()
  while (around !== null && around.localName !== 'body' && isBlank(around)) {
    const next = around.parentElement
    around.remove()
    around = next
  }
}

const isBlank = (element: DomElement): boolean =>
  element.textContent.trim() === '' && element.querySelector('img') === null

const nowhere = { lang: '', dir: '', isPre: false }

/**
 * Takes the footnotes out of the page, which Readability would often drop for their links. The returned function puts those that
 * an article refers to at its end.
 */
const keepFootnotes = (document: DomDocument): ((article: DomElement) => void) => {
  const kept = new Map<string, DomElement>()
  const targets = new Map<string, DomElement>()
  for (const element of document.body.querySelectorAll('[id], a[name]')) {
    for (const name of ['id', 'name']) {
      const id = element.getAttribute(name) ?? ''
      if (id !== '' && !targets.has(id)) targets.set(id, element)
    }
  }
  const taken = new Set<DomElement>()
  for (const link of document.body.querySelectorAll('a[href^="#"]')) {
    const fragment = decodeFragment(link.getAttribute('href') ?? '')
    const target = targets.get(fragment)
    const parent = link.parentElement
    if (target === undefined || parent === null) continue
    const read = toElement(link, nowhere)
    if (isReturn(read) || !isNoteReference(read, { ...read, tagName: parent.localName })) continue
    const holder = holderOf(target)
    if (holder === undefined || holder.contains(link) || taken.has(holder)) continue
    if ([...taken].some((other) => other.contains(link))) continue
    taken.add(holder)
    kept.set(fragment, holder)
  }
  for (const holder of taken) removeWithRest(holder)
  return (article) => {
    for (const link of article.querySelectorAll(`a[${writtenHref}^="#"]`)) {
      const fragment = decodeFragment(link.getAttribute(writtenHref) ?? '')
      const holder = kept.get(fragment)
      kept.delete(fragment)
      if (holder !== undefined) article.append(holder)
    }
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

/**
 * Removes what no reader of the page sees, and keeps what Readability would lose. The returned function puts back into an article
 * what belongs to it.
 */
export const clean = (document: DomDocument, notes: Notes): ((article: DomElement) => void) => {
  keepFormulas(document)
  removeScripts(document, notes)
  removeHidden(document, notes)
  replaceEmbeds(document)
  keepSignatures(document)
  keepPullQuotes(document)
  keepCallouts(document)
  markInvitations(document)
  keepLinks(document)
  return keepFootnotes(document)
}
