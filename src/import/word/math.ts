import { childOf, valueOf, type XmlElement } from './xml.ts'

/** A piece of an equation on one line, raised or lowered. */
export type MathPiece = { text: string; shift: 'superscript' | 'subscript' | 'baseline' }

const plain = (text: string): MathPiece => ({ text, shift: 'baseline' })

const isLong = (pieces: MathPiece[]): boolean => pieces.map(({ text }) => text).join('').length > 1

/** Content that stands for itself on a line, in brackets where it is of more than one character. */
const bracket = (pieces: MathPiece[]): MathPiece[] =>
  isLong(pieces) ? [plain('('), ...pieces, plain(')')] : pieces

const shifted = (pieces: MathPiece[], shift: 'superscript' | 'subscript'): MathPiece[] =>
  pieces.map(({ text }) => ({ text, shift }))

const readAll = (elements: XmlElement[]): MathPiece[] => elements.flatMap(readMath)

const argument = (element: XmlElement, name: string): MathPiece[] =>
  readAll(childOf(element, name)?.children ?? [])

const property = (element: XmlElement, name: string, otherwise: string): string =>
  valueOf(childOf(element, `${element.name}Pr`, name), 'm:val') ?? otherwise

const raised = (element: XmlElement) => shifted(argument(element, 'm:sup'), 'superscript')
const lowered = (element: XmlElement) => shifted(argument(element, 'm:sub'), 'subscript')
const base = (element: XmlElement) => argument(element, 'm:e')

const joined = (parts: MathPiece[][], between: string): MathPiece[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [plain(between), ...part]))

const each = (element: XmlElement, name: string): MathPiece[][] =>
  element.children.filter((child) => child.name === name).map(({ children }) => readAll(children))

const readers: Record<string, (element: XmlElement) => MathPiece[]> = {
  'm:t': ({ text }) => [plain(text)],
  'w:t': ({ text }) => [plain(text)],
  'm:f': (element) => [
    ...bracket(argument(element, 'm:num')),
    plain('/'),
    ...bracket(argument(element, 'm:den')),
  ],
  'm:sSup': (element) => [...base(element), ...raised(element)],
  'm:sSub': (element) => [...base(element), ...lowered(element)],
  'm:sSubSup': (element) => [...base(element), ...lowered(element), ...raised(element)],
  'm:sPre': (element) => [...lowered(element), ...raised(element), ...base(element)],
  'm:rad': (element) => [
    ...shifted(argument(element, 'm:deg'), 'superscript'),
    plain('√'),
    ...bracket(base(element)),
  ],
  'm:nary': (element) => [
    plain(property(element, 'm:chr', '∫')),
    ...lowered(element),
    ...raised(element),
    ...base(element),
  ],
  'm:d': (element) => [
    plain(property(element, 'm:begChr', '(')),
    ...joined(each(element, 'm:e'), property(element, 'm:sepChr', '|')),
    plain(property(element, 'm:endChr', ')')),
  ],
  'm:func': (element) => [...argument(element, 'm:fName'), ...bracket(base(element))],
  'm:limLow': (element) => [...base(element), ...shifted(argument(element, 'm:lim'), 'subscript')],
  'm:limUpp': (element) => [...base(element), ...shifted(argument(element, 'm:lim'), 'superscript')],
  'm:mr': (element) => joined(each(element, 'm:e'), ', '),
  'm:m': (element) => [plain('['), ...joined(each(element, 'm:mr'), '; '), plain(']')],
  'm:eqArr': (element) => joined(each(element, 'm:e'), '; '),
  'm:oMathPara': (element) => joined(each(element, 'm:oMath'), ' '),
  'w:del': () => [],
  'w:moveFrom': () => [],
}

/** An equation as a person would type it: fractions with a slash, powers raised. */
export const readMath = (element: XmlElement): MathPiece[] => {
  const read = Object.hasOwn(readers, element.name) ? readers[element.name] : undefined
  return read === undefined ? readAll(element.children) : read(element)
}
