import type { Direction } from '../../article/text.ts'

/** A stretch of text that runs against the text around it, or a number in it: offsets in UTF-16 units. */
export type Run = { start: number; end: number }

/** By the scripts that a character is used in, for tatweel is of none alone. */
const rightToLeft = String.raw`[\p{scx=Adlam}\p{scx=Arabic}\p{scx=Hebrew}\p{scx=Nko}\p{scx=Hanifi_Rohingya}\p{scx=Syriac}\p{scx=Thaana}\p{scx=Samaritan}\p{scx=Mandaic}]`

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

/** Where a run of a text may begin, which is cheap to find, and what it is. */
type Search = { candidate: RegExp; pattern: RegExp }

const searches: Record<Direction, Search> = {
  rtl: {
    candidate: /[^\u0600-\u06FF\s.,:;!?()«»"'…]/gu,
    pattern: new RegExp(`${latin}|${number}`, 'yv'),
  },
  ltr: {
    candidate: /[\u0590-\u08FF\uFB1D-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/gu,
    pattern: new RegExp(arabic, 'yv'),
  },
}

/** Embeddings, overrides and isolates: who writes them has said where everything stands. */
const isControlled = (text: string): boolean => /[\u202a-\u202e\u2066-\u2069]/.test(text)

/** The match of a sticky pattern at a place. */
const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/**
 * The runs to isolate, so that punctuation beside them stands where the text around them would have it: numbers and
 * Latin names in right-to-left text, right-to-left names in left-to-right text. The text itself is not changed.
 */
export const runsOf = (text: string, direction: Direction): Run[] => {
  if (isControlled(text)) return []
  const { candidate, pattern } = searches[direction]
  const runs: Run[] = []
  let from = 0
  for (;;) {
    candidate.lastIndex = from
    const found = candidate.exec(text)
    if (found === null) return runs
    const start = found.index
    const run = matchAt(pattern, text, start)
    from = start + (run ?? found[0]).length
    if (run !== undefined) runs.push({ start, end: from })
  }
}
