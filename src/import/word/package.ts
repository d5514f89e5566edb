import { refuseLargeWord } from './size.ts'
import { parseXml, type XmlElement } from './xml.ts'
import { readZip } from './zip.ts'

/** What a part of a package refers to, by the last word of its type: `hyperlink`, `styles`. */
type Relationship = { type: string; target: string; isExternal: boolean }

/** A part of a package: an XML file, and what it refers to by id. */
export type WordPart = {
  name: string
  root: XmlElement
  relationships: ReadonlyMap<string, Relationship>
}

/** The parts of a Word document that can be asked for. */
export type WordPackage = {
  main: WordPart
  /** What the main part refers to as being of a type. */
  related: (type: string) => WordPart[]
  /** The properties of the document. */
  properties: XmlElement | undefined
}

/** ECMA-376 part 2: names of parts are compared without case; some programs write them with backslashes. */
const keyOf = (name: string): string => name.replaceAll('\\', '/').toLowerCase()

/** XML in UTF-16 as UTF-8, so that all of it can be counted. */
const toUtf8 = (bytes: Buffer): Buffer => {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  return encoding === undefined ? bytes : Buffer.from(new TextDecoder(encoding).decode(bytes))
}

/** The name of the part that a part refers to. */
const resolve = (target: string, from: string): string => {
  const steps = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

const relationshipsName = (name: string): string => name.replace(/[^/]*$/, '_rels/$&.rels')

const readRelationships = (root: XmlElement | undefined): Map<string, Relationship> =>
  new Map(
    (root?.children ?? []).map(({ attributes }) => [
      attributes['Id'] ?? '',
      {
        type: attributes['Type']?.split('/').at(-1) ?? '',
        target: attributes['Target'] ?? '',
        isExternal: attributes['TargetMode'] === 'External',
      },
    ]),
  )

/** What else a zip archive may be, by the names in it. */
const others: [RegExp, string][] = [
  [/^xl\//, 'is a spreadsheet of Excel, no Word document'],
  [/^ppt\//, 'is a presentation of PowerPoint, no Word document'],
  [/^content\.xml$/, 'is an OpenDocument file, no Word document: save it as .docx'],
  [/^index\/|\.iwa$/, 'is a document of Pages, no Word document: export it as .docx'],
]

const explainOther = (names: string[]): string =>
  others.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ??
  'is a zip archive, but no Word document'

/** ECMA-376 part 1 §11.3.10: the types of a main part; those with macros and of templates are Microsoft's. */
const mainType = /(?:wordprocessingml|ms-word)\.[^;]*main\+xml$/i

/** Opens a Word document: the relationships of the package say which part is the text, or else its type. */
export const openWord = (bytes: Buffer): WordPackage => {
  const files = new Map([...readZip(bytes)].map(([name, content]) => [keyOf(name), toUtf8(content)]))
  refuseLargeWord(files.values())
  const parsed = (name: string): XmlElement | undefined => {
    const content = files.get(keyOf(name))
    return content === undefined ? undefined : parseXml(content.toString('utf8'))
  }
  const relationshipsOf = (name: string) => readRelationships(parsed(relationshipsName(name)))
  const openPart = (name: string): WordPart | undefined => {
    const root = parsed(name)
    return root === undefined ? undefined : { name, root, relationships: relationshipsOf(name) }
  }
  const targetsOf = (relationships: WordPart['relationships'], type: string, from: string): string[] =>
    [...relationships.values()]
      .filter((each) => each.type === type && !each.isExternal)
      .map(({ target }) => resolve(target, from))

  const ofPackage = relationshipsOf('')
  const typed = (parsed('[Content_Types].xml')?.children ?? [])
    .filter(({ attributes }) => mainType.test(attributes['ContentType'] ?? ''))
    .map(({ attributes }) => resolve(attributes['PartName'] ?? '', ''))
  const named = [...targetsOf(ofPackage, 'officeDocument', ''), ...typed, 'word/document.xml']
  const mainName = named.find((name) => files.has(keyOf(name)))
  const main = mainName === undefined ? undefined : openPart(mainName)
  if (main === undefined || main.root.name !== 'w:document') throw new Error(explainOther([...files.keys()]))

  const related = (type: string): WordPart[] => {
    const names = targetsOf(main.relationships, type, main.name)
    const found = names.length > 0 ? names : [`word/${type}.xml`]
    return found.flatMap((name) => openPart(name) ?? [])
  }
  const [core = 'docProps/core.xml'] = targetsOf(ofPackage, 'core-properties', '')
  return { main, related, properties: parsed(core) }
}
