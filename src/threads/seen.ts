import type { Folder } from '../folder/folder.ts'
import type { Seen } from './messages.ts'

/** What is known of a folder, as threads tell each other. */
export const seenIn = (folder: Folder): Seen => {
  const { files, passedOver } = folder.seen()
  return {
    faults: folder.faults(),
    refused: folder.refused(),
    roots: folder.roots(),
    fileCount: files.size,
    links: passedOver.links,
    relations: folder.relations(),
    unusedTypes: folder.unusedTypes(),
  }
}
