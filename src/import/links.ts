import { Href } from '../article/text.ts'
import type { DomElement } from './dom.ts'
import { cite, type Notes } from './notes.ts'

/** What the links of a document are relative to: its own address, where it gives one. */
export type Links = { base: string | undefined; notes: Notes }

const resolve = (address: string, base: string | undefined): string => {
  if (/^https?:\/\//i.test(address) && Href.safeParse(address).success) return address
  const isRelative = !/^[a-z][a-z\d+.-]*:/i.test(address)
  if (isRelative && base === undefined)
    return address.startsWith('//')
      ? `https:${address}`
      : address.replaceAll(/[\s<>\\`]/g, encodeURIComponent)
  return URL.canParse(address, base) ? new URL(address, base).href : address
}

/** URL standard: tabs and line ends in an address are ignored, and so hide a scheme from those who look for it. */
const spoken = (address: string): string =>
  address
    .replaceAll(/[\t\n\r]/g, '')
    .replace(/^[\s\p{Cc}]+/u, '')
    .trimEnd()

/** An address as the model allows it, or why it is left out. */
export const readAddress = (
  written: string,
  base: string | undefined,
): { href: string } | { problem: string } => {
  const address = spoken(written)
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme !== undefined && !['http', 'https', 'mailto', 'tel'].includes(scheme))
    return { problem: `${scheme}:` }
  const href = resolve(address, base)
  const isWhole = !/^https?:/i.test(href) || URL.canParse(href)
  return isWhole && Href.safeParse(href).success ? { href } : { problem: cite(address) }
}

/** Where clean.ts keeps what a link said, for readability takes scripts out without a word and resolves `#note`. */
export const writtenHref = 'data-maqal-href'

/** Where a link leads, as its page writes it. */
export const hrefOf = (link: DomElement): string =>
  (link.getAttribute(writtenHref) ?? link.getAttribute('href') ?? '').trim()

/** Where a link leads. One within the page leads nowhere; one that the model refuses is noted and its text kept. */
export const linkOf = (element: DomElement, { base, notes }: Links): string | undefined => {
  const written = hrefOf(element)
  if (written === '' || written.startsWith('#')) return undefined
  const read = readAddress(written, base)
  if ('problem' in read) {
    notes.add(`left out a link to ${read.problem}; its text ${cite(element.textContent)} is kept`)
    return undefined
  }
  if (!/^[a-z][a-z\d+.-]*:/i.test(read.href)) {
    notes.add('kept links to paths as they are: the document gives no address that they begin with')
  }
  return read.href
}
