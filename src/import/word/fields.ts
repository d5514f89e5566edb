import { findAll, valueOf, type XmlElement } from './xml.ts'

/** A field is code and its result; `href` is where the links around that result lead. */
type Field = { part: 'code' | 'result'; code: string; href: string; box: XmlElement }

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
    else if (type === 'end' && open.length > 0)
      for (const each of [...(open.pop() ?? []), element]) whole.add(each)
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
  let codes = 0
  const close = (): Field | undefined => {
    const field = open.pop()
    if (field?.part === 'code') codes -= 1
    return field
  }
  return {
    /** Takes in `w:fldChar`. Returns the field that it ends. */
    take(element: XmlElement): Field | undefined {
      if (!whole.has(element)) return undefined
      const type = valueOf(element, 'w:fldCharType')
      const field = open.at(-1)
      if (type === 'end') return close()
      if (type === 'begin') {
        open.push({ part: 'code', code: '', href: field?.href ?? '', box: element })
        codes += 1
      } else if (field?.part === 'code') {
        field.part = 'result'
        field.href = linkOfField(field.code) ?? field.href
        codes -= 1
      }
      return undefined
    },
    addCode(text: string): void {
      const field = open.at(-1)
      if (field?.part === 'code') field.code += text
    },
    /** Whether what stands here is the code of a field. */
    isCode: (): boolean => codes > 0,
    /** Where the link around this place leads. */
    href: (): string => open.at(-1)?.href ?? '',
  }
}

export type WordFields = ReturnType<typeof createFields>
