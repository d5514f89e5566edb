/** What the first look at a folder asks of others that read files for it. */
import type { FileReading, ReadingSettings } from './read.ts'

/** Files that are read here and elsewhere at the same time. */
export type SharedBatch = {
  /** All files of the batch: first those that are to be read here, then those that were read elsewhere or are being read there. */
  files: () => Iterable<string>
  /** Of a file that is read elsewhere; undefined where it is to be read here. */
  reading: (file: string) => Promise<FileReading | undefined> | undefined
}

export type ReadingAhead = {
  /** Begins a batch: files with their stamps. */
  begin: (files: ReadonlyMap<string, string>) => SharedBatch
  close: () => void
}

/** Starts what reads the files below `root`, its real path; undefined where that would not help. */
export type StartReading = (root: string, settings: ReadingSettings) => ReadingAhead | undefined
