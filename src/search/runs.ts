import { type Kind, kindOf } from './characters.ts'

/** A stretch of letters or digits of one kind; UTF-16 offsets into the text as written. */
export type Run = { kind: Kind; start: number; end: number }

const nonJoiner = 0x200c

/** French and Italian elide before an apostrophe: l'homme is two words, don't is one. */
const isElided = (text: string, run: Run) =>
  run.end - run.start === 1 && 'cdjlmnstCDJLMNST'.includes(text.charAt(run.start))

/** Hebrew writes its acronyms with a double mark before the last letter; elsewhere that one is a quote. */
const isJoint = (text: string, run: Run, codePoint: number) =>
  run.kind === 'hebrew' ||
  (run.kind === 'word' && (codePoint === 0x27 || codePoint === 0x2019) && !isElided(text, run))

/** Whether the run goes on past a character that is no letter, should a letter of its kind follow. */
const goesOn = (text: string, run: Run, kind: Kind, codePoint: number, at: number) => {
  if (kind === 'format') return run.kind !== 'arabic' || codePoint !== nonJoiner
  return kind === 'joint' && run.end === at && isJoint(text, run, codePoint)
}

const isLetter = (kind: Kind): boolean =>
  kind !== 'none' && kind !== 'format' && kind !== 'joint' && kind !== 'mark'

/**
 * The first run from an offset on: 0, or the end of the run before. A mark belongs to the letter before it, even past an
 * invisible character. Read by hand, not by a pattern: a greedy pattern over letters beyond the BMP overflows on a word of 5 MB.
 */
export const nextRun = (text: string, from: number): Run | undefined => {
  let run: Run | undefined
  for (let at = from; at < text.length; at += 1) {
    const codePoint = text.codePointAt(at) ?? 0
    const kind = kindOf(codePoint)
    const end = at + (codePoint > 0xff_ff ? 2 : 1)
    if (run === undefined) {
      if (isLetter(kind)) run = { kind, start: at, end }
    } else if (kind === 'mark' || kind === run.kind) run.end = end
    else if (isLetter(kind) || !goesOn(text, run, kind, codePoint, at)) return run
    at = end - 1
  }
  return run
}
