import { existsSync } from 'node:fs'
import { BadConfig, type Config, readConfig } from '../config.ts'
import { UserError } from './command.ts'

/** The options of commands that stand for a setting, and go before it. */
export const settingOptions = { port: { type: 'string' }, host: { type: 'string' } } as const

type Given = { [Name in keyof typeof settingOptions]?: string }

/**
 * The settings of the environment, and of `.env` where it lies; `given` are options of the command line. Throws a
 * UserError that names every bad one as it was given.
 */
export const readSettings = (given: Given = {}): Config => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const options = new Map(Object.entries(given).map(([name, value]) => [name.toUpperCase(), value]))
  const nameOf = (setting: string) => (options.has(setting) ? `--${setting.toLowerCase()}` : setting)
  try {
    return readConfig({ ...process.env, ...Object.fromEntries(options) }, nameOf)
  } catch (error) {
    throw error instanceof BadConfig ? new UserError(error.message) : error
  }
}
