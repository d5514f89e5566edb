import { findAll, valueOf, type XmlElement } from './xml.ts'

/** A field is code and its result; `href` is where a link leads, `isTicked` what a check box of a form says. */
type Field = { part: 'code' | 'result'; code: string; box: XmlElement | undefined }

const parts = new Set(['w:fldChar', 'w:del', 'w:moveFrom', 'w:txbxContent'])

/** The characters that begin, divide and end fields, without those of a field that does not end. */
const wholeFields = (story: XmlElement): Set<XmlElement> => {
  const whole = new Set<XmlElement>()
  const open: XmlElement[][] = []
  for (const element of findAll(story, parts)) {
    const type = valueOf(element, 'w:fldCharType')
    if (element.name !== 'w:fldChar') continue
    if (type === 'begin') open.push([element])
    else if (type === 'separate') open.at(-1)?.push(element)
    else for (const each of [...(open.pop() ?? []), element]) whole.add(each)
  }
  return whole
}

/** Where a link leads, by the code of its field; empty within the document. */
export const linkOfField = (code: string): string | undefined => {
  const found = /^\s*HYPERLINK\b(.*)$/is.exec(code)?.[1]
  if (found === undefined) return undefined
  const [, quoted, bare] = /^\s*(?:"([^"]*)"|([^\s\\"]\S*))/.exec(found) ?? []
  const place = /\\l\s+"([^"]*)"/i.exec(found)?.[1]
  const target = quoted ?? bare ?? ''
  return target === '' || place === undefined ? target : `${target}#${place}`
}

/** What the fields of a text show: their results, and not their code. */
export const createFields = (story: XmlElement) => {
  const whole = wholeFields(story)
  const open: Field[] = []
  return {
    /** Takes in `w:fldChar`. Returns the field that it ends. */
    take(element: XmlElement): Field | undefined {
      if (!whole.has(element)) return undefined
      const type = valueOf(element, 'w:fldCharType')
      const last = open.at(-1)
      if (type === 'begin') open.push({ part: 'code', code: '', box: element })
      else if (type === 'separate' && last !== undefined) last.part = 'result'
      else return open.pop()
      return undefined
    },
    addCode(text: string): void {
      const last = open.at(-1)
      if (last?.part === 'code') last.code += text
    },
    /** Whether what stands here is the code of a field. */
    isCode: (): boolean => open.some(({ part }) => part === 'code'),
    /** Where the link around this place leads. */
    href: (): string =>
      open.map(({ code }) => linkOfField(code)).findLast((href) => href !== undefined) ?? '',
  }
}

export type WordFields = ReturnType<typeof createFields>
