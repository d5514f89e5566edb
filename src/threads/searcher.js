/** Starts the thread that searches, in the checkout and in the package. It is JavaScript for the reason that start.js is. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./searching.ts')
