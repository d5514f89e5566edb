import type { ErrorCode } from 'yaml'

/** What is wrong with a part, or why the whole is not YAML. */
type Words = { hint: string } & ({ problem: string } | { notYaml: string })

type YamlError = { code: ErrorCode; message: string }

const notYaml = (what: string, hint: string): Words => ({ notYaml: what, hint })

const quoteIt = 'write quotes around the value'

/** Where an error of YAML is: the text before it on its line, the character at it, and YAML's own words. */
type At = { before: string; character: string; message: string }

const noPair = () => notYaml('a line is no "key: value"', 'write a key, a colon and a space before the value')

const badIndent = ({ message }: At): Words => {
  const bracket = /end with a (\S)$/.exec(message)?.[1]
  return bracket === undefined
    ? notYaml('a line is indented otherwise than those around it', 'begin every key in the first column')
    : notYaml(
        'a list or map in brackets is never closed',
        `close it with ${bracket}; a # after a space begins a comment, unless quotes stand around the value`,
      )
}

const missing = ({ message }: At): Words => {
  const quote = /closing (\S)quote/.exec(message)?.[1]
  return quote === undefined
    ? noPair()
    : notYaml('a quotation mark is never closed', `close it with ${quote}, or write the value without it`)
}

const unexpected = ({ before }: At): Words =>
  /["']\s*$/.test(before)
    ? notYaml('something stands after a closing quotation mark', 'write quotes around the whole value')
    : notYaml(
        'something stands here that is not expected',
        'write "key: value" lines, and quotes around a value with a colon, a # or a quotation mark in it',
      )

const words: Partial<Record<ErrorCode, (at: At) => Words>> = {
  BAD_DQ_ESCAPE: () => notYaml('a backslash escapes nothing that YAML knows', 'write \\\\ for a backslash'),
  BAD_INDENT: badIndent,
  BAD_SCALAR_START: ({ character }) =>
    notYaml(`a value begins with ${character}, which means something else in YAML`, quoteIt),
  BLOCK_AS_IMPLICIT_KEY: () => notYaml('a value has a colon and a space in it', quoteIt),
  MISSING_CHAR: missing,
  MULTILINE_IMPLICIT_KEY: noPair,
  MULTIPLE_DOCS: () =>
    notYaml('a line within it begins with ---', 'write the end of the front matter alone on its line'),
  TAG_RESOLVE_FAILED: () => notYaml('a value begins with !, which means something else in YAML', quoteIt),
}

/** What YAML says of a text, for an author: by the code of the error, its place in the text, and YAML's own words. */
export const explainYaml = (yaml: string, offset: number, { code, message }: YamlError): Words => {
  const start = yaml.lastIndexOf('\n', offset - 1) + 1
  const line = yaml.slice(start, (yaml.indexOf('\n', start) + 1 || yaml.length + 1) - 1)
  if (code === 'DUPLICATE_KEY') return { problem: 'is written twice', hint: 'keep one of the two' }
  if (code === 'TAB_AS_INDENT')
    return notYaml('a tab stands at the beginning of a line', 'write spaces there')
  const at = { before: yaml.slice(start, offset), character: yaml.charAt(offset), message }
  return causeIn(line) ?? (words[code] ?? unexpected)(at)
}

const nameOf: Record<string, string> = { '\u00A0': 'a no-break space', '\u3000': 'an ideographic space' }

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** What looks like a colon and a space in a line, and is none. */
const causeIn = (line: string): Words | undefined => {
  const space = /^[ -]*[\w$-]+:([^\S\t\n\r ])/u.exec(line)?.[1]
  if (space !== undefined) {
    const name = nameOf[space] ?? 'a space that is none of YAML'
    return notYaml(`${name} (${codeOf(space)}) stands after the colon`, 'write an ordinary space')
  }
  const colon = /^[ -]*[\w$-]+[ \t]*([\uFF1A\uFE55\uA789\u2236])/u.exec(line)?.[1]
  if (colon !== undefined)
    return notYaml(`${colon} (${codeOf(colon)}) stands in the place of a colon`, 'write ": "')
  return /^[ -]*[\w$-]+:[^\s:/]/u.test(line)
    ? notYaml('no space stands after the colon', 'write one')
    : undefined
}

/** The first top line of a text that is no YAML mapping, with what looks like a colon and a space in it, and is none. */
export const findCause = (yaml: string): (Words & { offset: number }) | undefined => {
  let offset = 0
  for (const line of yaml.split('\n')) {
    const cause = /^\S/.test(line) ? causeIn(line) : undefined
    if (cause !== undefined) return { ...cause, offset }
    offset += line.length + 1
  }
  return undefined
}
