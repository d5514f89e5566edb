import type { Library } from '../library/library.ts'

type Named = { name: string | undefined; due: number }

/** The outlet that all articles have; undefined where there are several, or none. */
const onlyOutlet = async (library: Library): Promise<Named> => {
  const { items, total, due } = await library.values('outlet', { page: 1, limit: 1 })
  return { name: total === 1 ? items[0]?.name : undefined, due }
}

/** Says what readers know the site by; `onDue` is told when that may be another. */
export type AskSiteName = (onDue?: (due: number) => void) => Promise<string | undefined>

/**
 * Makes the function that says what readers know the site by: `given`, or what its articles say. They are asked once,
 * until `forgetName` is called because they changed.
 */
export const createSiteName = (library: Library, given: string | undefined) => {
  let known: Promise<Named> | undefined
  const forgetName = (): void => {
    known = undefined
  }
  const askName = (): Promise<Named> =>
    onlyOutlet(library).catch((error: unknown) => {
      forgetName()
      throw error
    })
  const siteName: AskSiteName = async (onDue) => {
    if (given !== undefined) return given
    const { name, due } = await (known ??= askName())
    onDue?.(due)
    return name
  }
  return { siteName, forgetName }
}
