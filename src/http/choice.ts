import type { Format } from '../formats/format.ts'
import { type Coding, negotiateCoding, negotiateType, rememberHeader } from './negotiate.ts'
import { Problem } from './problem.ts'
import { isWorthCoding, type Representation } from './representation.ts'

export const notAcceptable = (detail: string, available: readonly string[], vary: string): Problem =>
  new Problem('not-acceptable', detail, { available: [...available], headers: { vary } })

/** The forms of a resource, and how one is chosen: by the extension of the address, which wins, or by Accept. */
export const createChoice = (all: readonly Format[]) => {
  const byAccept = all.filter(({ isByExtensionOnly }) => isByExtensionOnly !== true)
  const byType = new Map(byAccept.map((format) => [format.mediaType, format]))
  const byExtension = new Map(all.map((format) => [format.extension, format]))
  const offers = [...byType.keys()]
  const isNegotiated = offers.length > 1
  const negotiate = rememberHeader((accept) => negotiateType(accept, offers))

  /** RFC 9110 §12.5.5: the same for every answer of an address. */
  const vary = (named: Format | undefined): string =>
    isNegotiated && named === undefined ? 'Accept, Accept-Encoding' : 'Accept-Encoding'

  return {
    vary,
    has: (format: Format): boolean => byExtension.has(format.extension),
    /** The format that a name such as `x.json` asks for. */
    named(name: string): Format | undefined {
      const dot = name.lastIndexOf('.')
      return dot < 0 ? undefined : byExtension.get(name.slice(dot))
    },
    /** The format for an Accept header, or undefined where none is acceptable. */
    accepted: (accept: string | undefined): Format | undefined =>
      isNegotiated ? byType.get(negotiate(accept) ?? '') : byAccept[0],
    refusal: (): Problem =>
      notAcceptable(`The request accepts none of ${offers.join(', ')}.`, offers, vary(undefined)),
  }
}

export type Choice = ReturnType<typeof createChoice>

type Header = string | string[] | undefined

const joined = (header: Header): string | undefined => (Array.isArray(header) ? header.join(', ') : header)

/** How the coding is chosen by an Accept-Encoding header. */
export const createCodingChoice = () => {
  const large = rememberHeader((header) => negotiateCoding(header, ['br', 'gzip', 'identity']))
  const identity = rememberHeader((header) => negotiateCoding(header, ['identity']) !== undefined)
  const acceptsIdentity = (header: Header): boolean => identity(joined(header))
  return {
    acceptsIdentity,
    /** The coding of a large body; undefined where none is acceptable. */
    codingOfLarge: (header: Header): Coding | undefined => large(joined(header)),
    /** Undefined where none is acceptable; small bodies go as they are. */
    codingOf: (made: Representation, header: Header): Coding | undefined =>
      !isWorthCoding(made) && acceptsIdentity(header) ? 'identity' : large(joined(header)),
  }
}
