/**
 * Makes the folder that the container image holds: the bundled command of `dist/`, and of `node_modules` only the packages that the
 * bundle asks for by name, with what these need: `node scripts/image.ts FOLDER`, after `scripts/build.ts`.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bundle = join(root, 'dist/command')

type Manifest = { dependencies?: Record<string, string> }
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** The dependencies whose names the bundle holds as strings: those it imports, and those whose files it reads. */
const namesInBundle = (): string[] => {
  const code = readdirSync(bundle).map((file) => readFileSync(join(bundle, file), 'utf8'))
  return Object.keys(manifestOf(root).dependencies ?? {}).filter((name) =>
    code.some((text) =>
      ['"', "'", '`'].some((quote) => ['/', quote].some((end) => text.includes(quote + name + end))),
    ),
  )
}

/** Where Node finds a package for a module in a folder; undefined where it is not installed, as some optional ones are. */
const placeOf = (name: string, from: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(place)) return place
    if (folder === root) return undefined
  }
}

/** The folders of packages and of all that they depend on. */
const withDependencies = (names: readonly string[]): Set<string> => {
  const found = new Set<string>()
  const left = names.map((name): [string, string] => [name, root])
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const place = placeOf(...next)
    if (place === undefined || found.has(place)) continue
    found.add(place)
    left.push(
      ...Object.keys(manifestOf(place).dependencies ?? {}).map((name): [string, string] => [name, place]),
    )
  }
  return found
}

/** What nobody reads in a container. */
const isLeftOut = (path: string): boolean =>
  /\.(?:[cm]?ts|map|md|markdown|flow)$|\/(?:\.github|benchmarks?|docs|examples?|tests?|node_modules)$/.test(
    path,
  )

const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('name the folder: node scripts/image.ts FOLDER')
mkdirSync(target, { recursive: true })
for (const place of withDependencies(namesInBundle()))
  cpSync(place, join(target, place.slice(root.length)), {
    recursive: true,
    filter: (path) => path === place || !isLeftOut(path),
  })
cpSync(bundle, join(target, 'dist/command'), { recursive: true })
cpSync(join(root, 'package.json'), join(target, 'package.json'))
