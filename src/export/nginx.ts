/** The configuration by which nginx answers from an export as the server would. */
import { exposedNames } from '../http/headers.ts'
import { trackingNames } from '../http/query.ts'
import { usualLimit } from '../formats/limits.ts'
import type { Said } from './facts.ts'
import type { SiteFacts } from './site-facts.ts'

/**
 * What of the settings shows in headers: `base` is the path of PUBLIC_URL. `single` are the patterns of addresses that have one
 * form alone, with its extension.
 */
export type HostSettings = {
  base: string
  origins: readonly string[]
  cacheControl: string
  single: readonly { path: string; extension: string }[]
}

/** A text in a file of nginx. No path or header of maqal has a control character. */
const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`

/** A text within a regular expression within quotes. */
const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\"]/g, String.raw`\$&`)

type Entry = readonly [key: string, value: string]

/** Entries that say what the default says are left out. */
const map = (source: string, name: string, all: readonly Entry[]): string => {
  const fallback = all[0]?.[1]
  const entries = all.filter(([key, value]) => key === 'default' || value !== fallback)
  return `map ${source} $maqal_${name} {\n${entries.map(([key, value]) => `  ${key} ${value};\n`).join('')}}\n`
}

const extensionsOf = ({ files, places }: SiteFacts): string[] => {
  const ofFiles = [...files.keys()].flatMap((file) => /\.\w+$/.exec(file)?.[0] ?? [])
  const ofArticles = [...(places.get('/articles/')?.keys() ?? [])]
  return [...new Set([...ofFiles, ...ofArticles])].toSorted()
}

/** The entries of one header: of single files, and of all files of an extension at a place. */
const saidEntries = ({ files, places }: SiteFacts, key: keyof Said, fallback: string): Entry[] => [
  ['default', quote(fallback)],
  ...[...files].map(([file, said]): Entry => [quote(file), quote(said[key])]),
  ...[...places].flatMap(([place, extensions]) =>
    [...extensions].map(([extension, said]): Entry => [
      `"~*^${literal(place)}.*${literal(extension)}$"`,
      quote(said[key]),
    ]),
  ),
]

const contentMaps = ({ files, stems, language, others }: SiteFacts): string[] => {
  const ofFiles = (key: 'language' | 'link' | 'total') =>
    [...files].flatMap(([file, said]): Entry[] =>
      said[key] === '' && !file.startsWith('/articles/') ? [] : [[quote(file), quote(said[key])]],
    )
  const ofStems = (key: 'language' | 'link' | 'total', usual: (stem: string) => string) =>
    [...stems]
      .filter(([stem, said]) => said[key] !== usual(stem))
      .map(([stem, said]): Entry => [quote(stem), quote(said[key])])
  const articleOf = (stem: string): string => stem.split('/')[2] ?? ''
  return [
    map('$maqal_stem', 'article', [
      ['default', '""'],
      ['"~^/articles/(?<maqal_a>[^/]+)"', '$maqal_a'],
    ]),
    map('$maqal_article', 'language_of_article', [
      ['default', quote(language)],
      ['""', '""'],
      ...[...others].map(([id, own]): Entry => [quote(id), quote(own)]),
    ]),
    map('$maqal_stem', 'language_of_part', [
      ['default', '$maqal_language_of_article'],
      ...ofStems('language', (stem) => others.get(articleOf(stem)) ?? language),
    ]),
    map('$maqal_file', 'language', [['default', '$maqal_language_of_part'], ...ofFiles('language')]),
    map('$maqal_stem', 'link_of_part', [['default', '""'], ...ofStems('link', () => '')]),
    map('$maqal_file', 'link', [['default', '$maqal_link_of_part'], ...ofFiles('link')]),
    map('$maqal_stem', 'total_of_part', [['default', '""'], ...ofStems('total', () => '')]),
    map('$maqal_file', 'total', [['default', '$maqal_total_of_part'], ...ofFiles('total')]),
  ]
}

/** How a path and a query become the name of a file. */
const addressMaps = (site: SiteFacts, { base, single }: HostSettings): string[] => {
  const start = literal(base)
  const extensions = extensionsOf(site).map(literal).join('|')
  const tracking = String.raw`utm_[^=&]*|${[...trackingNames].map(literal).join('|')}`
  const limit = `limit=${usualLimit}`
  return [
    '# The form of a path without an extension: a page for browsers, JSON for all others.',
    map('$http_accept', 'form', [
      ['default', '.json'],
      [String.raw`"~*^\s*text/html"`, '.html'],
    ]),
    map('$uri', 'stem', [
      ['default', '$uri'],
      [quote(`${base}/`), '/index'],
      [`"~^${start}/files/"`, '""'],
      [`"~^${start}(?<maqal_s>/.+)(?:${extensions})$"`, '$maqal_s'],
      [`"~^${start}(?<maqal_t>/.*)$"`, '$maqal_t'],
    ]),
    map('$uri', 'named', [
      ['default', '""'],
      ...single.map(({ path, extension }): Entry => [
        `"~^${start}${path.replaceAll(/:\w+/g, '[^/]+')}$"`,
        extension,
      ]),
      [`"~^${start}/.+(?<maqal_e>${extensions})$"`, '$maqal_e'],
    ]),
    map('$maqal_named', 'extension', [
      ['default', '$maqal_named'],
      ['""', '$maqal_form'],
    ]),
    '# The pages of lists are files; no other query is answered, but parameters of tracking are ignored.',
    map('$args', 'page', [
      ['default', '/refused'],
      ['""', '""'],
      [`"~^(?:(?:${tracking})(?:=[^&]*)?(?:&|$))+$"`, '""'],
      [`"~^(?:${limit}&)?page=1(?:&${limit})?$"`, '""'],
      [String.raw`"~^(?:${limit}&)?page=(?<maqal_n>[2-9]|[1-9]\d+)(?:&${limit})?$"`, '.$maqal_n'],
    ]),
    map('$uri', 'beside', [
      ['default', '""'],
      [`"~^${start}(?<maqal_f>/files/.+)$"`, '$maqal_f'],
    ]),
    map('$maqal_beside', 'file', [
      ['default', '$maqal_beside'],
      ['""', '$maqal_stem$maqal_page$maqal_extension'],
    ]),
    map('$maqal_named$maqal_beside', 'vary', [
      ['default', '"Accept-Encoding"'],
      ['""', '"Accept, Accept-Encoding"'],
    ]),
  ]
}

/** A key has a bucket to itself at least, with a pointer and its length, on a line of the cache of 64 bytes. */
const bucketFor = ({ files, stems, others }: SiteFacts): number => {
  const lengths = [...files.keys(), ...stems.keys(), ...others.keys()].map((key) => Buffer.byteLength(key))
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  return Math.max(128, Math.ceil((longest + 32) / 64) * 64)
}

const isOpen = (origins: readonly string[]): boolean => origins.includes('*')

/** What belongs in `http { }`. */
export const printMaps = (site: SiteFacts, settings: HostSettings): string => {
  const { origins, cacheControl } = settings
  const policy = [...(site.places.get('/articles/') ?? [])].find(([extension]) => extension === '.json')?.[1]
  const originMap = map('$http_origin', 'origin', [
    ['default', '""'],
    ...origins.map((origin): Entry => [quote(origin), quote(origin)]),
  ])
  return [
    '# Made by maqal export. To be included in http { }; the folder above this one is the root.',
    `map_hash_bucket_size ${bucketFor(site)};`,
    `map_hash_max_size ${Math.max(2048, 4 * (site.stems.size + site.files.size + site.others.size))};`,
    ...addressMaps(site, settings),
    map('$maqal_file', 'cache_control', saidEntries(site, 'cacheControl', cacheControl)),
    map('$maqal_file', 'policy', saidEntries(site, 'policy', policy?.policy ?? '')),
    ...contentMaps(site),
    ...(isOpen(origins) ? [] : [originMap]),
  ].join('\n')
}

/** The type that most files of an extension have, and the files that have another. */
const typesOf = ({ files, places }: SiteFacts) => {
  const types = new Map<string, string>()
  for (const extensions of [...places.values()].toReversed())
    for (const [extension, { type }] of extensions) types.set(extension, type)
  const exceptions: Entry[] = []
  for (const [file, { type }] of files) {
    const extension = /\.\w+$/.exec(file)?.[0] ?? ''
    if (!types.has(extension)) types.set(extension, type)
    if (types.get(extension) !== type) exceptions.push([file, type])
  }
  return { types, exceptions }
}

const printTypes = (types: ReadonlyMap<string, string>): string =>
  `types {\n${[...types].map(([extension, type]) => `    ${quote(type)} ${extension.slice(1)};\n`).join('')}  }`

/** What belongs in `server { }`. */
export const printServer = (site: SiteFacts, { base, origins }: HostSettings): string => {
  const { types, exceptions } = typesOf(site)
  const ofFiles = new Map(
    [...(site.places.get('/files/') ?? [])].map(([extension, { type }]) => [extension, type]),
  )
  const tryFiles = 'try_files $maqal_file =404;'
  return `# Made by maqal export. To be included in server { }, whose root is the folder above this one.
charset off;
gzip_static on;
# With the module ngx_brotli:
# brotli_static on;
add_header Cache-Control $maqal_cache_control;
add_header Vary $maqal_vary;
${isOpen(origins) ? '' : 'add_header Vary Origin;\n'}add_header Content-Language $maqal_language;
add_header Link $maqal_link;
add_header X-Total-Count $maqal_total;
add_header Access-Control-Allow-Origin ${isOpen(origins) ? '*' : '$maqal_origin'};
add_header Access-Control-Expose-Headers ${quote(exposedNames)};
add_header X-Content-Type-Options nosniff;
add_header Referrer-Policy no-referrer;
add_header Cross-Origin-Resource-Policy cross-origin;
add_header Content-Security-Policy $maqal_policy;
location ${quote(`${base}/`)} {
  ${printTypes(types)}
  ${tryFiles}
}
location ${quote(`${base}/files/`)} {
  ${printTypes(ofFiles)}
  try_files $maqal_beside =404;
}
${exceptions
  .map(
    ([file, type]) =>
      `location = ${quote(base + file)} {\n  types { }\n  default_type ${quote(type)};\n  ${tryFiles}\n}\n`,
  )
  .join('')}`
}
