#!/usr/bin/env node
/**
 * Starts `main.ts`. It is JavaScript that any Node can read: an older one says that it is too old, and this one keeps
 * compiled code from the first file on (it loads its TypeScript compiler for any file that it meets before it is told to).
 */
const oldest = 24
const { node } = process.versions

if (Number.parseInt(node, 10) < oldest) {
  process.stderr.write(
    `maqal needs Node ${oldest} or newer; this is ${node}. Install it from https://nodejs.org, or run maqal through npm in its checkout, which brings its own\n`,
  )
  process.exitCode = 1
} else {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  await import('./main.ts')
}
