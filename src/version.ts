import { readFileSync } from 'node:fs'

/** Asked for by name, for in the package this file is part of another. */
const address = new URL(import.meta.resolve('maqal/package.json'))

const manifest = JSON.parse(readFileSync(address, 'utf8')) as { version: string }

/** The version of maqal, from its package.json. */
export const { version } = manifest
