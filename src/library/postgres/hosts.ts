/** Which of the hosts of an address is asked: the first that is what the address wants. */
import postgres from 'postgres'
import { Unavailable } from '../library.ts'
import { type Way, wayTo, type WantedHost } from './address.ts'
import { hostPatience } from './limits.ts'

type Kind = { isStandby: boolean; isReadOnly: boolean }

const isWanted: Record<WantedHost, (kind: Kind) => boolean> = {
  any: () => true,
  'read-write': ({ isReadOnly }) => !isReadOnly,
  'read-only': ({ isReadOnly }) => isReadOnly,
  primary: ({ isStandby }) => !isStandby,
  standby: ({ isStandby }) => isStandby,
  'prefer-standby': ({ isStandby }) => isStandby,
}

/** Asks a host what it is. Rejects where it does not say so in time. */
const askKind = async ({ url, ...way }: Way): Promise<Kind> => {
  const sql = postgres(url, {
    ...way,
    max: 1,
    fetch_types: false,
    connect_timeout: hostPatience / 1000,
    connection: { application_name: 'maqal' },
    onnotice: () => {},
  })
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Unavailable('The database did not answer in time')),
    hostPatience,
  )
  try {
    const asked = sql.unsafe(
      `SELECT pg_is_in_recovery() AS is_standby, current_setting('transaction_read_only') = 'on' AS is_read_only`,
    )
    const [row] = await Promise.race([asked, late.promise])
    return { isStandby: row?.['is_standby'] === true, isReadOnly: row?.['is_read_only'] === true }
  } finally {
    clearTimeout(timer)
    sql.end({ timeout: 0 }).catch(() => {})
  }
}

/** One way for each host of an address. */
const waysOf = ({ host, port, ...way }: Way): Way[] => {
  const [hosts, ports] = [[host ?? []].flat(), [port ?? []].flat()]
  if (hosts.length === 0) return [way]
  return hosts.map((name, index) => ({ ...way, host: name, port: ports[index] ?? 0 }))
}

/**
 * `postgres` itself tries the hosts in turn as fast as it can and says of none why it fails, does without a standby only where there
 * is one, and has the process end where a connection is lost while it asks for what it is connected to.
 */
export const hostsOf = (address: string, otherwise: WantedHost = 'any') => {
  const { wanted: given, ...all } = wayTo(address)
  const ways = waysOf(all)
  const wanted = given ?? (ways.length > 1 ? otherwise : 'any')
  const [only = all] = ways

  /** All are asked at once, and waited for in their order. */
  const choose = async (): Promise<Way> => {
    const asked = ways.map((way) => ({
      way,
      kind: askKind(way).catch((error: unknown) => ({ error })),
    }))
    let other: Way | undefined
    let failed: unknown
    for (const { way, kind } of asked) {
      const answer = await kind
      if ('error' in answer) failed ??= answer.error
      else if (isWanted[wanted](answer)) return way
      else other ??= way
    }
    if (other !== undefined && wanted === 'prefer-standby') return other
    throw failed ?? new Unavailable(`No host of the database is what its address wants: ${wanted}`)
  }

  const isChosen = ways.length > 1 || wanted !== 'any'
  return { isChosen, way: isChosen ? choose : async (): Promise<Way> => only }
}
