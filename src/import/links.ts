import type { Element } from 'hast'
import { Href } from '../article/text.ts'
import { attributeOf, textOf } from './hast.ts'
import type { Notes } from './notes.ts'

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
const withoutHidden = (address: string): string =>
  address
    .replaceAll(/[\t\n\r]/g, '')
    .replace(/^[\s\p{Cc}]+/u, '')
    .trimEnd()

/** An address as the model allows it, or the one that is refused. */
export const readAddress = (
  written: string,
  base: string | undefined,
): { href: string } | { refused: string } => {
  const address = withoutHidden(written)
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme !== undefined && !['http', 'https', 'mailto', 'tel'].includes(scheme))
    return { refused: `${scheme}:` }
  const href = resolve(address, base)
  const isWhole = !/^https?:/i.test(href) || URL.canParse(href)
  return isWhole && Href.safeParse(href).success ? { href } : { refused: address }
}

/** Where clean.ts keeps what a link said, for Readability removes scripts without a word and resolves `#note`. */
export const writtenHref = 'data-maqal-href'

/** Where a link leads, as its page writes it. */
export const hrefOf = (link: Element): string =>
  (attributeOf(link, writtenHref) || attributeOf(link, 'href')).trim()

/** What the links of a document are relative to: its own address, where it gives one. */
type Links = { base: string | undefined; notes: Notes }

/** Where a link leads. One within the page leads nowhere; the text of one that the model refuses is kept with a note. */
export const targetOf = (link: Element, { base, notes }: Links): string | undefined => {
  const written = hrefOf(link)
  if (written === '' || written.startsWith('#')) return undefined
  const read = readAddress(written, base)
  if ('refused' in read) {
    notes.add('link', textOf(link), { value: read.refused })
    return undefined
  }
  if (!/^[a-z][a-z\d+.-]*:/i.test(read.href)) notes.add('paths')
  return read.href
}
