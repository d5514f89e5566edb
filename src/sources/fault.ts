import type { z } from 'zod'
import type { Fault } from '../article/answers.ts'

export type { Fault }

/** `sections[1].heading`, as JavaScript would spell it. */
export const spellPath = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')

/** One line for people: `file:line:column  path  what is wrong  what would be right`. */
export const spellFault = ({ file, line, column, path, problem, hint }: Fault): string =>
  [line === 0 ? file : `${file}:${line}:${column}`, path, problem, hint]
    .filter((part) => part !== '')
    .join('  ')

type Issue = z.core.$ZodIssue
type Explained = { path: readonly PropertyKey[]; problem: string; hint: string }

/** The branch of a union that was meant: the one that got furthest before it failed. */
const meant = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  branches.find((branch) => branch.every((issue) => issue.code !== 'invalid_type' || issue.path.length > 0))

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`)

const explainType = (issue: Issue & { code: 'invalid_type' }): [string, string] =>
  issue.input === undefined && issue.message.endsWith('undefined')
    ? ['is missing', `add ${article(issue.expected)}`]
    : [`is ${issue.message.split('received ')[1] ?? 'of another type'}`, `write ${article(issue.expected)}`]

/** A zod issue in plain words; an issue of a union is the issues of the branch that was meant. */
export const explain = (issue: Issue): Explained[] => {
  if (issue.code === 'invalid_union' && !issue.message.includes('\n')) {
    const branch = meant(issue.errors)
    if (branch !== undefined) {
      return branch.flatMap(explain).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
    }
  }
  const [problem = '', hint = ''] =
    issue.code === 'invalid_type' && !issue.message.includes('\n')
      ? explainType(issue)
      : issue.message.split('\n')
  const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [{ path: [...issue.path, ...key], problem, hint }]
}
