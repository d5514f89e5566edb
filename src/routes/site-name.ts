import type { Library } from '../library/library.ts'

/** The outlet that all articles have; undefined where there are several, or none. */
const onlyOutlet = async (library: Library): Promise<string | undefined> => {
  const { items, total } = await library.values('outlet', { page: 1, limit: 1 })
  return total === 1 ? items[0]?.name : undefined
}

type SiteName = () => Promise<string | undefined>

/** Makes the function that says what readers know the site by: `given`, or what its articles say, asked once of each state. */
export const createSiteName = (library: Library, given: string | undefined): SiteName => {
  const known: { revision: number; name: Promise<string | undefined> } = {
    revision: -1,
    name: Promise.resolve(given),
  }
  return async () => {
    if (given !== undefined) return given
    if (known.revision !== library.revision()) {
      known.revision = library.revision()
      known.name = onlyOutlet(library).catch((error: unknown) => {
        known.revision = -1
        throw error
      })
    }
    return known.name
  }
}
