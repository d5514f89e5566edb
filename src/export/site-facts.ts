/** What is said of the files of a whole export, gathered from its groups. */
import type { Facts, OfContent, Said } from './facts.ts'

export type SiteFacts = {
  /** By path. */
  files: Map<string, Said & OfContent>
  /** By the beginning of the path, and then by extension. */
  places: Map<string, Map<string, Said>>
  stems: Map<string, OfContent>
  /** The language of most articles, and those of the articles that have another. */
  language: string
  others: Map<string, string>
}

const mostCommon = (counts: ReadonlyMap<string, number>): string =>
  [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? ''

/** `read` reads the facts of all groups anew, so that they are not all in memory. */
export const gatherFacts = (read: () => Iterable<Facts>): SiteFacts => {
  const counts = new Map<string, number>()
  for (const { article } of read())
    if (article !== undefined) counts.set(article.language, (counts.get(article.language) ?? 0) + 1)
  const site: SiteFacts = {
    files: new Map(),
    places: new Map(),
    stems: new Map(),
    language: mostCommon(counts),
    others: new Map(),
  }
  for (const { place, article, extensions, files, stems } of read()) {
    if (article !== undefined && article.language !== site.language)
      site.others.set(article.id, article.language)
    for (const [file, said] of Object.entries(files)) site.files.set(file, said)
    for (const [stem, said] of Object.entries(stems)) site.stems.set(stem, said)
    const known = site.places.get(place) ?? new Map<string, Said>()
    for (const [extension, said] of Object.entries(extensions)) known.set(extension, said)
    if (place !== '') site.places.set(place, known)
  }
  return site
}
