/** The origin of absolute links where no PUBLIC_URL is set. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** The hosts that mean every address of a machine, as the URL Standard writes them; the last one is 0.0.0.0 in IPv6. */
const wildcards = new Set(['0.0.0.0', '[::]', '[::ffff:0:0]'])

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** Whether a host to listen on means every address, in any spelling: `0.0.0.0`, `0`, `::`, `0:0::0`. */
export const isWildcard = (host: string): boolean =>
  wildcards.has(URL.parse(`http://${bracketed(host)}`)?.hostname ?? '')

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** The origin of a server that listens on a host. Nobody can follow a link to a wildcard address. */
export const originOf = (host: string, port: number, scheme = 'http'): string =>
  `${scheme}://${isWildcard(host) ? 'localhost' : bracketed(host)}:${port}`

/** The name of a server that listens on these addresses, of which none is a wildcard. */
const nameOf = (addresses: readonly string[], host: string | undefined): string => {
  const [first = 'localhost', ...others] = addresses
  const isLocal = addresses.every(isLoopback)
  const isTrue = host !== undefined && !isWildcard(host) && (host !== 'localhost' || isLocal)
  if (isTrue) return host
  return isLocal && others.length > 0 ? 'localhost' : first
}

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null

/**
 * Where a server listens: its origin, and whether that is only a guess because it listens on every address; undefined
 * where it listens on no port. `host` is what it was told to listen on, where that is known.
 */
export const listeningAt = (
  app: FastifyInstance,
  host: string | undefined,
): { origin: string; isGuess: boolean } | undefined => {
  const [first, ...others] = app.addresses().filter(isAddress)
  if (first === undefined) return undefined
  const addresses = [first, ...others].map(({ address }) => address)
  const isGuess = addresses.some(isWildcard)
  const name = isGuess ? 'localhost' : nameOf(addresses, host)
  const { https } = app.initialConfig
  return {
    origin: originOf(name, first.port, https === undefined || https === false ? 'http' : 'https'),
    isGuess,
  }
}
