/** What an address of a database says of the way there, as libpq reads it. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'

const usualPort = 5432

type CheckHost = (name: string, certificate: PeerCertificate) => Error | undefined

/** What a host is to be, as libpq names it. */
const wantable = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const

export type WantedHost = (typeof wantable)[number]

export type Way = {
  /** The address without that. */
  url: string
  /** Lists, which `postgres` takes, though its types do not say so. */
  host?: string
  port?: number
  /** A socket of this machine. */
  path?: string
  ssl?: { ca?: Buffer; checkServerIdentity?: CheckHost }
}

/** `postgres` reads neither an IPv6 address nor a folder of sockets. */
const hostsIn = (names: string, ports: string): Pick<Way, 'host' | 'port' | 'path'> => {
  if (names === '') return {}
  const all = names.split(',').map((name, at) => {
    const [, ip, host = ip ?? '', port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(name) ?? [name, name]
    return { host, port: Number(port ?? ports.split(',')[at] ?? '') || usualPort }
  })
  const [first] = all
  if (first?.host.startsWith('/') === true) return { path: `${first.host}/.s.PGSQL.${first.port}` }
  const lists = { host: all.map(({ host }) => host), port: all.map(({ port }) => port) }
  return lists as unknown as { host: string; port: number }
}

/** Where a host is an IP address, Node is told no name and would ask for `localhost`. */
const createCheck =
  (hosts: readonly string[]): CheckHost =>
  (name, certificate) => {
    const asked = hosts.includes(name) ? [name] : hosts.filter((host) => isIP(host) > 0)
    const faults = asked.map((host) => checkServerIdentity(host, certificate))
    return faults.includes(undefined) ? undefined : faults[0]
  }

/** `file` is that of the authorities that are trusted; only `verify-full` asks for the name of the host. */
const trustIn = (file: string, mode: string, hosts: readonly string[]): Pick<Way, 'ssl'> => {
  const own = file === '' || file === 'system' ? {} : { ca: readFileSync(file) }
  if (mode === 'verify-full' || file === 'system')
    return { ssl: { ...own, checkServerIdentity: createCheck(hosts) } }
  const isChecked = mode === 'verify-ca' || (mode === 'require' && file !== '')
  return isChecked ? { ssl: { ...own, checkServerIdentity: () => undefined } } : {}
}

export const wayTo = (address: string): Way & { wanted?: WantedHost | undefined } => {
  const [, scheme = '', user = '', authority = '', path = '', query = ''] =
    /^(\w+:\/\/)([^/?]*@)?([^/?]*)([^?]*)\??(.*)$/.exec(address) ?? []
  const given = new URLSearchParams(query)
  const take = (name: string): string => {
    const value = given.get(name) ?? ''
    given.delete(name)
    return value
  }
  const attributes = take('target_session_attrs')
  const wanted = wantable.find((each) => each === attributes)
  if (attributes !== '' && wanted === undefined)
    throw new Error(`target_session_attrs is one of ${wantable.join(', ')}`)
  const hosts = hostsIn(take('host') || decodeURIComponent(authority), take('port'))
  const trust = trustIn(take('sslrootcert'), given.get('sslmode') ?? '', [hosts.host ?? []].flat())
  const place = authority === '' || 'host' in hosts || 'path' in hosts ? 'localhost' : authority
  return { url: `${scheme}${user}${place}${path}?${String(given)}`, ...hosts, ...trust, wanted }
}
