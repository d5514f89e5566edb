import { readFileSync } from 'node:fs'

/** Resolved by the name of the package, because the bundle moves this file. */
const address = new URL(import.meta.resolve('maqal/package.json'))

const manifest = JSON.parse(readFileSync(address, 'utf8')) as { version: string }

/** The version of maqal, from its package.json. */
export const { version } = manifest
