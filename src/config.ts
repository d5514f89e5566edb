import { z } from 'zod'

/** A list of values split at commas. */
const split = (value: string): string[] => value.split(',').map((part) => part.trim())

const isOrigin = (value: string): boolean =>
  value === '*' || (URL.canParse(value) && new URL(value).origin === value)

const isPublicUrl = (value: string): boolean => {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return false
  const { search, hash, username, password } = new URL(value)
  return `${search}${hash}${username}${password}` === ''
}

const wholeNumber = (most: number) => {
  const allowed = `a whole number from 1 to ${most}`
  return z
    .string()
    .regex(/^\d{1,15}$/, allowed)
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, allowed)
}

const seconds = z
  .string()
  .regex(/^\d{1,4}(?:\.\d{1,3})?$/, 'seconds, from 0 to 9999')
  .transform(Number)

const printableAscii = /^[\u0020-\u007E]+$/

/** Bytes of memory that a container allows the process; more than any machine has where there is no limit. */
const memoryOfContainer = (): number => process.constrainedMemory() || Number.MAX_SAFE_INTEGER

/** Every setting: its environment variable, what is allowed, its default, and the description that the README's table has too. */
const settings = {
  HOST: z
    .string()
    .regex(/^(?:[\w.:-]+|\[[\da-f:.]+\])$/i, 'a host name or address')
    .transform((host) => host.replaceAll(/[[\]]/g, ''))
    .default('localhost')
    .describe('the address to listen on; `0.0.0.0` for all'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'a whole number from 0 to 65535')
    .default(3000)
    .describe('the port to listen on; `0` for any that is free'),
  DATA_DIR: z.string().min(1, 'the path of a folder').default('data').describe('the folder of articles'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/[^\s]+$/, 'the address of a PostgreSQL database: postgres://user@host/name')
    .optional()
    .describe('the PostgreSQL database whose articles are served, in place of a folder'),
  DATABASE_TIMEOUT: wholeNumber(60)
    .default(5)
    .describe('seconds in which the database must answer a question'),
  PUBLIC_URL: z
    .string()
    .refine(isPublicUrl, 'an http or https address without query, fragment or user')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('the address users reach it at, for absolute links; its path goes before every link'),
  SITE_NAME: z
    .string()
    .regex(/^(?=.*\S)[^\p{Cc}]{1,200}$/u, 'a name of at most 200 characters')
    .transform((name) => name.trim())
    .optional()
    .describe(
      'the name of the site on pages and in feeds; without it the outlet, where all articles have one, or else `maqal`',
    ),
  OUTLET: z
    .string()
    .regex(/^(?=.*\S)[^\p{Cc}]{1,200}$/u, 'a name of at most 200 characters')
    .transform((name) => name.trim())
    .optional()
    .describe('the outlet of articles whose files name none'),
  ARTICLE_LANGUAGE: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z\d]{1,8}){0,5}$/, 'a language tag (BCP 47), as in en or ar')
    .optional()
    .describe('the language of articles whose files name none'),
  STRICT: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false)
    .describe(
      '`true` refuses all that is not as a file of maqal is written, and starts only where every file is right',
    ),
  SHOW_FUTURE: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false)
    .describe('`true` serves articles before their `datePublished`'),
  PREVIEW_TOKEN: z
    .string()
    .regex(/^[!-~]{1,500}$/, 'a token of at most 500 ASCII characters, without spaces')
    .optional()
    .describe('the token that shows drafts, future and expired articles: `Authorization: Bearer …`'),
  CORS_ORIGINS: z
    .string()
    .transform(split)
    .refine(
      (origins) => origins.every(isOrigin),
      'origins such as https://example.org, with commas between, or *',
    )
    .default(['*'])
    .describe('the origins whose pages may read the answers'),
  CACHE_CONTROL: z
    .string()
    .regex(printableAscii, 'a Cache-Control value in ASCII')
    .default('public, max-age=60, stale-while-revalidate=600')
    .describe('the `Cache-Control` of every 200'),
  INDEX_FILE: z
    .string()
    .min(1, 'the path of a file')
    .optional()
    .describe('a file that keeps the index between starts, outside the folder of articles'),
  POLL_INTERVAL: seconds
    .default(1)
    .describe('seconds between two looks for changed files; `0` looks only when told by SIGHUP'),
  CACHE_BYTES: wholeNumber(1_000_000_000_000)
    .default(() => Math.min(64_000_000, Math.floor(memoryOfContainer() / 8)))
    .describe(
      'bytes of memory for answers that are kept ready, their addresses included; in a container an eighth of its memory if that is less',
    ),
  WORKERS: wholeNumber(256)
    .default(1)
    .describe(
      'processes that answer; with more than one, another reads the folder, and each keeps its own CACHE_BYTES',
    ),
  CACHE_DISK_BYTES: z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number')
    .transform(Number)
    .default(1_000_000_000)
    .describe(
      'bytes on the disk, beside the index, for answers that memory has no room for, at most a quarter of what is free there; `0` for none',
    ),
  HEADERS_TIMEOUT: wholeNumber(3600)
    .default(5)
    .describe('seconds in which the headers of a request must arrive'),
  REQUEST_TIMEOUT: wholeNumber(3600).default(10).describe('seconds in which a request must arrive'),
  KEEP_ALIVE_TIMEOUT: wholeNumber(3600)
    .default(72)
    .describe('seconds that a connection may be silent between two requests'),
  MAX_CONNECTIONS: wholeNumber(1_000_000).default(10_000).describe('connections at once; more are refused'),
  SHUTDOWN_GRACE: seconds
    .default(2)
    .describe('seconds after SIGTERM in which new connections are accepted; then requests finish'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('what is logged; `debug` logs each request'),
}

const Environment = z.object(settings)

/** The settings by the names of their variables, as values: PORT is a number, CORS_ORIGINS a list. */
export type Config = z.infer<typeof Environment>

/** A setting that has a bad value: which, what it was, what is allowed. */
export class BadConfig extends Error {}

const allowed = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_value' ? `one of ${issue.values.join(', ')}` : issue.message

/**
 * Reads the settings. An empty variable counts as unset. Throws BadConfig that names every bad setting; `nameOf` says how,
 * where it was not given as a variable.
 */
export const readConfig = (
  environment: Record<string, string | undefined>,
  nameOf: (setting: string) => string = (setting) => setting,
): Config => {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(set)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `${nameOf(name)} is ${JSON.stringify(set[name])}; allowed is ${allowed(issue)}`
  })
  throw new BadConfig(lines.join('\n'))
}

/** Name, default and description of every setting, for the README's table and `maqal serve --help`. */
export const describeSettings = (): { name: string; fallback: string; description: string }[] =>
  Object.entries(settings).map(([name, schema]) => {
    const fallback: string | number | boolean | string[] = schema.safeParse(undefined).data ?? ''
    return {
      name,
      fallback: String(fallback),
      description: schema.description ?? '',
    }
  })
