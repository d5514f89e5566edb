/** What Obsidian and others write between two equal signs: `==marked words==` and `%%comments%%`. */

/** A sign or a comment where it stands; the two signs around marked words have one `pair`. */
export type Signed = { start: number; end: number; kind: 'comment' | 'highlight'; pair?: number }

/** A letter of a script that writes spaces between words, or a digit. */
const word = /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}]/u

const before = (text: string, at: number): string =>
  Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? ''
const after = (text: string, at: number): string => Array.from(text.slice(at, at + 2))[0] ?? ''

const isSpace = (sign: string): boolean => sign.trim() === ''

/** Operators of code: `a ==b` and `x!==y` mark nothing. */
const operators = /[-=!<>+/%&|^:]/

const mayOpen = (text: string, at: number): boolean => {
  const sign = before(text, at)
  return !isSpace(after(text, at + 2)) && !word.test(sign) && !operators.test(sign)
}

const mayClose = (text: string, at: number): boolean => {
  const sign = after(text, at + 2)
  return !isSpace(before(text, at)) && !word.test(sign) && !/[=>]/.test(sign)
}

/** The signs around marked words of one line. */
export const findHighlights = (text: string): Signed[] => {
  const found: Signed[] = []
  let open: number | undefined
  let lineEnd = -1
  for (const { index } of text.matchAll(/(?<![=\\])==(?!=)/g)) {
    if (index > lineEnd) {
      open = undefined
      lineEnd = text.indexOf('\n', index)
      if (lineEnd === -1) lineEnd = text.length
    }
    if (open !== undefined && index > open + 2 && mayClose(text, index)) {
      for (const start of [open, index]) found.push({ start, end: start + 2, kind: 'highlight', pair: open })
      open = undefined
    } else if (mayOpen(text, index)) open = index
  }
  return found
}

/** Whether signs are of no word and no number, such as `100 %%`. */
const isApart = (text: string, start: number, end: number): boolean =>
  !/[\p{L}\p{N}]$|\d[ \t]$/u.test(text.slice(Math.max(0, start - 2), start)) && !word.test(after(text, end))

/** Comments on a line, or on lines of their own, as `isAlone` says. */
export const findSignedComments = (
  text: string,
  isAlone: (start: number, end: number) => boolean,
): Signed[] => {
  const signs = [...text.matchAll(/(?<![%\\])%%(?!%)/g)].map(({ index }) => index)
  const found: Signed[] = []
  for (let at = 0; at + 1 < signs.length; at += 1) {
    const start = signs[at] ?? 0
    const end = (signs[at + 1] ?? 0) + 2
    const isLine = !text.slice(start, end).includes('\n')
    if (!(isLine ? isApart(text, start, end) : isAlone(start, end))) continue
    found.push({ start, end, kind: 'comment' })
    at += 1
  }
  return found
}
