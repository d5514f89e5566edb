import { existsSync } from 'node:fs'
import { BadConfig, type Config, readConfig } from '../config.ts'
import { UserError } from './command.ts'

/** The settings of the environment, and of `.env` where it lies. Throws a UserError that names every bad one. */
export const readSettings = (): Config => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    return readConfig(process.env)
  } catch (error) {
    throw error instanceof BadConfig ? new UserError(error.message) : error
  }
}
