/** What the thread that answers requests and the other threads tell each other. */
import type { Fault } from '../article/answers.ts'
import type { Roots } from '../folder/attachments.ts'
import type { Report } from '../folder/report.ts'
import type { GivenSettings } from '../folder/settings.ts'
import type { Blame, Known } from '../folder/state.ts'
import type { ProblemName, ProblemParts } from '../http/problem.ts'
import type { Representation } from '../http/representation.ts'
import type { OpenIndex } from '../library/sqlite/database.ts'
import type { KeptAnswer, Touched } from '../library/library.ts'
import type { SearchWanted } from '../routes/represent.ts'

/** What the writer begins with. */
export type WriterStart = {
  held: OpenIndex
  folder: string
  given: GivenSettings
  /** Bytes of answers that may be kept on the disk. */
  mostAnswers: number
  /** Whether the index is answered from already. */
  isServed: boolean
  /** What was seen of the folder by a thread before this one. */
  known: Known | undefined
  /** Files at which a thread before this one ran out of memory. */
  blamed: Blame
  /** Where this one notes the file that it reads, for the case that it runs out of memory. */
  note: SharedArrayBuffer
}

/** What is known of the folder. */
export type Seen = {
  faults: Fault[]
  refused: Known['refused']
  roots: Roots
  /** How many article files there are, links that cannot be followed, and how many files of each other type. */
  fileCount: number
  links: Fault[]
  relations: Fault[]
  unusedTypes: Map<string, number>
}

/** An error as it crosses threads: `hint` is that of an index that cannot be used. */
export type Failure = { error: unknown; hint?: string }

export type FromWriter =
  | { kind: 'rebuild'; why: string; news: { isMemoryLost: boolean } }
  /** The first look has ended; `touched` are the articles that it changed where the index was served. */
  | { kind: 'opened'; seen: Seen; report: Report; touched: Touched }
  /** A later look found something new; to be answered when nothing is read from an older state. */
  | { kind: 'changed'; seen: Seen; report: Report; touched: Touched }
  /** The journal was copied to the database and has so many bytes; to be answered when it is let go of. */
  | { kind: 'copied'; journal: number }
  /** Answers were kept, or dropped for want of room. */
  | { kind: 'kept' }
  | ({ kind: 'error' } & Failure)
  | ({ kind: 'failed' } & Failure)

export type ToWriter =
  | { kind: 'watch'; interval: number }
  | { kind: 'look' }
  /** What was asked is done. */
  | { kind: 'done' }
  /** Answers to be kept on the disk. */
  | { kind: 'keep'; answers: readonly KeptAnswer[] }
  | { kind: 'close' }

export type ToSearcher =
  | { kind: 'search'; id: number; wanted: SearchWanted }
  /** Nobody waits for a search any more. */
  | { kind: 'cancel'; id: number }
  /** As of a snapshot; to be answered when it is done. */
  | { kind: 'advance'; touched: Touched }
  | { kind: 'renew' }
  | { kind: 'close' }

export type FromSearcher =
  | { kind: 'ready' }
  /** The answer at a state of the index; no answer where that changed meanwhile. */
  | { kind: 'answer'; id: number; made: Representation | undefined; revision: number }
  | { kind: 'problem'; id: number; problem: ProblemName; detail: string; parts: ProblemParts }
  | { kind: 'failed'; id: number; error: unknown; isUnavailable: boolean }
  | { kind: 'done' }

/** What the process that writes tells one that answers; those that count a `turn` are to be answered. */
export type ToFollower =
  | { kind: 'index'; path: string; isTemporary: boolean; seen: Seen }
  /** It may answer: nothing that it reads is newer than what the others read. */
  | { kind: 'answer' }
  /** Nothing is answered until it has advanced. */
  | { kind: 'pause'; turn: number }
  | { kind: 'advance'; turn: number; touched: Touched; seen: Seen }
  | { kind: 'renew'; turn: number }
  | { kind: 'seen'; seen: Seen }
  | { kind: 'kept' }
  /** To stop; a second time, at once. */
  | { kind: 'stop'; signal: NodeJS.Signals }

export type FromFollower =
  | { kind: 'ready' }
  /** The index is open, as of a revision. */
  | { kind: 'opened'; revision: number }
  | { kind: 'done'; turn: number }
  | { kind: 'keep'; answers: readonly KeptAnswer[] }
