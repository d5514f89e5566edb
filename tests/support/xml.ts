/** XML 1.0 read strictly, without DTDs: what is not well-formed, or uses an undeclared prefix, throws. */
export type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string }

const characters = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u
const declaration = /^<\?xml version="1\.0" encoding="utf-8"\?>\n/
const name = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`
const token = new RegExp(`<(/?)(${name})((?:\\s+${name}="[^"<]*")*)\\s*(/?)>|([^<]+)`, 'uy')
const attribute = new RegExp(`\\s(${name})="([^"<]*)"`, 'gu')
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescaped = (text: string): string => {
  if (text.includes(']]>')) throw new Error(']]> in text')
  return text.replaceAll(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+))?(;?)/g, (all, decimal, hex, entity, end) => {
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    const character = entity === undefined ? String.fromCodePoint(code) : entities[String(entity)]
    if (end !== ';' || character === undefined || !characters.test(character))
      throw new Error(`entity ${all}`)
    return character
  })
}

const attributesOf = (written: string): Record<string, string> => {
  const found = [...written.matchAll(attribute)].map(([, key = '', value = '']) => [key, unescaped(value)])
  const attributes = Object.fromEntries(found) as Record<string, string>
  if (Object.keys(attributes).length !== found.length) throw new Error(`an attribute twice: ${written}`)
  return attributes
}

const checkPrefix = (element: Element, around: Element[]): void => {
  const known = new Set([...around, element].flatMap(({ attributes }) => Object.keys(attributes)))
  for (const used of [element.name, ...Object.keys(element.attributes)]) {
    const [prefix = '', local] = used.split(':')
    if (local === undefined || prefix === 'xml' || prefix === 'xmlns') continue
    if (!known.has(`xmlns:${prefix}`)) throw new Error(`unknown prefix ${prefix}`)
  }
}

/** The root of a document, with what its elements hold; white space stays. */
export const readXml = (document: string): Element => {
  if (!characters.test(document) || !document.isWellFormed()) throw new Error('a character that XML has not')
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  const text = document.replace(declaration, '')
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const found = token.exec(text)
    const parent = open.at(-1)
    if (found === null || parent === undefined) throw new Error(`at ${text.slice(at, at + 40)}`)
    const [, closes, tag = '', attributes = '', isEmpty, run] = found
    if (run !== undefined) parent.text += unescaped(run)
    else if (closes === '/') {
      if (open.pop()?.name !== tag || attributes !== '') throw new Error(`</${tag}> closes another`)
    } else {
      const element = { name: tag, attributes: attributesOf(attributes), children: [], text: '' }
      checkPrefix(element, open)
      parent.children.push(element)
      if (isEmpty !== '/') open.push(element)
    }
  }
  const [root] = top.children
  if (open.length !== 1 || root === undefined || top.children.length > 1 || top.text.trim() !== '')
    throw new Error('not one whole element')
  return root
}

/** The elements of a tree, the outer before the inner. */
export const allOf = (element: Element): Element[] => [element, ...element.children.flatMap(allOf)]

export const childrenOf = ({ children }: Element, named: string): Element[] =>
  children.filter(({ name: own }) => own === named)

/** The text of the first child of a name, or null. */
export const textIn = (element: Element, named: string): string | null =>
  childrenOf(element, named)[0]?.text ?? null
