/** Keeps representations on the disk, as long as their article is as it was. */
import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { AnswerPlace, Answers, KeptAnswer, KeptBytes } from '../library/library.ts'
import { owned } from './body.ts'
import {
  keepPause,
  longestDecoded,
  mostFacts,
  mostKeptAtOnce,
  mostWaiting,
  recentAddresses,
} from './limits.ts'
import type { Coding } from './negotiate.ts'
import {
  isWorthCoding,
  type Representation,
  restoreRepresentation,
  type Variant,
  variantOf,
} from './representation.ts'

/** What many representations have alike. */
type Facts = {
  headers: string[]
  contentType: string
  isCompressed: boolean
  params: Record<string, string> | undefined
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

/** A coding holds the identity too: that is read from it where it is short, which takes less than what keeping both does. */
const toKept = (place: AnswerPlace, made: Representation): KeptAnswer | undefined => {
  const { article, revision, identity, coded, headers, contentType, isCompressed, params } = made
  if (article === null || revision === undefined) return undefined
  const isHeld = (coded.br ?? coded.gzip) !== undefined && identity.bytes.length <= longestDecoded
  const facts: Facts = { headers, contentType, isCompressed, params }
  return {
    ...place,
    article,
    revision,
    tag: identity.etag,
    facts: JSON.stringify(facts),
    identity: isHeld ? null : identity.bytes,
    br: coded.br?.bytes ?? null,
    gzip: coded.gzip?.bytes ?? null,
  }
}

/** Undefined where what is kept is damaged. */
const identityOf = ({ identity, br, gzip }: KeptAnswer): Buffer | undefined => {
  if (identity !== null) return bufferOf(identity)
  try {
    if (br !== null) return owned(brotliDecompressSync(br))
    return gzip === null ? undefined : owned(gunzipSync(gzip))
  } catch {
    return undefined
  }
}

/** Makes the function that reads facts, those that it has read lately without parsing them. */
const createFactsReader = () => {
  const known = new Map<string, Facts>()
  return (text: string): Facts => {
    const facts = known.get(text) ?? (JSON.parse(text) as Facts)
    if (known.size >= mostFacts) known.clear()
    known.set(text, facts)
    return facts
  }
}

const fromKept = (kept: KeptAnswer, facts: Facts): Representation | undefined => {
  const { format, article, revision, tag, br, gzip } = kept
  const held = { identity: identityOf(kept), br: br && bufferOf(br), gzip: gzip && bufferOf(gzip) }
  return restoreRepresentation({
    ...facts,
    tag,
    format,
    article,
    revision,
    bytes: (['identity', 'br', 'gzip'] as const).flatMap((coding) => {
      const bytes = held[coding]
      return bytes ? [{ coding, bytes }] : []
    }),
  })
}

/** FNV-1a, of 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
  return hash >>> 0
}

/**
 * Makes the function that says whether a text is among the last so many that it was asked about: rarely of one that is not, since
 * it remembers hashes.
 */
const createRecent = (slots: number) => {
  const [hashes, turns] = [new Uint32Array(slots), new Float64Array(slots)]
  let turn = 0
  return (text: string, most: number): boolean => {
    const hash = hashOf(text)
    const slot = hash % slots
    const isRecent = hashes[slot] === hash && turn - (turns[slot] ?? 0) < most
    hashes[slot] = hash
    turns[slot] = turn
    turn += 1
    return isRecent
  }
}

/** Where an answer is kept. */
type Place = { address: string; format: string }

/** An answer that waits to be kept. */
type Waiting = { place: AnswerPlace; made: Representation }

/** A representation that is being coded is kept with its coding. */
const isWhole = ({ made: { coding } }: Waiting): boolean =>
  coding.br === undefined && coding.gzip === undefined

/** `dependsOn` says what representations depend on besides articles and code. */
export const createDisk = (answers: Answers, dependsOn: () => unknown) => {
  const state = { digest: undefined as string | undefined, waiting: new Map<string, Waiting>() }
  const factsIn = createFactsReader()

  const digestNow = (): string =>
    (state.digest ??= createHash('sha256')
      .update(answers.digestOfCode())
      .update(JSON.stringify(dependsOn()))
      .digest('base64url'))

  const keepWaiting = (): void => {
    const some = [...state.waiting].filter(([, waiting]) => isWhole(waiting)).slice(0, mostKeptAtOnce)
    if (answers.keep(some.flatMap(([, { place, made }]) => toKept(place, made) ?? [])))
      for (const [name] of some) state.waiting.delete(name)
    if (state.waiting.size > 0) setTimeout(keepWaiting, keepPause).unref()
  }

  const isCurrent = (kept: Pick<KeptAnswer, 'article' | 'revision'>): boolean =>
    answers.revisionOf(kept.article) === kept.revision

  const findBytes = (place: Place, coding: Coding): KeptBytes | undefined => {
    const kept = answers.findBytes({ ...place, digest: digestNow() }, coding)
    return kept && isCurrent(kept) ? kept : undefined
  }

  return {
    find(address: string, format: string): Representation | undefined {
      const kept = answers.find({ address, format, digest: digestNow() })
      return kept && isCurrent(kept) ? fromKept(kept, factsIn(kept.facts)) : undefined
    },
    /**
     * The variant that is sent where a large body would be in this coding, read alone; 'unmade' where the coding is yet to be
     * made.
     */
    findVariant(place: Place, coding: Coding, mayBeIdentity: boolean): Variant | 'unmade' | undefined {
      const kept = findBytes(place, coding)
      if (kept === undefined) return undefined
      const facts = factsIn(kept.facts)
      const variantIn = (sent: Coding, bytes: Uint8Array): Variant =>
        variantOf(facts, kept.tag, { coding: sent, bytes: bufferOf(bytes) })
      if (kept.bytes !== null) return variantIn(coding, kept.bytes)
      const bytes = coding === 'identity' || !mayBeIdentity ? null : findBytes(place, 'identity')?.bytes
      if (!bytes) return 'unmade'
      const identity = variantIn('identity', bytes)
      return isWorthCoding({ identity, isCompressed: facts.isCompressed }) ? 'unmade' : identity
    },
    /** Whether an address was asked about here lately: what is asked once does not take the place of what is asked often. */
    isRecent: createRecent(recentAddresses),
    /** To be called when what representations depend on is another. */
    renew: (): void => void (state.digest = undefined),
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
      state.waiting.set(name, { place, made })
    },
  }
}

export type Disk = ReturnType<typeof createDisk>
