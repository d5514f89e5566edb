import type { Library } from '../library/library.ts'

/** The outlet that all articles have; undefined where there are several, or none. */
const onlyOutlet = async (library: Library): Promise<string | undefined> => {
  const { items, total } = await library.values('outlet', { page: 1, limit: 1 })
  return total === 1 ? items[0]?.name : undefined
}

/**
 * Makes the function that says what readers know the site by: `given`, or what its articles say. They are asked once,
 * until `forgetName` is called because they changed.
 */
export const createSiteName = (library: Library, given: string | undefined) => {
  let known: Promise<string | undefined> | undefined
  const forgetName = (): void => {
    known = undefined
  }
  const askName = (): Promise<string | undefined> =>
    onlyOutlet(library).catch((error: unknown) => {
      forgetName()
      throw error
    })
  return { siteName: async () => given ?? (known ??= askName()), forgetName }
}
