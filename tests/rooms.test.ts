import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom, as rooms or single files. A room may always import from itself; types of `library` and `sources` are open to `folder`. */
const allowed: Record<string, string[]> = {
  article: [],
  sources: ['article'],
  import: ['article', 'sources'],
  search: ['article'],
  folder: ['article', 'sources/fault.ts', 'disk.ts', 'pace.ts'],
  'content.ts': ['folder', 'library', 'threads'],
  threads: ['folder', 'formats', 'http', 'library', 'routes', 'sources'],
  library: ['article', 'search', 'disk.ts', 'pace.ts'],
  formats: ['article'],
  http: ['article', 'formats', 'pace.ts', 'library/library.ts'],
  routes: ['article', 'search', 'formats', 'http', 'pace.ts'],
  export: ['article', 'formats', 'http', 'routes', 'disk.ts'],
  client: [],
  'app.ts': ['article', 'formats', 'http', 'routes', 'version.ts'],
  'index.ts': ['app.ts', 'config.ts', 'content.ts', 'folder', 'sources'],
  'schema.ts': ['article'],
  'config.ts': [],
  'version.ts': [],
  'disk.ts': [],
  'pace.ts': [],
  commands: [
    'article',
    'sources',
    'import',
    'export',
    'folder',
    'library',
    'search',
    'formats',
    'http',
    'routes',
    'threads',
    'app.ts',
    'config.ts',
    'content.ts',
    'disk.ts',
    'pace.ts',
    'version.ts',
  ],
  'main.ts': ['article', 'commands', 'version.ts'],
}

/** Imports of types alone, which are gone when the code runs. */
const allowedTypes: Record<string, string[]> = {
  folder: ['library', 'sources'],
  routes: ['library'],
  export: ['library'],
  client: ['article'],
  'app.ts': ['library', 'config.ts'],
  'content.ts': ['config.ts'],
  threads: ['article'],
  'index.ts': ['library'],
}

const room = (path: string) => relative('src', path).split('/')[0] ?? ''

const imports = globSync('src/**/*.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(import|export)( type)? [^'"]*?from '(\.[^']+)'/gm)].map(
    ([, , type, target = '']) => ({
      file,
      from: room(file),
      to: room(join(dirname(file), target)),
      path: relative('src', join(dirname(file), target)),
      isType: type !== undefined,
    }),
  ),
)

test('rooms import only what stands to their right', () => {
  expect(imports.length).toBeGreaterThan(30)
  const wrong = imports.filter(
    ({ from, to, path, isType }) =>
      from !== to &&
      allowed[from]?.includes(to) !== true &&
      allowed[from]?.includes(path) !== true &&
      !(isType && allowedTypes[from]?.includes(to) === true),
  )
  expect(wrong).toEqual([])
})

test('only arguments.ts knows process.env; only commands touch argv and exit codes', () => {
  const files = globSync('src/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  expect(files.filter(({ text }) => /process\.env\b/.test(text)).map(({ file }) => file)).toEqual([
    'src/commands/arguments.ts',
  ])
  expect(
    files.filter(({ text }) => /process\.(argv|exitCode|exit)\b/.test(text)).map(({ file }) => file),
  ).toEqual(['src/main.ts'])
})

const sources = globSync('src/**/*.ts')

/** The names that a file exports and declares itself: re-exports are not among them. */
const declaredIn = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^export (?:async )?(?:const|let|function\*?|class|type|interface)\s+(\w+)/gm,
    ),
  ].map(([, name = '']) => name)

test('no exported name is declared in two files', () => {
  const files = new Map<string, Set<string>>()
  for (const file of sources) {
    for (const name of declaredIn(file)) files.set(name, (files.get(name) ?? new Set()).add(file))
  }
  const doubled = [...files].filter(([, declaring]) => declaring.size > 1).map(([name]) => name)
  expect(doubled).toEqual([])
})

test('no file stands beside a folder of its name', () => {
  expect(sources.filter((file) => existsSync(file.replace(/\.ts$/, '')))).toEqual([])
})
