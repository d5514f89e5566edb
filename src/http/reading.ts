/** How an address is read: what of it names the resource, what its form, and which of its parameters count. */
import type { IncomingMessage } from 'node:http'
import type { Format } from '../formats/format.ts'
import { formatsOf } from '../formats/formats.ts'
import type { Kind } from '../formats/resource.ts'
import { type Choice, createChoice } from './choice.ts'
import { isTracking, parametersIn, type Query, withoutParameters } from './query.ts'

/** The parameters of a path, by name. */
export type Params = Record<string, string>

/** What is looked for. `isForReaders` says that the answer is for people, not for programs. */
export type Wanted = { params: Params; query: Query; isForReaders: boolean }

/** One reading of an address. */
export type Reading = {
  wanted: Wanted
  choice: Choice
  /** The form that the extension names. */
  named: Format | undefined
  /** The form to answer in; undefined where none is acceptable. */
  format: Format | undefined
  /** The address less the parameters that are ignored. */
  address: string
  vary: string
}

/**
 * The addresses of a route. `last` is the parameter that an extension may stand on, `fixed` the extension of a path that
 * ends in none, `parameters` the names of the query parameters there are.
 */
export type Place = { last: string | undefined; fixed: string | undefined; parameters: readonly string[] }

/** Both readings of an address; `shorter` where its last segment ends in an extension. */
export type Readings = { whole: Reading; shorter: Reading | undefined }

/**
 * Makes the function that reads the addresses of a route. Where the last segment ends in an extension it may be a name
 * all the same, as `package.json` is that of a section. Tracking parameters are ignored; in answers for readers all that
 * there are not.
 */
export const createReader = (kind: Kind, { last, fixed, parameters }: Place) => {
  const forms = formatsOf(kind)
  const ofAll = createChoice(forms)
  const ofFirst = createChoice(forms.slice(0, 1))
  const known = new Set(parameters)

  return ({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>, given: Params): Readings => {
    const clean = withoutParameters(url, isTracking)
    const query = parametersIn(clean)
    // An address that asks for `fields` has one form, JSON: only that has keys to choose.
    const choice = 'fields' in query ? ofFirst : ofAll

    const read = (params: Params, named: Format | undefined): Reading => {
      const format = named ?? choice.accepted(headers.accept)
      const isForReaders = format?.isForReaders === true && choice === ofAll
      const address = isForReaders ? withoutParameters(clean, (name) => !known.has(name)) : clean
      const wanted = { params, query: isForReaders ? parametersIn(address) : query, isForReaders }
      return { wanted, choice, named, format, address, vary: choice.vary(named) }
    }

    const name = last === undefined ? '' : (given[last] ?? '')
    const named = ofAll.named(fixed ?? name)
    if (fixed !== undefined) return { whole: read(given, named), shorter: undefined }
    const whole = read(given, undefined)
    if (last === undefined || named === undefined) return { whole, shorter: undefined }
    return { whole, shorter: read({ ...given, [last]: name.slice(0, -named.extension.length) }, named) }
  }
}
