/** The thread that searches: it reads the index on a connection of its own and makes whole answers. */
import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { formats } from '../formats/formats.ts'
import { Problem } from '../http/problem.ts'
import { Unavailable } from '../library/library.ts'
import { openSnapshot } from '../library/sqlite/snapshot.ts'
import { represent, type SearchWanted, type World } from '../routes/represent.ts'
import { toRoute } from '../routes/route.ts'
import { searchRow } from '../routes/search.ts'
import type { FromSearcher, ToSearcher } from './messages.ts'
import { giveWay, niceness } from './priority.ts'

giveWay(niceness.searching)
const route = toRoute('search', searchRow)
const snapshot = openSnapshot((workerData as { path: string }).path)
const { library } = snapshot
const running = new Map<number, AbortController>()

const tell = (message: FromSearcher, moved: ArrayBuffer[] = []): void =>
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
  parentPort?.postMessage(message, moved)

const make = (
  { format: name, site, siteName, cacheControl, origins, varyOfAll, ...wanted }: SearchWanted,
  signal: AbortSignal,
) => {
  const format = formats.find((one) => one.name === name)
  if (format === undefined) throw new Error(`There is no format ${name}`)
  const world: World = {
    library,
    site,
    siteName: async (onDue) => {
      onDue?.(siteName.due)
      return siteName.name
    },
    cacheControl,
    origins,
    ...(varyOfAll !== undefined && { vary: varyOfAll }),
  }
  return represent(route, { ...wanted, format, pathOf: () => '', signal }, world)
}

const search = async (id: number, wanted: SearchWanted): Promise<void> => {
  const controller = new AbortController()
  running.set(id, controller)
  const revision = snapshot.revision()
  try {
    const made = await make(wanted, controller.signal)
    const { buffer } = made.identity.bytes
    if (revision !== snapshot.revision()) tell({ kind: 'answer', id, made: undefined, revision })
    else tell({ kind: 'answer', id, made, revision }, buffer instanceof ArrayBuffer ? [buffer] : [])
  } catch (error) {
    if (error instanceof Problem) {
      const { problem, message: detail, extras, headers } = error
      tell({ kind: 'problem', id, problem, detail, parts: { ...extras, headers } })
    } else tell({ kind: 'failed', id, error, isUnavailable: error instanceof Unavailable })
  } finally {
    running.delete(id)
  }
}

parentPort?.on('message', (message: ToSearcher) => {
  if (message.kind === 'search') void search(message.id, message.wanted)
  else if (message.kind === 'cancel') running.get(message.id)?.abort()
  else if (message.kind === 'close') {
    snapshot.close()
    parentPort?.close()
  } else {
    if (message.kind === 'advance') snapshot.advance(message.touched)
    else snapshot.renew()
    tell({ kind: 'done' })
  }
})
tell({ kind: 'ready' })
flushCompileCache()
