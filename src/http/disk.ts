/** Keeps representations on the disk, as long as their article is as it was. */
import { createHash } from 'node:crypto'
import type { AnswerPlace, Answers, KeptAnswer } from '../library/library.ts'
import { keepPause, mostKeptAtOnce, mostWaiting } from './limits.ts'
import { type Representation, restoreRepresentation } from './representation.ts'

type Facts = {
  tag: string
  headers: string[]
  contentType: string
  isCompressed: boolean
  params: Record<string, string> | undefined
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

const toKept = (place: AnswerPlace, made: Representation): KeptAnswer | undefined => {
  const { article, revision, identity, coded, headers, contentType, isCompressed, params } = made
  if (article === null || revision === undefined) return undefined
  const facts: Facts = { tag: identity.etag, headers, contentType, isCompressed, params }
  return {
    ...place,
    article,
    revision,
    facts: JSON.stringify(facts),
    identity: identity.bytes,
    br: coded.br?.bytes ?? null,
    gzip: coded.gzip?.bytes ?? null,
  }
}

const fromKept = ({ format, article, revision, facts, ...bytes }: KeptAnswer): Representation | undefined =>
  restoreRepresentation({
    ...(JSON.parse(facts) as Facts),
    format,
    article,
    revision,
    bytes: (['identity', 'br', 'gzip'] as const).flatMap((coding) => {
      const held = bytes[coding]
      return held === null ? [] : [{ coding, bytes: bufferOf(held) }]
    }),
  })

/** `dependsOn` says what representations depend on besides articles and code. */
export const createDisk = (answers: Answers, dependsOn: () => unknown) => {
  const state = { text: '', digest: '', waiting: new Map<string, () => KeptAnswer | undefined>() }

  const digestNow = (): string => {
    const text = JSON.stringify(dependsOn())
    if (text !== state.text) {
      const digest = createHash('sha256').update(answers.digestOfCode()).update(text).digest('base64url')
      Object.assign(state, { text, digest })
    }
    return state.digest
  }

  const keepWaiting = (): void => {
    const some = [...state.waiting].slice(0, mostKeptAtOnce)
    if (answers.keep(some.flatMap(([, kept]) => kept() ?? [])))
      for (const [name] of some) state.waiting.delete(name)
    if (state.waiting.size > 0) setTimeout(keepWaiting, keepPause).unref()
  }

  return {
    find(address: string, format: string): Representation | undefined {
      const kept = answers.find({ address, format, digest: digestNow() })
      return kept && answers.revisionOf(kept.article) === kept.revision ? fromKept(kept) : undefined
    },
    /** Keeps it a moment later, with the codings that it has then. */
    keep(address: string, made: Representation): void {
      const name = `${made.format} ${address}`
      if (
        made.article === null ||
        made.due !== Infinity ||
        (state.waiting.size >= mostWaiting && !state.waiting.has(name))
      )
        return
      const place = { address, format: made.format, digest: digestNow() }
      if (state.waiting.size === 0) setTimeout(keepWaiting, keepPause).unref()
      state.waiting.set(name, () => toKept(place, made))
    },
  }
}

export type Disk = ReturnType<typeof createDisk>
