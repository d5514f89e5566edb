import type { Direction } from '../../article/text.ts'

/** A stretch of text that runs against the text around it, or a number in it: offsets in UTF-16 units. */
export type Run = { start: number; end: number }

const rightToLeft = String.raw`[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Hanifi_Rohingya}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Samaritan}\p{Script=Mandaic}]`

/** A letter with its marks and joiners: what stands on an Arabic letter has no script of its own. */
const rtl = String.raw`(?:[\p{L}&&${rightToLeft}][\p{M}\u200c\u200d]*)`
const ltr = String.raw`(?:[\p{L}--${rightToLeft}][\p{M}\u200c\u200d]*)`

/** Neither brackets nor quotation marks, which must stand on the side of what they hold. */
const joints = String.raw`[ \-–—'’.,،؛:&+@_\/~=?!#%]`
const joint = `(?:${joints}{1,3})`

/** Two numbers about a hyphen are a range, which is read in the direction of the text; three are a date or a telephone number. */
const digits = String.raw`\d+(?:[.,:\/]\d+)*`
const number = String.raw`(?:(?<![\p{L}\p{N}])[+\-−±])?[$€£¥]?(?:\d+(?:-\d+){2,}|${digits})[%‰°$€£¥]?`

const word = String.raw`(?:[@#]?(?:\d+(?=${ltr}))?${ltr}+(?:\d+|${ltr})*)`
const bracketed = String.raw`(?: ?\((?:${ltr}|\d|${joints})+\))`
const latin = String.raw`${word}(?:${joint}?(?:${word}|\d+)|${joint}?\/(?=\w)|${bracketed})*(?:[+#]{1,2}|\/)?`

const arabic = String.raw`${rtl}+(?:${joint}?(?:\d+${joint})*\d*${rtl}+|[\-–]?[\d٠-٩۰-۹]+)*`

const patterns: Record<Direction, RegExp> = {
  rtl: new RegExp(`${latin}|${number}`, 'gv'),
  ltr: new RegExp(arabic, 'gv'),
}

/** Embeddings, overrides and isolates: who writes them has said where everything stands. */
const isControlled = (text: string): boolean => /[\u202a-\u202e\u2066-\u2069]/.test(text)

/**
 * The runs to isolate, so that punctuation beside them stands where the text around them would have it: numbers and
 * Latin names in right-to-left text, right-to-left names in left-to-right text. The text itself is not changed.
 */
export const runsOf = (text: string, direction: Direction): Run[] =>
  isControlled(text)
    ? []
    : [...text.matchAll(patterns[direction])].map(({ 0: run, index }) => ({
        start: index,
        end: index + run.length,
      }))
