import { mark, rtlLetter } from './characters.ts'
import type { Stretch } from './segments.ts'

const address = /https?:\/\/[^\s"<>«»“”،؛]+/g

/** Punctuation at the end of an address is of the sentence, and so is a bracket that does not open in it. */
const endOf = (found: string): number => {
  const closing = found.includes('(') ? /[.,:;!?'’\]}…]/ : /[.,:;!?'’)\]}…]/
  let end = found.length
  while (closing.test(found.charAt(end - 1))) end -= 1
  return end
}

/** The text with Latin letters for web addresses, which are read from the left whatever letters they hold. */
export const withoutAddresses = (text: string): string =>
  text.includes('://')
    ? text.replaceAll(address, (found) => 'a'.repeat(endOf(found)) + found.slice(endOf(found)))
    : text

const matchesOf = (pattern: RegExp, text: string): Stretch[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }))

const words = new RegExp(String.raw`[${rtlLetter}](?:[\-_]?[${rtlLetter}${mark}])*`, 'g')

/** The right-to-left words inside addresses, whose parts keep their places. `masked` is the text without the addresses. */
export const addressWords = (text: string, masked: string): Stretch[] =>
  text === masked ? [] : matchesOf(words, text).filter(({ start }) => masked.charAt(start) === 'a')

const telephone = /(?<![٠-٩])(?:\+[٠-٩]|٠)[٠-٩]+(?:[ -][٠-٩]{2,})+/g

/** Telephone numbers in Arabic digits: each is a run, and so is each of its groups, which Unicode would put from the right. */
export const arabicTelephones = (text: string): Stretch[] =>
  matchesOf(telephone, text)
    .filter(({ start, end }) => end - start > 8)
    .flatMap(({ start, end }) => [
      { start, end },
      ...matchesOf(/[٠-٩]+/g, text.slice(start, end)).map((group) => ({
        start: start + group.start,
        end: start + group.end,
      })),
    ])
