/** How an address is read: what of it names the resource, what its form, and which of its parameters count. */
import type { IncomingMessage } from 'node:http'
import type { Format } from '../formats/format.ts'
import { formatsOf } from '../formats/formats.ts'
import type { ResourceKind } from '../formats/resource.ts'
import { type Choice, createChoice } from './choice.ts'
import { isTracking, parametersIn, type Query, withoutParameters } from './query.ts'

/** The parameters of a path, by name. */
export type Params = Record<string, string>

/**
 * What is looked for. `isForReaders` says that the answer is for people, not for programs; `signal`, that nobody waits for
 * it any more.
 */
export type Wanted = { params: Params; query: Query; isForReaders: boolean; signal?: AbortSignal }

/** One reading of an address. */
export type Reading = {
  wanted: Wanted
  choice: Choice
  /** The form that the extension names. */
  named: Format | undefined
  /** The form to answer in; undefined where none is acceptable. */
  format: Format | undefined
  /** The address less the tracking parameters, or undefined where it is good for readers alone. */
  spelling: string | undefined
  /** The canonical spelling of the address; as it was asked for where its parameters are refused. */
  address: string
  /** The path and the canonical address of the same with other parameters in the path. */
  at: (params: Params) => { path: string; address: string }
  vary: string
}

/** The addresses of a route. */
export type Place = {
  /** Such as `/articles/:article`. */
  pattern: string
  /** The parameter of the path that an extension may stand on. */
  last: string | undefined
  /** The extension of a path that ends in no parameter. */
  fixed: string | undefined
  /** The names of the query parameters there are. */
  parameters: readonly string[]
  /** The query parameters as every spelling of them is kept, from `?` on; undefined where they are refused. */
  canonicalQuery: (asked: Pick<Wanted, 'query' | 'isForReaders'>) => string | undefined
}

/** The forms of a kind, and those of an address that asks for `fields`: only JSON has keys to choose. */
export type Choices = { ofAll: Choice; ofFirst: Choice }

/** Makes the choices of a kind, once for all its addresses. */
export const createChoices = () => {
  const known = new Map<ResourceKind, Choices>()
  return (kind: ResourceKind): Choices => {
    const forms = formatsOf(kind)
    const choices = known.get(kind) ?? {
      ofAll: createChoice(forms),
      ofFirst: createChoice(forms.slice(0, 1)),
    }
    known.set(kind, choices)
    return choices
  }
}

const fill = (pattern: string, params: Params): string =>
  pattern.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

/** Both readings of an address; `shorter` where its last segment ends in an extension. */
export type Readings = { whole: Reading; shorter: Reading | undefined }

/**
 * Makes the function that reads the addresses of a route. Where the last segment ends in an extension it may be a name
 * all the same, as `package.json` is that of a section. Tracking parameters are ignored; in answers for readers all that
 * there are not.
 */
export const createReader = ({ ofAll, ofFirst }: Choices, place: Place) => {
  const { pattern, last, fixed, parameters, canonicalQuery } = place
  const known = new Set(parameters)

  return ({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>, given: Params): Readings => {
    const clean = withoutParameters(url, isTracking)
    const query = parametersIn(clean)
    const choice = 'fields' in query ? ofFirst : ofAll

    const read = (params: Params, named: Format | undefined): Reading => {
      const format = named ?? choice.accepted(headers.accept)
      const isForReaders = format?.isForReaders === true && choice === ofAll
      const asked = isForReaders ? withoutParameters(clean, (name) => !known.has(name)) : clean
      const wanted = { params, query: isForReaders ? parametersIn(asked) : query, isForReaders }
      const search = canonicalQuery(wanted)
      const at: Reading['at'] = (other) => {
        const path = fill(pattern, other)
        return {
          path,
          address: path + (fixed === undefined ? (named?.extension ?? '') : '') + (search ?? ''),
        }
      }
      const address = search === undefined ? asked : at(params).address
      const isForAll = !isForReaders || canonicalQuery({ query, isForReaders: false }) === search
      const spelling = isForAll ? clean : undefined
      return { wanted, choice, named, format, spelling, address, at, vary: choice.vary(named) }
    }

    const name = last === undefined ? '' : (given[last] ?? '')
    const named = ofAll.named(fixed ?? name)
    if (fixed !== undefined) return { whole: read(given, named), shorter: undefined }
    const whole = read(given, undefined)
    if (last === undefined || named === undefined) return { whole, shorter: undefined }
    return { whole, shorter: read({ ...given, [last]: name.slice(0, -named.extension.length) }, named) }
  }
}
