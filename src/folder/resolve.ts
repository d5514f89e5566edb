/** Finds what an article refers to by a path, and gives it the addresses that it is served at. */
import { basename, dirname, extname, join, normalize } from 'node:path/posix'
import { mapAddresses, ownAddress } from '../article/addresses.ts'
import type { Article, Image, Media } from '../article/article.ts'
import { seal } from '../article/revision.ts'
import { slug } from '../article/slug.ts'
import type { Fault } from '../sources/fault.ts'
import type { Reference } from '../sources/source.ts'
import type { FileUse } from '../library/library.ts'
import type { Pace } from '../pace.ts'
import { type FileFacts, isOutside } from './attachments.ts'
import type { Key, States } from './beside.ts'
import { isServedType } from './file-types.ts'
import { mostBroken } from './limits.ts'
import type { State } from './state.ts'

/** What a reference leads to: a file, an article by its id, or nothing, and why. */
type Target =
  | { kind: 'file'; facts: FileUse & Pick<Image, 'width' | 'height'>; fragment: string }
  | { kind: 'article'; id: string; fragment: string }
  | { kind: 'none'; problem: string; hint: string; isWarned: boolean }

/** An address in its parts. One that begins with `[[` is a wiki link: a name without a path. */
type Asked = { path: string; fragment: string; isWiki: boolean }

const wikiMark = '[['

const ask = (url: string): Asked | undefined => {
  const isWiki = url.startsWith(wikiMark)
  const [, path = '', , fragment = ''] =
    /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(isWiki ? url.slice(wikiMark.length) : url) ?? []
  try {
    return { path: decodeURIComponent(path), fragment, isWiki }
  } catch {
    return undefined
  }
}

/** The forms in which a name of Unicode may be written on a disk. */
const formsOf = (path: string): string[] => [...new Set([path, path.normalize('NFC'), path.normalize('NFD')])]

const isHidden = (path: string): boolean => path.split('/').some((part) => /^\.(?!\.?$)/.test(part))

/** A path from the root; undefined where it leads out of the folders, or is hidden. */
const placeFrom = (folder: string, path: string, mayLeave = false): string | undefined => {
  const place = normalize(join(folder, path.replace(/^\/+/, '')))
  const isBad = place.includes('\0') || isHidden(place) || (!mayLeave && isOutside(place))
  return isBad ? undefined : place
}

const known = (places: readonly (string | undefined)[]): string[] => [
  ...new Set(places.flatMap((place) => (place === undefined || place === '.' ? [] : formsOf(place)))),
]

/** The folder that Hexo has beside an article for its files, and that an address with a slash at its end makes of it. */
const folderNamedAs = (file: string): string => file.slice(0, file.length - extname(file).length)

/** Where a file may be: beside the article or in its folder, or from the root or in the public folders. */
const filePlaces = (file: string, path: string, publicFolders: readonly string[]): string[] => {
  const inPublic = publicFolders.map((folder) => placeFrom(folder, path, isOutside(folder)))
  const fromRoot = [
    placeFrom('', path),
    ...inPublic.filter((place, at) => isWithin(place, publicFolders[at])),
  ]
  if (path.startsWith('/')) return known(fromRoot)
  return known([placeFrom(dirname(file), path), placeFrom(folderNamedAs(file), path), ...fromRoot])
}

const isWithin = (place: string | undefined, folder = ''): boolean =>
  place?.startsWith(`${normalize(folder)}/`) === true

/** Where the file of an article may be: at the path itself, with an extension, or as the index of a folder. */
const articlePlaces = (file: string, path: string, extensions: readonly string[]): string[] => {
  const bare = path.replace(/(?<=.)\/$/, '')
  const bases = path.startsWith('/')
    ? [placeFrom('', bare)]
    : [placeFrom(dirname(file), bare), placeFrom(folderNamedAs(file), bare)]
  return known(bases).flatMap((base) =>
    extensions.includes(extname(base).toLowerCase())
      ? [base]
      : extensions.flatMap((extension) => [
          `${base}${extension}`,
          `${base}/index${extension}`,
          `${base}/_index${extension}`,
        ]),
  )
}

/** What one article refers to, and the keys that were looked at on the way. */
const createFinder = (
  state: State,
  { file, stateOf, pace }: { file: string; stateOf: States; pace: Pace },
) => {
  const looked = new Map<Key, string>()

  const look = (key: Key): string => {
    const told = looked.get(key) ?? stateOf(key)
    looked.set(key, told)
    return told
  }

  const readFile = async (path: string): Promise<FileFacts | undefined> => {
    if (look(`file:${path}`) === '') return undefined
    const facts = await state.attachments.read(state.roots(), path, pace)
    looked.set(`file:${path}`, facts.stamp)
    return facts
  }

  const findFile = async ({ path, fragment, isWiki }: Asked): Promise<Target | undefined> => {
    const named = isWiki ? look(`name:${path}`) : ''
    const places = [...filePlaces(file, path, state.publicFolders()), ...(named === '' ? [] : [named])]
    for (const place of places) {
      const facts = await readFile(place)
      if (facts === undefined) continue
      return 'problem' in facts
        ? { kind: 'none', ...facts, isWarned: true }
        : { kind: 'file', facts, fragment }
    }
    return undefined
  }

  const findArticle = ({ path, fragment, isWiki }: Asked): Target | undefined => {
    const places = articlePlaces(file, path, [...state.sources.keys()])
    const named = isWiki ? look(`name:${nameIn(path)}`) : ''
    for (const place of named === '' ? places : [...places, named]) {
      const id = look(`article:${place}`)
      if (id === '') continue
      const heading =
        isWiki && fragment !== '' ? `#${encodeURIComponent(slug(decodeURIComponent(fragment)))}` : fragment
      return { kind: 'article', id, fragment: heading }
    }
    return undefined
  }

  /** The name in a wiki link to an article, with or without its extension. */
  const nameIn = (path: string): string => {
    const extension = extname(path)
    return basename(path, state.sources.has(extension.toLowerCase()) ? extension : '')
  }

  /** Whether a link that leads nowhere was most likely meant for the folder, and not for a page of another site. */
  const isMeant = ({ path, isWiki }: Asked): boolean =>
    isWiki || /^\.{1,2}\//.test(path) || isServedType(path) || state.sources.has(extname(path).toLowerCase())

  const find = async ({ kind, url }: Reference): Promise<Target> => {
    const asked = ask(url)
    const noun = kind === 'link' ? 'article or file' : 'file'
    const missing = {
      kind: 'none',
      problem: `and the folder has no such ${noun}`,
      hint:
        kind === 'link'
          ? 'put it there, or correct the address'
          : 'put it there, give its whole address, or say in "url" where the outlet published the article',
    } as const
    if (asked === undefined || asked.path === '') return { ...missing, isWarned: kind !== 'link' }
    const isFile = kind !== 'link' || isServedType(asked.path)
    const found = isFile ? await findFile(asked) : findArticle(asked)
    return found ?? { ...missing, isWarned: kind !== 'link' || isMeant(asked) }
  }

  return { find, looked }
}

const addressOfFile = ({ hash, name }: FileUse): string =>
  ownAddress(`/files/${hash}/${encodeURIComponent(name)}`)

/** The sides of an image: those that are given, or else those of its file. One that is given keeps the shape. */
const sidesOf = (given: Pick<Image, 'width' | 'height'>, file: Pick<Image, 'width' | 'height'>) => {
  const { width, height } = given
  if (file.width === null || file.height === null || (width !== null && height !== null))
    return { width, height }
  if (width !== null) return { width, height: Math.max(1, Math.round((width * file.height) / file.width)) }
  if (height !== null) return { width: Math.max(1, Math.round((height * file.width) / file.height)), height }
  return { width: file.width, height: file.height }
}

/** A wiki link that leads nowhere is text, and an image of one has its name for an address. */
const unmarked = (url: string): string => (url.startsWith(wikiMark) ? url.slice(wikiMark.length) : url)

/** The article with the addresses at which its targets are served. */
const withTargets = (article: Article, targets: ReadonlyMap<string, Target>): Article => {
  const fileAt = (kind: 'image' | 'media', url: string) => {
    const target = targets.get(`${kind} ${url}`)
    return target?.kind === 'file' ? target : undefined
  }
  const mediaAddress = (kind: 'image' | 'media', url: string): string => {
    const target = fileAt(kind, url)
    return target === undefined ? unmarked(url) : addressOfFile(target.facts) + target.fragment
  }
  const image = (given: Image): Image => {
    const target = fileAt('image', given.url)
    if (target === undefined) return { ...given, url: unmarked(given.url) }
    const { facts } = target
    return {
      ...given,
      url: addressOfFile(facts),
      ...sidesOf(given, facts),
      type: facts.type,
      bytes: facts.bytes,
    }
  }
  const media = (given: Media): Media => ({
    ...given,
    url: mediaAddress('media', given.url),
    poster: given.poster === null ? null : mediaAddress('image', given.poster),
  })
  const href = (url: string): string | null => {
    const target = targets.get(`link ${url}`)
    if (target === undefined || target.kind === 'none') return url.startsWith(wikiMark) ? null : url
    const { fragment } = target
    return target.kind === 'file'
      ? addressOfFile(target.facts) + fragment
      : ownAddress(`/articles/${encodeURIComponent(target.id)}`) + fragment
  }
  return seal(mapAddresses(article, { image, media, href }))
}

/** An article with what it refers to; `looked` are the keys on which that depends, with their states. */
export type Resolved = {
  article: Article
  uses: FileUse[]
  looked: ReadonlyMap<Key, string>
  warnings: Fault[]
}

type Given = { file: string; article: Article; references: readonly Reference[] }

/** Resolves the references of an article. A path that belongs to where the outlet published it is no fault. */
export const resolveReferences = async (
  state: State,
  { file, article, references }: Given,
  { stateOf, pace }: { stateOf: States; pace: Pace },
): Promise<Resolved> => {
  if (references.length === 0) return { article, uses: [], looked: new Map(), warnings: [] }
  const { find, looked } = createFinder(state, { file, stateOf, pace })
  const targets = new Map<string, Target>()
  const warnings: Fault[] = []
  const isOfOutlet = (url: string) => article.url !== null && !url.startsWith(wikiMark)
  for (const reference of references) {
    const target = await find(reference)
    await pace()
    const { kind, url, path, line, column } = reference
    targets.set(`${kind} ${url}`, target)
    if (target.kind !== 'none' || !target.isWarned || isOfOutlet(url)) continue
    const problem = `${kind === 'link' ? 'leads to' : 'is'} ${JSON.stringify(unmarked(url))}, ${target.problem}`
    warnings.push({ file, line, column, path, problem, hint: target.hint })
  }
  const used = [...targets.values()].flatMap((target) => (target.kind === 'file' ? [target.facts] : []))
  const uses = used.map(({ width: _, height: __, ...use }) => use)
  const isChanged =
    uses.length > 0 ||
    [...targets].some(([key, { kind }]) => kind === 'article' || key.includes(` ${wikiMark}`))
  return {
    article: isChanged ? withTargets(article, targets) : article,
    uses: [...new Map(uses.map((use) => [use.path, use])).values()],
    looked,
    warnings: warnings.slice(0, mostBroken),
  }
}
