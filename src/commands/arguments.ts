import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { nearest } from '../article/nearest.ts'
import { BadConfig, type Config, readConfig } from '../config.ts'
import { UserError } from './command.ts'

type Options = Record<string, { type: 'string' | 'boolean' }>

/** An option that is not given is left out. */
type Values<Given extends Options> = {
  [Name in keyof Given]?: Given[Name]['type'] extends 'boolean' ? boolean : string
}

/** The arguments of a command; `tooMany` is the message where there are more than `most`. */
type Takes<Given extends Options> = { command: string; options: Given; most: number; tooMany: string }

/** `-p` is most likely the option that begins with it. */
const nearestFlag = (flag: string, flags: string[]): string | undefined =>
  /^-\w$/.test(flag) ? flags.find((known) => known.startsWith(`-${flag}`)) : nearest(flag, flags)

const unknown = (command: string, flag: string, options: Options): UserError => {
  const flags = [...Object.keys(options), 'help'].map((name) => `--${name}`)
  const near = nearestFlag(flag, flags)
  const question = near === undefined ? '' : ` (did you mean ${near}?)`
  const list = flags.length === 1 ? 'its only option is' : 'its options are'
  return new UserError(`maqal ${command} has no option ${flag}${question}: ${list} ${flags.join(', ')}`)
}

/** Whether what follows an option is the next option and not its value: `-1` is a value, `-` is standard input. */
const isOption = (value: string): boolean => /^--?[a-z]/i.test(value)

/** The options and arguments of a command. Throws a UserError of one line that says what is wrong and what there is. */
export const readArguments = <const Given extends Options>(
  argv: string[],
  { command, options, most, tooMany }: Takes<Given>,
): { values: Values<Given>; positionals: string[] } => {
  const { values, positionals, tokens } = parseArgs({ args: argv, options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    if (!Object.hasOwn(options, name)) throw unknown(command, rawName, options)
    if (options[name]?.type === 'boolean') {
      if (value !== undefined) throw new UserError(`${rawName} takes no value`)
    } else if (value === undefined || value === '' || (!inlineValue && isOption(value))) {
      throw new UserError(`${rawName} needs a value, as in ${rawName}=VALUE`)
    }
  }
  if (positionals.length > most) throw new UserError(tooMany)
  return { values, positionals }
}

/** The options of commands that say of all files what these do not say. */
export const folderOptions = {
  outlet: { type: 'string' },
  language: { type: 'string' },
  strict: { type: 'boolean' },
} as const

/** The options of commands that replace a setting. */
export const settingOptions = {
  port: { type: 'string' },
  host: { type: 'string' },
  ...folderOptions,
} as const

/** The option of a command that writes to a database. */
export const databaseOption = { 'database-url': { type: 'string' } } as const

/** What `--help` says of these options. */
export const folderUsage = `  --outlet NAME      the outlet of articles whose files name none
  --language TAG     their language (BCP 47); guessed from the text otherwise
  --strict           refuses all that is not as a file of maqal is written`

/** The settings of options that are called otherwise: many systems set LANGUAGE for their own messages. */
const settingOf = (option: string): string =>
  option === 'language' ? 'ARTICLE_LANGUAGE' : option.toUpperCase().replaceAll('-', '_')

/**
 * The settings of the environment, and of `.env` if there is one; `given` are options of the command line. Throws a
 * UserError that names every bad one as it was given.
 */
export const readSettings = (given: Values<typeof settingOptions & typeof databaseOption> = {}): Config => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const options = new Map(Object.keys(given).map((option) => [settingOf(option), option]))
  const nameOf = (setting: string) => (options.has(setting) ? `--${options.get(setting)}` : setting)
  const values = Object.fromEntries(
    Object.entries(given).map(([option, value]) => [settingOf(option), String(value)]),
  )
  try {
    return readConfig({ ...process.env, ...values }, nameOf)
  } catch (error) {
    throw error instanceof BadConfig ? new UserError(error.message) : error
  }
}

/** The variable that says to a process that another reads the folder for it. */
export const followerMark = 'MAQAL_FOLLOWER'

/** Whether this process was started by one that reads the folder for it. */
export const isFollower = (): boolean => process.env[followerMark] !== undefined && process.send !== undefined
