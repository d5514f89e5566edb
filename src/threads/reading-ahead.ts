/** The thread that reads files beside the one that writes, and makes what the search index has of them. */
import { extname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { type FileReading, readArticle } from '../folder/read.ts'
import { createIndexedWords } from '../library/sqlite/words.ts'
import { sources } from '../sources/sources.ts'
import { type AheadStart, type ChunksToRead, type ReadChunk, takeChunk } from './chunks.ts'

const { root, settings } = workerData as AheadStart
const indexedWords = createIndexedWords()

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the rule is for windows, this is a thread
const tell = (message: ReadChunk): void => parentPort?.postMessage(message)

const read = async (file: string): Promise<FileReading | undefined> => {
  const extension = extname(file).toLowerCase()
  const source = await sources.find(({ extensions }) => extensions.includes(extension))?.load()
  if (source === undefined) return undefined
  const reading = readArticle(root, file, { source, settings })
  return reading.kind === 'article' ? { ...reading, words: indexedWords(reading.article) } : reading
}

const readChunks = async ({ batch, chunks, taken }: ChunksToRead): Promise<void> => {
  for (const [index, files] of chunks.entries()) {
    if (!takeChunk(taken, index)) continue
    const readings: ReadChunk['readings'] = []
    for (const file of files) readings.push(await read(file))
    tell({ batch, index, readings })
  }
}

let last = Promise.resolve()
parentPort?.on('message', (asked: ChunksToRead) => {
  last = last.then(() => readChunks(asked))
})
