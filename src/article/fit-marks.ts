import { byPlace, canonicalMarks, faultOfMark, isReference, type LooseMark, type Mark } from './marks.ts'

const isCode = ({ type }: LooseMark): boolean => type === 'code'

/** Joins marks of one meaning that touch or overlap. */
const joinAlike = (marks: readonly LooseMark[]): LooseMark[] => {
  const joined: LooseMark[] = []
  const last = new Map<string, LooseMark>()
  for (const mark of marks.toSorted(byPlace)) {
    const key = [mark.type, mark.href, mark.note, mark.language, mark.direction].join(' ')
    const before = last.get(key)
    if (before !== undefined && before.end >= mark.start && mark.type !== 'note')
      before.end = Math.max(before.end, mark.end)
    else {
      const own = { ...mark }
      joined.push(own)
      last.set(key, own)
    }
  }
  return joined
}

/** A code mark may not hold a line end. */
const splitAtLineEnds = (text: string, mark: LooseMark): LooseMark[] => {
  if (!isCode(mark)) return [mark]
  let start = mark.start
  return text
    .slice(mark.start, mark.end)
    .split('\n')
    .map((line) => {
      const part = { ...mark, start, end: start + line.length }
      start += line.length + 1
      return part
    })
}

/** A mark that is open where the text is read, and where its current part begins. */
type Open = { mark: LooseMark; from: number }

/**
 * Divides marks so that none crosses another, reading the text from its beginning: what is opened last is closed first,
 * and what is closed too early is opened again. Nothing stands in code, and no link or note in another: what would,
 * begins after it or is left out. Few marks are open at once: one of each type, and one for each language.
 */
const createParts = () => {
  const parts: LooseMark[] = []
  const open: Open[] = []
  const references: LooseMark[] = []
  let nextReference = 0
  let behindCode: LooseMark[] = []

  const isCodeOpen = (): boolean => open.some(({ mark }) => isCode(mark))
  const isReferenceOpen = (): boolean => open.some(({ mark }) => isReference(mark))

  const close = (index: number, at: number, isAgain: (mark: LooseMark) => boolean): void => {
    const closed = open.splice(index)
    for (const { mark, from } of closed) if (from < at) parts.push({ ...mark, start: from, end: at })
    for (const { mark } of closed) if (isAgain(mark)) open.push({ mark, from: at })
  }

  /** Opens a mark: around those that begin at the same place and end before it, inside all others. */
  const insert = (mark: LooseMark, at: number): void => {
    const isAround = (other: Open) =>
      other.from === at && byPlace({ ...mark, start: at }, { ...other.mark, start: at }) < 0
    const index = open.findIndex(isAround)
    open.splice(index < 0 ? open.length : index, 0, { mark, from: at })
  }

  /** Whether a mark that begins here would be inside open code, or cross it. */
  const isInCode = (mark: LooseMark, at: number): boolean =>
    open.some((other) => isCode(other.mark) && (other.from < at || mark.end < other.mark.end))

  const begin = (mark: LooseMark, at: number): void => {
    if (mark.end <= at) return
    if (isInCode(mark, at)) behindCode.push(mark)
    else if (isReference(mark) && isReferenceOpen()) references.push(mark)
    else {
      const ending = isCode(mark) ? open.findIndex((other) => other.mark.end < mark.end) : -1
      if (ending >= 0) close(ending, at, (other) => other.end >= mark.end)
      insert(mark, at)
    }
  }

  /** What waited for the code, link or note that ended here. */
  const beginWaiting = (at: number): void => {
    if (isCodeOpen()) return
    const waiting = behindCode
    behindCode = []
    for (const mark of waiting) begin(mark, at)
    for (
      let next = references[nextReference];
      next !== undefined && !isReferenceOpen();
      next = references[nextReference]
    ) {
      nextReference += 1
      begin(next, at)
    }
  }

  const firstEnd = (): number => Math.min(...open.map(({ mark }) => mark.end))

  /** Closes the marks that end at `to` or before it, in order. */
  const advance = (to: number): void => {
    for (let at = firstEnd(); at <= to && open.length > 0; at = firstEnd()) {
      close(
        open.findIndex(({ mark }) => mark.end === at),
        at,
        (mark) => mark.end > at,
      )
      beginWaiting(at)
    }
  }

  return { parts, begin, advance }
}

const divide = (marks: readonly LooseMark[]): LooseMark[] => {
  const { parts, begin, advance } = createParts()
  for (const mark of marks.toSorted(byPlace)) {
    advance(mark.start)
    begin(mark, mark.start)
  }
  advance(Infinity)
  return parts
}

/** Marks without the white space at their ends; marks of white space alone are left out. */
const trimmed = (text: string, marks: readonly LooseMark[]): LooseMark[] =>
  marks.flatMap((mark) => {
    const inside = text.slice(mark.start, mark.end)
    const start = mark.start + (inside.length - inside.trimStart().length)
    const end = start + inside.trim().length
    return start < end ? [{ ...mark, start, end }] : []
  })

/** The marks without all but the first of the languages that are said of one part of the text. */
const withOneLanguage = (marks: readonly LooseMark[]): LooseMark[] => {
  const known = new Set<string>()
  return marks.filter(({ type, start, end }) => {
    if (type !== 'language') return true
    const place = `${start} ${end}`
    const isFirst = !known.has(place)
    known.add(place)
    return isFirst
  })
}

/**
 * Brings the marks of another format to the rules of the model: trimmed, divided where they cross, without duplicates.
 * Takes as long as sorting them.
 */
export const fitMarks = (text: string, marks: readonly LooseMark[]): Mark[] => {
  const lines = joinAlike(withOneLanguage(marks)).flatMap((mark) => splitAtLineEnds(text, mark))
  const fitted = withOneLanguage(trimmed(text, divide(trimmed(text, lines)))).filter(
    (part) => faultOfMark(text, part) === undefined,
  )
  // A mark without a fault has an address exactly where its type needs one.
  return canonicalMarks(fitted as Mark[])
}
