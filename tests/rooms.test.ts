import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom. A room may always import from itself; types of `library` and `sources` are open to `folder`. */
const allowed: Record<string, string[]> = {
  article: [],
  sources: ['article'],
  import: ['article', 'sources'],
  search: ['article'],
  folder: ['article', 'disk.ts', 'pace.ts'],
  library: ['article', 'search', 'disk.ts', 'pace.ts'],
  formats: ['article'],
  http: ['article', 'formats', 'pace.ts'],
  routes: ['article', 'search', 'formats', 'http', 'pace.ts'],
  client: [],
  'app.ts': ['article', 'formats', 'http', 'routes', 'version.ts'],
  'index.ts': ['app.ts', 'config.ts', 'folder', 'library', 'sources'],
  'schema.ts': ['article'],
  'config.ts': [],
  'version.ts': [],
  'disk.ts': [],
  'pace.ts': [],
  commands: [
    'article',
    'sources',
    'import',
    'folder',
    'library',
    'search',
    'formats',
    'http',
    'app.ts',
    'config.ts',
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
  client: ['article'],
  'app.ts': ['library', 'config.ts'],
}

const room = (path: string) => relative('src', path).split('/')[0] ?? ''

const imports = globSync('src/**/*.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(import|export)( type)? [^'"]*?from '(\.[^']+)'/gm)].map(
    ([, , type, target = '']) => ({
      file,
      from: room(file),
      to: room(join(dirname(file), target)),
      isType: type !== undefined,
    }),
  ),
)

test('rooms import only what stands to their right', () => {
  expect(imports.length).toBeGreaterThan(30)
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      from !== to && !allowed[from]?.includes(to) && !(isType && allowedTypes[from]?.includes(to) === true),
  )
  expect(wrong).toEqual([])
})

test('only settings.ts knows process.env; only commands touch argv and exit codes', () => {
  const files = globSync('src/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  expect(files.filter(({ text }) => /process\.env\b/.test(text)).map(({ file }) => file)).toEqual([
    'src/commands/settings.ts',
  ])
  expect(
    files.filter(({ text }) => /process\.(argv|exitCode|exit)\b/.test(text)).map(({ file }) => file),
  ).toEqual(['src/main.ts'])
})
