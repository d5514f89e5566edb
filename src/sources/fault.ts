import type { z } from 'zod'
import type { Fault } from '../article/answers.ts'
import { nearestLanguage } from '../article/languages.ts'
import { notLanguage, visible } from '../article/text.ts'
import { longestCited, longestMessage, mostFaults, mostSuggested, mostWarnings } from './limits.ts'

export type { Fault }

const cut = (text: string, most = longestCited): string =>
  text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…` : text

type Limit = { most: number; noun: string; hint: string }

/** The first of the faults, with messages of bounded length; where there are more, the last says how many. */
const limit = (faults: readonly Fault[], total: number, { most, noun, hint }: Limit): Fault[] => {
  const shown = faults.slice(0, total > most ? most - 1 : most)
  const cited = shown.map((fault) => ({
    ...fault,
    problem: cut(fault.problem, longestMessage),
    hint: cut(fault.hint, longestMessage),
  }))
  if (total <= most) return cited
  const last: Fault = { file: '', line: 0, column: 0, problem: '', ...faults[shown.length], path: '', hint }
  return [...cited, { ...last, problem: `and ${total - shown.length} more ${noun}` }]
}

/** At most `mostFaults`. `total` counts those that are not in the list too. */
export const limitFaults = (faults: readonly Fault[], total = faults.length): Fault[] =>
  limit(faults, total, { most: mostFaults, noun: 'faults', hint: 'mend these first, then check again' })

/** At most `mostWarnings`. */
export const limitWarnings = (warnings: readonly Fault[]): Fault[] =>
  limit(warnings, warnings.length, {
    most: mostWarnings,
    noun: 'warnings',
    hint: 'see to these first, then check again',
  })

/** A fault of a file as a whole. */
export const faultOf = (file: string, { problem, hint }: Pick<Fault, 'problem' | 'hint'>): Fault => ({
  file,
  line: 0,
  column: 0,
  path: '',
  problem,
  hint,
})

/** `sections[1].heading`, as JavaScript writes it; a long key is cut. */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${cut(String(key))}`))
    .join('')
    .replace(/^\./, '')

/** One line for people: `file:line:column  path  what is wrong  what would be right`. */
export const formatFault = ({ file, line, column, path, problem, hint }: Fault): string =>
  [line === 0 ? file : `${file}:${line}:${column}`, path, problem, hint]
    .filter((part) => part !== '')
    .map(visible)
    .join('  ')

export type Issue = z.core.$ZodIssue
type Explained = { path: readonly PropertyKey[]; problem: string; hint: string }

/** The branch of a union that was most likely meant: the one in which the value has the right type. */
const meant = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  branches.find((branch) => branch.every((issue) => issue.code !== 'invalid_type' || issue.path.length > 0))

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`)

const explainType = (issue: Issue & { code: 'invalid_type' }): [string, string] => {
  if (issue.expected === 'int') return ['is not a whole number', 'write one, as in 2']
  return issue.input === undefined && issue.message.endsWith('undefined')
    ? ['is missing', `add ${article(issue.expected)}`]
    : [`is ${issue.message.split('received ')[1] ?? 'of another type'}`, `write ${article(issue.expected)}`]
}

/** An issue in our own words where the schema has none. */
const explainPlain = (issue: Issue): [string, string] => {
  const [problem = '', hint] = issue.message.split('\n')
  if (hint !== undefined) return [problem, hint]
  if (issue.code === 'invalid_type') return explainType(issue)
  if (issue.code === 'too_small') return ['is too small', `the least is ${issue.minimum}`]
  if (issue.code === 'too_big') return ['is too large', `the most is ${issue.maximum}`]
  if (issue.code !== 'invalid_value') return [problem, '']
  const values = issue.values.map((value) => JSON.stringify(value)).join(', ')
  return ['is none of what is known here', `write ${values}`]
}

/** An issue of zod in plain words; of a union, the issues of the branch that was meant. */
export const explain = (issue: Issue): Explained[] => {
  if (issue.code === 'invalid_union' && !issue.message.includes('\n')) {
    const branch = meant(issue.errors)
    if (branch !== undefined) {
      return branch.flatMap(explain).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
    }
    return [
      { path: issue.path, problem: 'is of a type that cannot stand here', hint: 'write a text or an object' },
    ]
  }
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.message.split('\n')
    return issue.keys.slice(0, lines.length / 2).map((key, index) => ({
      path: [...issue.path, key],
      problem: lines[2 * index] ?? '',
      hint: lines[2 * index + 1] ?? '',
    }))
  }
  const [problem, hint] = explainPlain(issue)
  return [{ path: issue.path, problem, hint }]
}

const valueAt = (value: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((key) => key !== '')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], value)

/** Faults with what was most likely meant in their hints, where the value suggests it. */
export const addSuggestions = <Found extends Pick<Fault, 'path' | 'problem' | 'hint'>>(
  faults: readonly Found[],
  file: unknown,
): Found[] => {
  let suggested = 0
  return faults.map((fault) => {
    if (fault.problem !== notLanguage || suggested >= mostSuggested) return fault
    suggested += 1
    const near = nearestLanguage(String(valueAt(file, fault.path)))
    return near === undefined ? fault : { ...fault, hint: `did you mean "${near}"? ${fault.hint}` }
  })
}
