/** Warns of names that lead elsewhere than their file says, and of translations that are not told. Knows no disk. */
import { connected, oneOfEach } from '../article/relations.ts'
import type { FileRecord } from '../library/library.ts'
import { type Fault, faultOf } from '../sources/fault.ts'
import type { Places } from '../sources/source.ts'
import { mostRelationFaults } from './limits.ts'

type Known = Pick<FileRecord, 'file' | 'article' | 'relations'>

const byArticle = (one: Known, other: Known): number => (one.article < other.article ? -1 : 1)

/** The records by their articles, and those that have kin by what they are kin by. Most have none. */
const index = (records: readonly Known[]) => {
  const firsts = new Map<string, Known>()
  const byKey = new Map<string, Known[]>()
  for (const record of records)
    for (const key of record.relations.kin) {
      const first = firsts.get(key)
      const others = byKey.get(key)
      if (first === undefined) firsts.set(key, record)
      else if (others === undefined) byKey.set(key, [first, record])
      else others.push(record)
    }
  return { records, byKey, byId: new Map(records.map((record) => [record.article, record])) }
}

type Indexed = ReturnType<typeof index>

type Told = Omit<Fault, 'line' | 'column'> & { path: keyof Places }

const aliasFaults = ({ records, byId }: Indexed): Told[] => {
  const owners = new Map<string, string>()
  const named = records.filter(({ relations }) => relations.aliases.length > 0).toSorted(byArticle)
  return named.flatMap(({ file, article, relations }) =>
    relations.aliases.flatMap((alias) => {
      const living = byId.get(alias)
      const owner = owners.get(alias)
      if (living === undefined && owner === undefined) owners.set(alias, article)
      const problem =
        living === undefined
          ? `has the alias ${JSON.stringify(alias)}, which leads to the article "${owner}" already`
          : `has the alias ${JSON.stringify(alias)}, which is the id of the article in ${living.file}`
      if (living === undefined && owner === undefined) return []
      return [{ file, path: 'aliases' as const, problem, hint: 'remove it here or there' }]
    }),
  )
}

const originalFaults = ({ records, byId }: Indexed): Told[] =>
  records.flatMap(({ file, article, relations }) =>
    relations.kin.flatMap((key) => {
      const id = key.startsWith('id:') ? key.slice(3) : article
      if (byId.has(id)) return []
      const problem = `is a translation of "${id}", and no article has this id`
      return [{ file, path: 'translationOf' as const, problem, hint: 'name the id of the article' }]
    }),
  )

const languageFaults = ({ byKey }: Indexed): Told[] => {
  const seen = new Set<Known>()
  const faults: Told[] = []
  for (const record of [...byKey.values()].flat().toSorted(byArticle)) {
    if (seen.has(record)) continue
    const group = connected([record], {
      keysOf: ({ relations }) => relations.kin,
      itemsWith: (key) => byKey.get(key) ?? [],
    })
    for (const member of group) seen.add(member)
    if (group.size === 1) continue
    const members = [...group].map((item) => ({ item, id: item.article, language: item.relations.language }))
    const told = new Map(oneOfEach(members).map(({ language, item }) => [language, item]))
    for (const { item, language } of members) {
      const first = told.get(language)
      if (first === undefined || first === item) continue
      const problem = `is in "${language}", as is ${first.file}, which is told as the translation`
      const hint = 'give each its own language, or name no translation in one of them'
      faults.push({ file: item.file, path: 'translationOf', problem, hint })
    }
  }
  return faults
}

/** What is wrong with the names and translations of all articles, in order of their files. */
export const relationFaults = (known: Iterable<Known>, placesOf: (file: string) => Places): Fault[] => {
  const indexed = index([...known])
  const all = [...aliasFaults(indexed), ...originalFaults(indexed), ...languageFaults(indexed)]
  return all
    .toSorted((one, other) => (one.file < other.file ? -1 : Number(one.file > other.file)))
    .slice(0, mostRelationFaults)
    .map(({ file, path, problem, hint }) => {
      const place = placesOf(file)[path]
      const fault = faultOf(file, { problem, hint })
      return place === undefined ? fault : { ...fault, ...place, path }
    })
}
