/** Names in addresses, made of any text. */
import anyAscii from 'any-ascii'
import { longestId, longestLine, longestMadeId, mostMadeBytes } from './limits.ts'

/** Vowel signs of Arabic and Hebrew are left out as often as they are written, and a tatweel only fills a line. */
const optional = /[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u0610-\u061A\u0640\u064B-\u0652\u0670]/g

/** Persian and its kin write a zero-width non-joiner where others write a hyphen; elsewhere it only shapes letters. */
const divider = /(?<=\p{sc=Arab})\u200C(?=\p{sc=Arab})/gu

/** Apostrophes, and what is not seen: it would make two addresses that look the same. */
const unseen = /['’`\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** What stands between words. A mark after it has no letter to stand on. */
const between = /[^\p{L}\p{M}\p{Nd}][^\p{L}\p{Nd}]*/gu

/** Lower case; the dot that Turkish İ leaves over an i goes. */
const toLower = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/i\u0307+/g, 'i')
    .normalize('NFC')

export const bytesOf = (text: string): number => Buffer.byteLength(text)

/** As much of an id as may be made here, with no letter cut in two. */
const cut = (id: string): string => {
  if (id.length <= longestMadeId && bytesOf(id) <= mostMadeBytes) return id
  let kept = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter().segment(id.slice(0, longestId))) {
    bytes += bytesOf(segment)
    if (kept.length + segment.length > longestMadeId || bytes > mostMadeBytes) break
    kept += segment
  }
  return kept
}

const toId = (text: string): string =>
  cut(text.replaceAll(between, '-').replace(/^[-\p{M}]+/u, '')).replace(/-$/, '')

/** The ASCII spelling of any text: «زيارة سرية» is `zyrh-sryh`. Empty where no letter has one. */
export const asciiSlug = (text: string): string =>
  toId(anyAscii(text.slice(0, longestLine).normalize('NFC')).toLowerCase().replaceAll(unseen, ''))

/**
 * An id of any text, in its own letters: «زيارة سرية» is `زيارة-سرية`. That of a text without letters and digits is its ASCII
 * spelling; empty where there is none. Compatible forms of letters are the usual ones (NFKC).
 */
export const slug = (text: string): string => {
  const line = text.slice(0, longestLine).replaceAll(divider, '-')
  const seen = line.normalize('NFKC').replaceAll(unseen, '').replaceAll(optional, '')
  return toId(toLower(seen)) || asciiSlug(line)
}

const idForm = /^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*(?:-[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*)*$/u

/** Whether a text can be an id: letters in lower case and NFC, digits and single hyphens, and nothing that is not seen. */
export const isId = (text: string): boolean =>
  idForm.test(text) && text === text.toLowerCase().normalize('NFC') && !text.match(unseen)

/**
 * Makes unique names: `wanted`, or `wanted-2`, `wanted-3`, … where it is taken. The last number of each is kept, so that
 * a thousand equal headings do not each count from 2.
 */
export const createUnique = (given: Iterable<string>) => {
  const taken = new Set(given)
  const counts = new Map<string, number>()
  return (wanted: string): string => {
    let id = wanted
    let count = counts.get(wanted) ?? 1
    while (taken.has(id)) {
      count += 1
      id = `${wanted}-${count}`
    }
    counts.set(wanted, count)
    taken.add(id)
    return id
  }
}
