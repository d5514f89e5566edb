import { longestLine } from '../../article/limits.ts'
import type { Positioned, TreeContext } from './context.ts'
import { addNote } from './notes.ts'
import type { Template } from './templates.ts'

/** A tag read: its name, and the values it is given, by key or by position. */
export type Given = { name: string; isClosing: boolean; values: Map<string, string>; others: string[] }

const shapes: Partial<Record<Template['kind'], RegExp>> = {
  shortcode: /^\{\{[<%]\s*(\/?)\s*([\w./-]+)([^]*?)\/?\s*[<>%]\}\}$/,
  liquid: /^\{%-?\s*(\/?)([\w-]+)([^]*?)-?%\}$/,
  component: /^<(\/?)([\w.]+)([^]*?)\/?>$/,
}

const value =
  /([\w:@.-]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"|'([^']*)'|`([^`]*)`|\{((?:[^{}]|\{[^{}]*\})*)\}|([^\s"'`{}]+))|"((?:[^"\\]|\\[^])*)"|'([^']*)'|`([^`]*)`|(\{(?:[^{}]|\{[^{}]*\})*\})|([^\s"'`{}]+)/g

/** The value of an expression where that is a string or a number; any other is left as it is written. */
const evaluate = (expression: string): string => {
  const written = expression.trim()
  const quoted = /^(["'`])([^]*)\1$/.exec(written)?.[2]
  if (quoted !== undefined && !quoted.includes('${')) return quoted
  return /^-?[\d.]+$/.test(written) ? written : `{${written}}`
}

const unescape = (text: string): string => text.replaceAll(/\\(["\\])/g, '$1')

export const readValues = (written: string): Pick<Given, 'values' | 'others'> => {
  const values = new Map<string, string>()
  const others: string[] = []
  for (const [, key, double, single, ticks, expression, bare, ...alone] of written.matchAll(value)) {
    if (key === undefined) {
      const other = alone.find((each) => each !== undefined) ?? ''
      others.push(unescape(other))
    } else {
      const own = double === undefined ? (single ?? ticks ?? bare) : unescape(double)
      values.set(key, own ?? evaluate(expression ?? ''))
    }
  }
  return { values, others }
}

/** `{% include figure.html … %}` is the template `figure`. */
export const readGiven = ({ kind, value: written }: Template): Given | undefined => {
  const [, slash, name = '', rest = ''] = shapes[kind]?.exec(written) ?? []
  if (slash === undefined) return undefined
  const given = { name: name.toLowerCase(), isClosing: slash !== '', ...readValues(rest) }
  // Liquid divides values by commas.
  if (kind === 'liquid') given.others = given.others.filter((other) => other !== ',')
  if (kind !== 'liquid' || !/^(?:include|include_cached|include_relative|render|embed)$/.test(name))
    return given
  const [file = '', ...others] = given.others
  return { ...given, name: (file.split('/').at(-1) ?? '').replace(/\.\w+$/, '').toLowerCase(), others }
}

/** Takes the value of the first of the keys that is given, however it is spelled. */
export const take = ({ values }: Given, names: string): string | undefined => {
  const wanted = names.split(' ')
  const spelled = (key: string) => key.toLowerCase().replaceAll(/[_-]/g, '')
  const found = wanted.flatMap((name) => [...values.keys()].filter((key) => spelled(key) === name))[0]
  if (found === undefined) return undefined
  const taken = values.get(found)
  values.delete(found)
  return taken
}

/** Takes a value that an attribute may have; any other is left to be named. */
export const takeAs = (
  given: Given,
  names: string,
  isSound: (text: string) => boolean,
): string | undefined => {
  const [first = ''] = names.split(' ')
  const taken = take(given, names)?.trim()
  if (taken === undefined || taken === '') return undefined
  if (isSound(taken)) return taken
  given.values.set(first, taken)
  return undefined
}

export const isLine = (text: string): boolean => text.length <= longestLine && !/[\n{}]/.test(text)

/** Names the values that have no place in the article. */
export const noteOthers = (node: Positioned, { values, others }: Given, context: TreeContext): void => {
  const left = [...[...values].map(([key, given]) => `${key}="${given}"`), ...others]
  if (left.length > 0) addNote(node, context, { kind: 'templateValues', text: left.join(' ') })
}
