/** How an address is read: which part names the resource, which the format, and which of its parameters count. */
import type { Format } from '../formats/format.ts'
import { formatsOf } from '../formats/formats.ts'
import { type Choice, createChoice } from '../http/choice.ts'
import { isTracking, parametersIn, withoutParameters } from '../http/query.ts'
import { fill, type Params } from './match.ts'
import type { Wanted } from './represent.ts'
import type { Route } from './route.ts'

/** The addresses of a route. */
export type Pattern = {
  route: Route
  /** Such as `/articles/:article`. */
  path: string
  /** The parameter that the path ends in, on which an extension may stand. */
  last: string | undefined
  /** The extension of a path that ends in no parameter. */
  fixed: string | undefined
  /** The choice of all formats, and that of an address that asks for `fields`: only JSON has keys to choose. */
  choice: Choice
  choiceOfFields: Choice
}

/** The patterns of a route. A path that ends in a fixed name has that name with each extension too. */
export const patternsOf = (route: Route): Pattern[] => {
  const { path, kind } = route
  const formats = formatsOf(kind)
  const own = {
    route,
    path,
    last: /:(\w+)$/.exec(path)?.[1],
    fixed: /\.\w+$/.exec(path)?.[0],
    choice: createChoice(formats),
    choiceOfFields: createChoice(formats.slice(0, 1)),
  }
  if (own.last !== undefined || own.fixed !== undefined || path.endsWith('/')) return [own]
  return [own, ...formats.map(({ extension }) => ({ ...own, path: path + extension, fixed: extension }))]
}

/** One reading of an address. */
export type Reading = {
  route: Route
  wanted: Wanted
  choice: Choice
  /** The format that the extension names. */
  named: Format | undefined
  /** The format to answer in; undefined where none is acceptable. */
  format: Format | undefined
  /** The address without tracking parameters; undefined where only readers may send its parameters. */
  spelling: string | undefined
  /** The canonical spelling of the address; where its parameters are refused, the address as it was sent. */
  address: string
  /** The path and the canonical address of the same with other parameters in the path. */
  at: (params: Params) => { path: string; address: string }
  vary: string
}

/** Both readings of an address; `shorter` where its last segment ends in an extension. */
export type Readings = [whole: Reading, shorter?: Reading]

type Target = { target: string; accept: string | undefined }

/** The formats that a path without a query may be answered in: of the readings that `readTarget` finds, in their order. */
export const formatsIn = (
  { choice, last, fixed }: Pattern,
  params: Params,
  accept: string | undefined,
): Format[] => {
  const named = choice.named(fixed ?? (last === undefined ? '' : (params[last] ?? '')))
  const accepted = fixed === undefined ? choice.accepted(accept) : undefined
  return [accepted, named].filter((format) => format !== undefined)
}

/**
 * Reads an address. Where its last segment ends in an extension it has two readings, because the whole segment may be a
 * name too: a section may be headed `package.json`. Tracking parameters are ignored; for readers, all unknown ones are.
 */
export const readTarget = (pattern: Pattern, given: Params, { target, accept }: Target): Readings => {
  const { route, path, last, fixed } = pattern
  const clean = withoutParameters(target, isTracking)
  const query = parametersIn(clean)
  const hasFields = 'fields' in query
  const choice = hasFields ? pattern.choiceOfFields : pattern.choice

  const read = (params: Params, named: Format | undefined): Reading => {
    const format = named ?? choice.accepted(accept)
    const isForReaders = format?.isForReaders === true && !hasFields
    const asked = isForReaders
      ? withoutParameters(clean, (parameter) => !Object.hasOwn(route.parameters.shape, parameter))
      : clean
    const pathOf: Wanted['pathOf'] = (other) =>
      fill(path, other) + (fixed === undefined ? (named?.extension ?? '') : '')
    const wanted = { params, query: isForReaders ? parametersIn(asked) : query, isForReaders, pathOf }
    const search = route.canonicalQuery(wanted)
    const at: Reading['at'] = (other) => ({
      path: fill(path, other),
      address: pathOf(other) + (search ?? ''),
    })
    const address = search === undefined ? asked : at(params).address
    const isForAll = !isForReaders || route.canonicalQuery({ query, isForReaders: false }) === search
    const spelling = isForAll ? clean : undefined
    return { route, wanted, choice, named, format, spelling, address, at, vary: choice.vary(named) }
  }

  const name = last === undefined ? '' : (given[last] ?? '')
  const named = pattern.choice.named(fixed ?? name)
  if (fixed !== undefined) return [read(given, named)]
  const whole = read(given, undefined)
  if (last === undefined || named === undefined) return [whole]
  return [whole, read({ ...given, [last]: name.slice(0, -named.extension.length) }, named)]
}
