import { byPlace, canonicalMarks, faultOfMark, type LooseMark, type Mark } from './marks.ts'

const isCode = ({ type }: LooseMark): boolean => type === 'code'

/** Marks that mean the same and touch or overlap, as one. */
const joinAlike = (marks: readonly LooseMark[]): LooseMark[] => {
  const joined: LooseMark[] = []
  const last = new Map<string, LooseMark>()
  for (const mark of marks.toSorted(byPlace)) {
    const key = `${mark.type} ${mark.href ?? ''}`
    const before = last.get(key)
    if (before !== undefined && before.end >= mark.start) before.end = Math.max(before.end, mark.end)
    else {
      const own = { ...mark }
      joined.push(own)
      last.set(key, own)
    }
  }
  return joined
}

/** Code stands on one line. */
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

/** A mark that is open where the text is read, and from where its present part goes. */
type Open = { mark: LooseMark; from: number }

/**
 * Divides marks so that none crosses another, reading the text from its beginning: what is opened last is closed first,
 * and what is closed too early is opened again. Nothing stands in code, and no link in a link: what would, begins after
 * it or is left out. At most four marks are open at once, one of each type.
 */
const createParts = () => {
  const parts: LooseMark[] = []
  const open: Open[] = []
  const links: LooseMark[] = []
  let nextLink = 0
  let behindCode: LooseMark[] = []

  const isOpen = (type: Mark['type']): boolean => open.some(({ mark }) => mark.type === type)

  const close = (index: number, at: number, isAgain: (mark: LooseMark) => boolean): void => {
    const closed = open.splice(index)
    for (const { mark, from } of closed) if (from < at) parts.push({ ...mark, start: from, end: at })
    for (const { mark } of closed) if (isAgain(mark)) open.push({ mark, from: at })
  }

  /** Opens a mark: around those that were opened at the same place and end before it, inside all others. */
  const insert = (mark: LooseMark, at: number): void => {
    const isAround = (other: Open) =>
      other.from === at && byPlace({ ...mark, start: at }, { ...other.mark, start: at }) < 0
    const index = open.findIndex(isAround)
    open.splice(index < 0 ? open.length : index, 0, { mark, from: at })
  }

  /** Whether code is open that cannot stand inside a mark which begins here. */
  const isInCode = (mark: LooseMark, at: number): boolean =>
    open.some((other) => isCode(other.mark) && (other.from < at || mark.end < other.mark.end))

  const begin = (mark: LooseMark, at: number): void => {
    if (mark.end <= at) return
    if (isInCode(mark, at)) behindCode.push(mark)
    else if (mark.type === 'link' && isOpen('link')) links.push(mark)
    else {
      const ending = isCode(mark) ? open.findIndex((other) => other.mark.end < mark.end) : -1
      if (ending >= 0) close(ending, at, (other) => other.end >= mark.end)
      insert(mark, at)
    }
  }

  /** What waited for the code or link that ended here. */
  const beginWaiting = (at: number): void => {
    if (isOpen('code')) return
    const waiting = behindCode
    behindCode = []
    for (const mark of waiting) begin(mark, at)
    for (let next = links[nextLink]; next !== undefined && !isOpen('link'); next = links[nextLink]) {
      nextLink += 1
      begin(next, at)
    }
  }

  const firstEnd = (): number => Math.min(...open.map(({ mark }) => mark.end))

  /** Closes what ends up to here, in order. */
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

/** The marks without the white space at their ends; those of white space alone are left out. */
const trimmed = (text: string, marks: readonly LooseMark[]): LooseMark[] =>
  marks.flatMap((mark) => {
    const inside = text.slice(mark.start, mark.end)
    const start = mark.start + (inside.length - inside.trimStart().length)
    const end = start + inside.trim().length
    return start < end ? [{ ...mark, start, end }] : []
  })

/**
 * Marks as some other format has them, brought to the rules of the model: trimmed, divided where they cross, the doubled
 * left out. Takes the time of sorting them.
 */
export const fitMarks = (text: string, marks: readonly LooseMark[]): Mark[] => {
  const lines = joinAlike(marks).flatMap((mark) => splitAtLineEnds(text, mark))
  const fitted = trimmed(text, divide(trimmed(text, lines))).filter(
    (part) => faultOfMark(text, part) === undefined,
  )
  // A mark without a fault has the address that its type asks for.
  return canonicalMarks(fitted as Mark[])
}
