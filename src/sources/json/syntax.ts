import { type ParseErrorCode, printParseErrorCode } from 'jsonc-parser'

const formatCode = (code: ParseErrorCode): string =>
  printParseErrorCode(code)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()

/** Quotation marks that word processors put in the place of those of a keyboard. */
const typographic = /[\u201C-\u201F\u00AB\u00BB\u2033\uFF02]/u
const single = /['\u2018-\u201B\u2032\uFF07`]/u

/** The character at an offset, and the line that it is in. */
const around = (text: string, offset: number) => {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return { found: text.charAt(offset), line: text.slice(start, end < 0 ? undefined : end) }
}

/** What is wrong with a text that is no JSON, in plain words. */
export const explainSyntax = (
  text: string,
  offset: number,
  code: ParseErrorCode,
): { problem: string; hint: string } => {
  const { found, line } = around(text, offset)
  const rest = text.slice(offset, offset + 2)
  const explained = (what: string, hint: string) => ({ problem: `is not JSON: ${what}`, hint })
  if (typographic.test(found)) return explained(`${found} is a typographic quotation mark`, 'write "')
  if (single.test(found)) return explained(`${found} is not the quotation mark of JSON`, 'write "')
  if (rest === '//' || rest === '/*') return explained('JSON has no comments', 'remove it')
  const cause = typographic.exec(line)?.[0]
  const hint =
    cause === undefined
      ? 'a frequent cause is a comma or quote too many or too few just before'
      : `${cause} in this line is a typographic quotation mark: if it begins or ends a string, write "`
  return explained(formatCode(code), hint)
}
