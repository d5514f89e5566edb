/**
 * Makes `dist/`, the package: the command as one bundle with what it needs from the start, for a start spends most of its
 * time on finding and reading modules; and what others import, with its dependencies left to be shared with theirs.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Plugin, type RolldownOptions, rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

type Manifest = { dependencies: Record<string, string> }
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

/** Written for `require`, or of use to few commands: they stay packages of their own. */
const apart = [
  'fastify',
  '@fastify/cors',
  'pino-pretty',
  'linkedom',
  '@mozilla/readability',
  'franc-min',
  'picomatch',
]

const isOf = (names: readonly string[]) => (id: string) =>
  names.some((name) => id === name || id.startsWith(`${name}/`))

/** Puts files that a module reads beside itself into the bundle, as strings. */
const inlineFiles: Plugin = {
  name: 'inline-files',
  transform: (code, id) =>
    code.replaceAll(
      /readFileSync\(new URL\((['"])(.+?)\1, import\.meta\.url\), (['"])utf8\3\)/g,
      (_, _quote, file: string) => JSON.stringify(readFileSync(join(dirname(id), file), 'utf8')),
    ),
}

const write = async (options: RolldownOptions, folder: string): Promise<void> => {
  const bundle = await rolldown({
    platform: 'node',
    resolve: { mainFields: ['module', 'main'] },
    plugins: [inlineFiles],
    ...options,
  })
  await bundle.write({ dir: join(dist, folder), format: 'esm', chunkFileNames: '[name].js' })
  await bundle.close()
}

const input = (name: string) => join(root, 'src', name)

rmSync(dist, { recursive: true, force: true })
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
await write(
  {
    input: {
      start: input('start.js'),
      writer: input('threads/writer.js'),
      ahead: input('threads/ahead.js'),
      searcher: input('threads/searcher.js'),
    },
    external: isOf(apart),
  },
  'command',
)
const shared = {
  index: input('index.ts'),
  schema: input('schema.ts'),
  writer: input('threads/writer.js'),
  ahead: input('threads/ahead.js'),
  searcher: input('threads/searcher.js'),
}
await write({ input: shared, external: isOf(Object.keys(dependencies)) }, '')
const small = { client: input('client/client.ts'), render: input('client/render.ts') }
await write({ input: small, platform: 'neutral' }, '')

// What front ends import, as a package of its own that brings nothing else along: the same files.
const client = join(root, 'packages/client/dist')
rmSync(client, { recursive: true, force: true })
for (const name of ['client.js', 'render.js']) cpSync(join(dist, name), join(client, name))
cpSync(join(dist, 'client'), client, { recursive: true })
