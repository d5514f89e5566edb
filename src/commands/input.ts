import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { UserError } from './command.ts'

/** The most bytes that are read of any document; what reads it may allow less. */
const largest = 25_000_000

/** A document as messages name it. */
export const nameOf = (file: string): string => (file === '-' ? 'Standard input' : file)

const tooLarge = (file: string): UserError => new UserError(`${nameOf(file)} has more than ${largest} bytes`)

const readInput = async (): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > largest) throw tooLarge('-')
  }
  return Buffer.concat(chunks)
}

const readBytes = (file: string): Buffer => {
  const descriptor = openSync(file, 'r')
  try {
    const stat = fstatSync(descriptor)
    if (stat.isDirectory()) throw new UserError(`${file} is a folder: name one file`)
    if (stat.size > largest) throw tooLarge(file)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The bytes of a file, or of standard input for `-`. Throws a UserError where it cannot be read, or is too large. */
export const readDocument = async (file: string): Promise<Buffer> => {
  try {
    return file === '-' ? await readInput() : readBytes(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (typeof code !== 'string') throw error
    throw new UserError(
      code === 'ENOENT' ? `There is no file ${file}` : `${nameOf(file)} cannot be read: ${code}`,
    )
  }
}
