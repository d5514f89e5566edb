/** Whether so little is in a folder that it is read before a thread that reads it would have started. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { largestSmall, mostSmall } from './limits.ts'

/** A link to a folder, and what cannot be read, may lead to more than is seen here. */
export const isSmall = (root: string): boolean => {
  const folders = [root]
  let [count, bytes] = [0, 0]
  try {
    for (const folder of folders) {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name)
        const stat = statSync(path)
        count += 1
        if (entry.isDirectory()) folders.push(path)
        else if (stat.isDirectory()) return false
        else bytes += stat.size
        if (count > mostSmall || bytes > largestSmall) return false
      }
    }
    return true
  } catch {
    return false
  }
}
