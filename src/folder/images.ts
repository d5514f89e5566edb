/** Checks that images which an article names by a path are in the folder. */
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Fault } from '../sources/fault.ts'
import type { LocalImage } from '../sources/source.ts'
import { isBelow } from '../disk.ts'
import { mostMissingImages } from './limits.ts'

/** The decoded path of an address, without query and fragment; undefined where it cannot be decoded. */
const pathIn = (url: string): string | undefined => {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, ''))
  } catch {
    return undefined
  }
}

/** A path that begins with a slash begins at the folder, any other at the file. */
const isThere = (root: string, file: string, url: string): boolean => {
  const path = pathIn(url)
  if (path === undefined || path.includes('\0')) return false
  const place = path.startsWith('/') ? join(root, path) : join(root, dirname(file), path)
  try {
    return isBelow(place, root) && statSync(place).isFile()
  } catch {
    return false
  }
}

/** A warning for each image that is not there. */
export const missingImages = (root: string, file: string, images: readonly LocalImage[]): Fault[] =>
  images
    .filter(({ url }) => !isThere(root, file, url))
    .slice(0, mostMissingImages)
    .map(({ url, path, line, column }) => ({
      file,
      line,
      column,
      path,
      problem: `is ${JSON.stringify(url)}, and the folder has no such file`,
      hint: 'put the image there, give its whole address, or say in "url" where the outlet published the article',
    }))
