import { escape } from '../escape.ts'

/** Text that is markup already, and is not escaped again. */
export type Markup = { markup: string }

type Value = string | number | null | Markup | readonly Markup[]

/** What XML 1.0 §2.2 has no way to write, halves of surrogate pairs included. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const written = (value: Value): string => {
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number')
    return escape(String(value).replaceAll(unwritable, '\uFFFD'))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

/** A template of XML, or of HTML written as XML: its values are escaped, null is nothing, markup stays as it is. */
export const xml = (strings: TemplateStringsArray, ...values: Value[]): Markup => ({
  markup: strings.map((string, index) => string + written(values[index] ?? null)).join(''),
})

/** The pieces of a text, each escaped. */
export const escaped = function* (pieces: Iterable<string>): Generator<string, void, void> {
  for (const piece of pieces) yield written(piece)
}

/** An element with a text, or nothing where there is none. `name` is ours. */
export const elementIf = (name: string, text: string | null): Markup =>
  text === null ? xml`` : xml`<${{ markup: name }}>${text}</${{ markup: name }}>`
