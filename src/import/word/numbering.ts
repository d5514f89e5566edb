import { largestNumber } from '../limits.ts'
import alphabets from './numbers.json' with { type: 'json' }
import { type ListPlace, readRunFormat, type Styles } from './styles.ts'
import { symbolOf } from './symbols.ts'
import { childOf, valueOf, type XmlElement } from './xml.ts'

/** How one level of a list is numbered. */
type Level = {
  format: string
  /** What stands before an item: `%1` is the number of the first level. */
  text: string
  start: number
  /** The level after which it begins again; 0 where it never does. */
  restart: number
  isLegal: boolean
  styleId: string
  font: string
}

/** A list: its levels, the list whose numbers it goes on with, and what it begins with instead. */
type Numbered = { levels: Map<number, Level>; counter: string; starts: Map<number, number> }

/** The number of a paragraph. */
export type ListNumber = {
  /** From 0. */
  level: number
  isOrdered: boolean
  value: number
  /** What Word writes before the paragraph: `2.`, `(b)`, `Article 3`; a bullet. */
  label: string
  /** Whether the label is more than a plain number, and so is not what the model writes. */
  isOther: boolean
  /** Whether the label has words. */
  hasWords: boolean
}

const romans: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

/** Hebrew letters by value; 15 and 16 are written otherwise, for their letters would be a name of God. */
const hebrewValues: [number, string][] = [
  ...Array.from('תשרק', (letter, index): [number, string] => [400 - 100 * index, letter]),
  ...Array.from('צפעסנמלכ', (letter, index): [number, string] => [90 - 10 * index, letter]),
  [16, 'טז'],
  [15, 'טו'],
  [10, 'י'],
  ...Array.from('טחזוהדגבא', (letter, index): [number, string] => [9 - index, letter]),
]

const bySigns = (value: number, signs: [number, string][]): string => {
  let [rest, written] = [value, '']
  for (const [worth, sign] of signs) {
    while (rest >= worth) {
      written += sign
      rest -= worth
    }
  }
  return written
}

/** The letter of a number; after the last come `aa`, `bb`. */
const byLetters = (value: number, letters: string[]): string => {
  const letter = letters[(value - 1) % letters.length] ?? ''
  return letter.repeat(Math.min(10, Math.ceil(value / letters.length)))
}

const formatNumber = (value: number, format: string): string => {
  if (format === 'none') return ''
  if (value < 1 || value > largestNumber) return String(value)
  if (format === 'upperRoman') return bySigns(value, romans).toUpperCase()
  if (format === 'lowerRoman') return bySigns(value, romans)
  if (format === 'hebrew1') return bySigns(value, hebrewValues)
  if (format === 'decimalZero') return String(value).padStart(2, '0')
  if (!Object.hasOwn(alphabets, format)) return String(value)
  return byLetters(value, alphabets[format as keyof typeof alphabets].split(' '))
}

const numberOf = (element: XmlElement | undefined, otherwise: number): number => {
  const value = Number(valueOf(element) ?? Number.NaN)
  return Number.isSafeInteger(value) ? value : otherwise
}

const levelIndex = (element: XmlElement): number => {
  const value = Number(valueOf(element, 'w:ilvl') ?? 0)
  return Number.isInteger(value) && value >= 0 && value < 9 ? value : 0
}

const readLevel = (element: XmlElement): Level => ({
  format: valueOf(childOf(element, 'w:numFmt')) ?? 'decimal',
  text: valueOf(childOf(element, 'w:lvlText')) ?? '',
  start: numberOf(childOf(element, 'w:start'), 0),
  restart: numberOf(childOf(element, 'w:lvlRestart'), levelIndex(element)),
  isLegal: childOf(element, 'w:isLgl') !== undefined,
  styleId: valueOf(childOf(element, 'w:pStyle')) ?? '',
  font: readRunFormat(childOf(element, 'w:rPr')).font ?? '',
})

const levelsIn = (element: XmlElement): Map<number, Level> =>
  new Map(
    element.children
      .filter(({ name }) => name === 'w:lvl')
      .map((level) => [levelIndex(level), readLevel(level)]),
  )

const named = (root: XmlElement | undefined, name: string, id: string): Map<string, XmlElement> =>
  new Map(
    (root?.children ?? [])
      .filter((child) => child.name === name)
      .map((child) => [valueOf(child, id) ?? '', child]),
  )

/** Counts the paragraphs of the lists of a document, in the order of its text. */
export const createNumbering = (root: XmlElement | undefined, styles: Styles) => {
  const abstracts = named(root, 'w:abstractNum', 'w:abstractNumId')
  const numbers = named(root, 'w:num', 'w:numId')

  /** The definition of a list; that of a style of lists is where its style says. */
  const abstractOf = (number: XmlElement, depth = 0): XmlElement | undefined => {
    const abstract = abstracts.get(valueOf(childOf(number, 'w:abstractNumId')) ?? '')
    const link = valueOf(childOf(abstract, 'w:numStyleLink'))
    if (link === undefined || depth > 8) return abstract
    const linked = numbers.get(styles.listOf(link) ?? '')
    return linked === undefined ? abstract : abstractOf(linked, depth + 1)
  }

  const readList = (id: string): Numbered | undefined => {
    const number = numbers.get(id)
    const abstract = number === undefined ? undefined : abstractOf(number)
    if (number === undefined || abstract === undefined) return undefined
    const levels = levelsIn(abstract)
    const starts = new Map<number, number>()
    for (const override of number.children) {
      if (override.name !== 'w:lvlOverride') continue
      for (const [, level] of levelsIn(override)) levels.set(levelIndex(override), level)
      const start = childOf(override, 'w:startOverride')
      if (start !== undefined) starts.set(levelIndex(override), numberOf(start, 1))
    }
    return { levels, counter: valueOf(abstract, 'w:abstractNumId') ?? '', starts }
  }

  const lists = new Map<string, Numbered | undefined>()
  const listOf = (id: string): Numbered | undefined => {
    if (!lists.has(id)) lists.set(id, readList(id))
    return lists.get(id)
  }
  /** The numbers of each list by level; undefined where a level begins anew. */
  const counts = new Map<string, (number | undefined)[]>()
  const started = new Set<string>()

  const count = (id: string, index: number, { levels, counter, starts }: Numbered): number[] => {
    const values = counts.get(counter) ?? []
    counts.set(counter, values)
    for (const [level, start] of starts) {
      if (level > index || started.has(`${id} ${level}`)) continue
      started.add(`${id} ${level}`)
      values[level] = level === index ? start - 1 : start
    }
    const startOf = (level: number) => levels.get(level)?.start ?? 1
    for (let level = 0; level < index; level += 1) values[level] ??= startOf(level)
    values[index] = (values[index] ?? startOf(index) - 1) + 1
    for (let level = index + 1; level < 9; level += 1) {
      const restart = levels.get(level)?.restart ?? level
      if (restart > 0 && index < restart) values[level] = undefined
    }
    return values.map((value) => value ?? 0)
  }

  /** The number of the next paragraph of a list; undefined where the list is none. */
  const next = (id: string, index: number): ListNumber | undefined => {
    const list = listOf(id)
    const level = list?.levels.get(index) ?? list?.levels.get(0)
    if (list === undefined || level === undefined) return undefined
    const values = count(id, index, list)
    const isOrdered = level.format !== 'bullet' && /%\d/.test(level.text) && level.format !== 'none'
    const written = level.format === 'bullet' ? symbolOf(level.text, level.font) : level.text
    const label = written.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const place = Number(digit) - 1
      const format = list.levels.get(place)?.format ?? 'decimal'
      return formatNumber(values[place] ?? 0, level.isLegal && format !== 'none' ? 'decimal' : format)
    })
    return {
      level: index,
      isOrdered,
      value: values[index] ?? 1,
      label: label.trim(),
      isOther: isOrdered && !/^\P{L}?\d+\P{L}?$/u.test(label.trim()),
      hasWords: /\p{L}{2}/u.test(level.text.replaceAll(/%\d/g, '')) && level.format !== 'bullet',
    }
  }

  return {
    /** The number of the next paragraph of a list. `styleId` is its style's: a level may name it. */
    next({ id, level }: ListPlace, styleId: string): ListNumber | undefined {
      if (id === undefined || id === '0') return undefined
      const ofStyle = [...(listOf(id)?.levels ?? [])].find(([, each]) => each.styleId === styleId)?.[0]
      return next(id, Math.min(8, Math.max(0, level ?? ofStyle ?? 0)))
    },
  }
}

export type Numbering = ReturnType<typeof createNumbering>
