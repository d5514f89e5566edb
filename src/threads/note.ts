/** A note in memory that outlives the thread that wrote it. */

/** A file, and the stamp at which it was read. */
export type Noted = { file: string; stamp: string }

/** Bytes of a note: a path has at most 4,096. */
const room = 16_384
const lengthAt = 0
const textAt = 4

export const newNote = (): SharedArrayBuffer => new SharedArrayBuffer(room)

/** Makes the function that replaces a note. One that is too long is none. */
export const createNoting = (note: SharedArrayBuffer) => {
  const length = new Int32Array(note, lengthAt, 1)
  const bytes = new Uint8Array(note, textAt)
  const encoder = new TextEncoder()
  return (noted: Noted | undefined): void => {
    length[0] = 0
    if (noted === undefined) return
    const text = JSON.stringify([noted.file, noted.stamp])
    const { read, written } = encoder.encodeInto(text, bytes)
    if (read === text.length) length[0] = written
  }
}

export const readNote = (note: SharedArrayBuffer): Noted | undefined => {
  const [length = 0] = new Int32Array(note, lengthAt, 1)
  if (length === 0) return undefined
  const [file, stamp] = JSON.parse(Buffer.from(note, textAt, length).toString()) as [string, string]
  return { file, stamp }
}
