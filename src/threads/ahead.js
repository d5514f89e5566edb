/** Starts the thread that reads files ahead, in the checkout and in the package. It is JavaScript for the reason that start.js is. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./reading-ahead.ts')
