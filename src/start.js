#!/usr/bin/env node
/**
 * Starts `main.ts`, and is JavaScript so that what it loads is kept compiled from the first file on: Node keeps compiled
 * code between starts, but loads its TypeScript compiler for any file that it meets before it is told to.
 */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./main.ts')
