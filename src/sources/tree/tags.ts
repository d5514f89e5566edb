import { decodeString } from 'micromark-util-decode-string'

/** Raw HTML within a paragraph, one piece at a time, as CommonMark has it. */
export type Tag =
  | { kind: 'comment' }
  | {
      kind: 'open' | 'close'
      name: string
      href: string
      src: string
      alt: string
      title: string
      lang: string
      dir: string
    }

/** References such as `&eacute;` as their characters; a backslash is no escape in HTML. */
const decode = (html: string): string =>
  html.includes('&') ? decodeString(html.replaceAll('\\', '\\\\')) : html

const attribute = (written: string, name: string): string => {
  const value = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`, 'i').exec(written)
  return decode(value?.[1] ?? value?.[2] ?? value?.[3] ?? '')
}

/** A piece of raw HTML read; what is no tag (a comment, a declaration) is a comment. */
export const readTag = (written: string): Tag => {
  const found = /^<(\/?)([a-z][a-z\d-]*)/i.exec(written)
  if (found === null) return { kind: 'comment' }
  return {
    kind: found[1] === '/' ? 'close' : 'open',
    name: (found[2] ?? '').toLowerCase(),
    href: attribute(written, 'href'),
    src: attribute(written, 'src'),
    alt: attribute(written, 'alt'),
    title: attribute(written, 'title'),
    lang: attribute(written, 'lang'),
    dir: attribute(written, 'dir').toLowerCase(),
  }
}

/** What a reader of a page does not see. */
const unseen = /<!--[^]*?(?:-->|$)|<(script|style|template)\b[^]*?(?:<\/\1\s*>|$)/gi
const breaks = /^<(?:br|hr|\/?(?:p|div|li|tr|h[1-6]|blockquote|section|article))\b/i

/** Replaces each tag of HTML; by hand, for a pattern would search the next `>` again from every `<`. */
const replaceTags = (html: string, by: (tag: string) => string): string => {
  let text = ''
  let from = 0
  let start = html.indexOf('<')
  while (start !== -1) {
    const end = /[/!?a-z]/i.test(html.charAt(start + 1)) ? html.indexOf('>', start) : start
    if (end === -1) break
    if (end > start) {
      text += html.slice(from, start) + by(html.slice(start, end + 1))
      from = end + 1
    }
    start = html.indexOf('<', end + 1)
  }
  return text + html.slice(from)
}

/** The text of a block of HTML, without what a reader does not see, a line for each of its own blocks. */
export const textOfHtml = (html: string): string => {
  const seen = html.replaceAll(unseen, ' ').replaceAll(/\s+/g, ' ')
  const lines = replaceTags(seen, (tag) => (breaks.test(tag) ? '\n' : '')).split('\n')
  return lines
    .map((line) => decode(line.trim()).trim())
    .filter((line) => line !== '')
    .join('\n')
}
